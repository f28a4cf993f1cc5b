"""What stands in front of Python's own picklers and unpicklers: each pickle is read and written again by `pantry/pickle`."""

import io
import itertools

import far_call
import pickle_errors

HIGHEST_PROTOCOL = 5
DEFAULT_PROTOCOL = 4

_keys = itertools.count()
#: Relays of the far end that nobody here has any more.
_freed = []


def copied(data, fix_imports, encoding, errors, buffers, stack_error):
    """The copy of one pickle in memory."""
    options = _reading(fix_imports, encoding, errors, False)
    try:
        _, pieces = _call("loads", {"options": options}, [data, *_contents(buffers)])
    except far_call.Failure as failure:
        raise pickle_errors.translated(failure, len(data), stack_error) from None
    return b"".join(pieces)


class Pickler:
    _relay = None
    #: Python's own class.
    own_class = None

    def __init__(self, file, protocol=None, *, fix_imports=True, buffer_callback=None):
        # What it takes, and how it fails, is Python's.
        self.own_class(file, protocol, fix_imports=fix_imports, buffer_callback=buffer_callback)
        number = DEFAULT_PROTOCOL if protocol is None else protocol if protocol >= 0 else HIGHEST_PROTOCOL
        self._relay = _Writing(file.write, number, fix_imports, buffer_callback, _has(self, "persistent_id"))
        callback = buffer_callback and self._relay.offer
        super().__init__(self._relay.stream, protocol, fix_imports=fix_imports, buffer_callback=callback)

    def dump(self, obj):
        if self._relay is None:
            # It says that it was not made as it should be.
            return super().dump(obj)
        self._relay.begin()
        super().dump(obj)
        self._relay.end(bool(self.fast))


class Unpickler:
    _relay = None
    #: Python's own class.
    own_class = None
    #: What Python raises for an opcode that needs other values than there are on the stack.
    stack_error = None

    def __init__(self, file, *, fix_imports=True, encoding="ASCII", errors="strict", buffers=None):
        self.own_class(file, fix_imports=fix_imports, encoding=encoding, errors=errors, buffers=buffers)
        buffers = None if buffers is None else list(buffers)
        options = _reading(fix_imports, encoding, errors, _has(self, "persistent_load"))
        self._relay = _Reading(file, options, buffers)
        super().__init__(self._relay.stream, fix_imports=fix_imports, buffers=buffers)

    def load(self):
        if self._relay is not None:
            self._relay.fetch(self.stack_error)
        return super().load()


class _Relay:
    """The far end of a pickler or an unpickler, and the stream that is Python's own end."""

    def __init__(self, options):
        self.stream = io.BytesIO()
        self._target = {"key": next(_keys), "options": options}

    def clear(self):
        _call("clear", self._target)

    def prime(self, other):
        _call("prime", {**self._target, "other": other._target["key"]})

    def __del__(self):
        _freed.append(self._target["key"])


class _Writing(_Relay):
    def __init__(self, write, protocol, fix_imports, buffer_callback, has_ids):
        super().__init__({"protocol": protocol, "fixImports": fix_imports, "hasIds": has_ids})
        self._write = write
        self._buffer_callback = buffer_callback
        self._buffers = []

    def offer(self, buffer):
        is_kept = self._buffer_callback(buffer)
        if not is_kept:
            self._buffers.append(buffer)
        return is_kept

    def begin(self):
        self.stream.seek(0)
        self.stream.truncate()
        self._buffers.clear()

    def end(self, fast):
        contents = _contents(self._buffers)
        self._buffers.clear()
        # Python has taken the object, so no error of the far end is what a test waits for.
        answer, parts = _call("dump", {**self._target, "fast": fast}, [self.stream.getvalue(), *contents])
        count = answer["count"]
        if parts[count:] != contents:
            raise AssertionError("other buffers were kept out of the pickle")
        for piece in parts[:count]:
            self._write(piece)


class _Reading(_Relay):
    def __init__(self, file, options, buffers):
        super().__init__(options)
        self._file = file
        self._contents = _contents(buffers)
        #: What was read of a file that cannot go back, and belongs to the next pickle.
        self._rest = b""

    def fetch(self, stack_error):
        """Puts the copy of the file's next pickle into the stream."""
        arrived = []
        problem = None

        def read(count):
            nonlocal problem
            try:
                arrived.append(self._read(count))
            except BaseException as error:
                problem = error
                raise
            return arrived[-1]

        try:
            answer, pieces = _call("load", self._target, self._contents, read)
        except far_call.Failure as failure:
            length = sum(map(len, arrived))
            raise problem or pickle_errors.translated(failure, length, stack_error) from None
        finally:
            self._contents = []
        self._give_back(b"".join(arrived)[answer["length"]:])
        self.stream.seek(0)
        self.stream.truncate()
        self.stream.write(b"".join(pieces))
        self.stream.seek(0)

    def _read(self, count):
        rest, self._rest = self._rest, b""
        return rest or self._file.read(count)

    def _give_back(self, rest):
        if getattr(self._file, "seekable", bool)():
            self._file.seek(-len(rest), 1)
        else:
            self._rest = rest + self._rest


def _reading(fix_imports, encoding, errors, has_ids):
    # What is read is written in the newest protocol, so that names and texts have to be understood.
    return {
        "protocol": HIGHEST_PROTOCOL,
        "fixImports": fix_imports,
        "encoding": encoding,
        "errors": errors,
        "hasIds": has_ids,
    }


def _has(owner, hook):
    """Whether a class of the tests has this method, or the object itself."""
    own = [kind for kind in type(owner).__mro__ if kind.__module__ not in ("pickle", "_pickle")]
    return any(hook in vars(kind) for kind in own)


def _contents(buffers):
    return [memoryview(buffer).tobytes() for buffer in buffers or ()]


def _call(operation, fields, parts=(), read=None):
    if _freed:
        keys = list(_freed)
        del _freed[:len(keys)]
        far_call.call("free", {"keys": keys})
    return far_call.call(operation, fields, parts, read)
