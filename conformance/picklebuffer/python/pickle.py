"""`pickle` as the tests of `PickleBuffer` know it, whose contents and state are those of `pantry/pickle`."""

import itertools

import far_call
import genuine

genuine.run("pickle", globals())

_Memory = PickleBuffer
_keys = itertools.count()


class PickleBuffer:
    def __init__(self, obj):
        # Memory stays in Python, and the far end has its contents.
        self._memory = _Memory(obj)
        self._key = next(_keys)
        with memoryview(self._memory) as view:
            contents = self._memory.raw() if view.contiguous else view.tobytes()
            far_call.call("open", {"key": self._key, "readonly": view.readonly}, [contents])

    def raw(self):
        contents, readonly = self._held()
        view = self._memory.raw()
        if (bytes(view), view.readonly) != (contents, readonly):
            raise AssertionError(f"the far end has {contents!r}")
        return view

    def release(self):
        # The memory is not let go of: whether it can still be had is for the far end to say.
        far_call.call("release", {"key": self._key})

    def __buffer__(self, flags):
        self._held()
        return self._memory.__buffer__(flags)

    def _held(self):
        try:
            answer, parts = far_call.call("raw", {"key": self._key})
        except far_call.Failure as failure:
            if failure.kind == "TypeError":
                raise ValueError(str(failure)) from None
            raise
        return parts[0], answer["readonly"]

