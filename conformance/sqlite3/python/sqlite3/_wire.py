"""What goes to the far end and comes from it: pickles, in which objects that cannot move are ids."""

import io
import pickle
import re
import struct
import weakref

import far_end

#: Types whose values are the same on both sides.
PLAIN = {type(None), bool, int, float, str, bytes, bytearray, tuple, list, dict}
#: Types that a value of a subclass is sent as, if nothing adapts it.
BASES = ((str, str.__str__), (int, int.__int__), (float, float.__float__), (bytes, lambda value: value[:]))

_PAIR = re.compile("[\ud800-\udbff][\udc00-\udfff]")

#: Objects of the far end by their ids, as Python objects. They keep their identity.
proxies = weakref.WeakValueDictionary()
#: Ids of objects of the far end that nobody here has any more.
freed = []

#: Objects of Python that the far end keeps, by id.
kept = {}
kept_ids = {}
#: Objects of Python that the far end has until the outermost call returns.
passing = []


class Remote:
    """An object of the far end. When this goes, the far end lets go of it."""

    def __init__(self, key):
        self.key = key

    def __del__(self):
        freed.append(self.key)


class Proxy:
    """A Python object that an object of the far end stands behind."""

    _remote = None

    def _adopt(self, remote):
        self._remote = remote
        proxies[remote.key] = self


class Kept:
    """A value to be sent as an id that stays valid."""

    def __init__(self, value):
        self.value = value


class Reference:
    """A value to be sent as an id whatever it is, because it shall come back as the object that it is."""

    def __init__(self, value):
        self.value = value


class Type:
    """A type, to be sent as the class that its values have over there."""

    def __init__(self, type):
        self.type = type


#: Classes that both sides have, and their names.
names = {}
#: What makes the Python object for an object of the far end, by the name of its class there.
makers = {}


class _Pickler(pickle.Pickler):
    def persistent_id(self, value):
        kind = type(value)
        if kind in PLAIN:
            if kind is str and _PAIR.search(value):
                value.encode()  # Raises. JavaScript would take the two for one character.
            # A number of JavaScript can be an int as well.
            return ("float", struct.pack(">d", value)) if kind is float else None
        if issubclass(kind, Proxy) and value._remote is not None:
            return ("remote", value._remote.key)
        if kind is Remote:
            return ("remote", value.key)
        if kind is Kept:
            return _python(_keep(value.value), value.value)
        if kind is Reference:
            return _python(_pass(value.value), None)
        if kind is Type:
            return ("type", _keep(value.type), _name(value.type))
        if isinstance(value, type) and value in names:
            return ("named", names[value])
        if "datetime" in (kind.__module__, getattr(value, "__module__", None)):
            return None
        if not hasattr(kind, "__conform__") and id(kind) not in kept_ids:
            for base, plain in BASES:
                if isinstance(value, base):
                    return ("value", plain(value))
            if kind is not type and _is_buffer(value):
                return ("value", contiguous(value))
        return _python(_pass(value), value)


class _Unpickler(pickle.Unpickler):
    def persistent_load(self, pid):
        match pid:
            case ("python", key):
                return kept[key] if key >= 0 else passing[-1 - key]
            case ("named", name):
                return next(value for value, known in names.items() if known == name)
            case ("remote", kind, key):
                if key in freed:
                    freed.remove(key)
                proxy = proxies.get(key)
                return makers[kind](Remote(key)) if proxy is None else proxy


def send(*message):
    buffer = io.BytesIO()
    _Pickler(buffer, 5).dump(message)
    far_end.send(buffer.getvalue())


def receive():
    return _Unpickler(io.BytesIO(far_end.receive())).load()


def _keep(value):
    if id(value) not in kept_ids:
        kept_ids[id(value)] = len(kept)
        kept[len(kept)] = value
    return kept_ids[id(value)]


def _pass(value):
    passing.append(value)
    return -len(passing)


def _python(key, value):
    """What the far end needs to know of an object that stays here."""
    kind = type(value)
    traits = [trait for trait in ("__conform__", "__adapt__", "__next__") if hasattr(value, trait)]
    if isinstance(value, dict):
        traits.append("mapping")
    elif hasattr(kind, "__len__") and hasattr(kind, "__getitem__"):
        traits.append("sequence")
    return ("python", key, _keep(kind), _name(kind), traits)


def _name(kind):
    return f"{kind.__module__}.{kind.__qualname__}"


def _is_buffer(value):
    try:
        memoryview(value).release()
    except TypeError:
        return False
    return True


def contiguous(value):
    """The bytes of a buffer, which must be in one piece."""
    with memoryview(value) as view:
        if not view.c_contiguous:
            raise BufferError("memoryview: underlying buffer is not C-contiguous")
        return view.tobytes()
