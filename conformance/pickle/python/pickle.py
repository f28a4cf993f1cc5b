"""`pickle` as the tests of Python know it: what its classes in Python write and read goes through `pantry/pickle`."""

import genuine
import pickle_relay

genuine.run("pickle", globals())

# Python's own classes go by Python's own tables.
_compat_pickle = genuine.module("_compat_pickle")


class _Memo(dict):
    """The memo of a class in Python, and whose it is."""

    relay = None

    def clear(self):
        super().clear()
        self.relay.clear()


class _WithMemo:
    @property
    def memo(self):
        return self.__dict__["memo"]

    @memo.setter
    def memo(self, memo):
        if isinstance(memo, _Memo):
            self._relay.prime(memo.relay)
        else:
            memo = _Memo(memo)
            memo.relay = self._relay
        self.__dict__["memo"] = memo


class _Pickler(pickle_relay.Pickler, _WithMemo, _Pickler):
    own_class = _Pickler


class _Unpickler(pickle_relay.Unpickler, _WithMemo, _Unpickler):
    own_class = _Unpickler
    stack_error = IndexError
