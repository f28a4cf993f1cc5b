"""Calls the far end, which asks in the midst of a call for what is in a dict of Python's: each message is a pickle."""

import pickle

import far_end

#: The dicts that shelves are over, by the keys of the shelves.
dicts = {}
#: Shelves of the far end that nobody here has any more.
freed = []


class Failure(Exception):
    """What the far end raised: the class there, its code, and the message."""

    def __init__(self, kind, code, message):
        super().__init__(message)
        self.kind = kind
        self.code = code


def call(operation, *args):
    while freed:
        key = freed.pop()
        _exchange("close", key)
        dicts.pop(key, None)
    return _exchange(operation, *args)


def _exchange(*message):
    far_end.send(pickle.dumps(message, 5))
    while True:
        kind, *parts = pickle.loads(far_end.receive())
        if kind == "return":
            return parts[0]
        if kind == "raise":
            raise Failure(*parts)
        key, method, *args = parts
        far_end.send(pickle.dumps(_METHODS[method](dicts[key], *args), 5))


def _delete(entries, key):
    return entries.pop(key, None) is not None


_METHODS = {
    "get": lambda entries, key: entries.get(key),
    "set": lambda entries, key, value: entries.__setitem__(key, value),
    "delete": _delete,
    "has": lambda entries, key: key in entries,
    "size": len,
    "keys": list,
}
