"""What the programs can call: the same as in `callbacks.ts`."""

import sqlite3


class Boom(Exception):
    pass


def boom(*_):
    raise Boom("boom")


FUNCTIONS = {
    "one": lambda *_: 1,
    "echo": lambda value: value,
    "kind": lambda value: type(value).__name__,
    "count": lambda *values: len(values),
    "joined": lambda *values: ",".join(type(value).__name__ for value in values),
    "boom": boom,
    "large": lambda *_: 2**63,
    "largest": lambda *_: 2**63 - 1,
    "object": lambda *_: object(),
    "surrogate": lambda *_: "\ud800",
    "nul": lambda *_: "a\0b",
    "nothing": lambda *_: None,
    "true": lambda *_: True,
    "half": lambda *_: 0.5,
    "nan": lambda *_: float("nan"),
    "infinity": lambda *_: float("inf"),
    "blob": lambda *_: b"\0\xff",
    "empty": lambda *_: b"",
    "list": lambda *_: [1],
}


class Sum:
    def __init__(self):
        self.total = 0

    def step(self, *values):
        self.total += sum(value for value in values if isinstance(value, int))

    def inverse(self, *values):
        self.total -= sum(value for value in values if isinstance(value, int))

    def value(self):
        return self.total

    def finalize(self):
        return self.total


def aggregate(name):
    """`sum` itself, `no step` without a method, `boom step` with one that fails,
    `surrogate value` with one whose result is no value of SQLite."""
    if name == "sum":
        return Sum
    what, method = name.split()
    made = type("Made", (), dict(vars(Sum)))
    if what == "no":
        delattr(made, method)
    else:
        setattr(made, "__init__" if method == "init" else method, FUNCTIONS[what])
    return made


COLLATIONS = {
    "reverse": lambda left, right: (left < right) - (left > right),
    "length": lambda left, right: len(left) - len(right),
    "boom": boom,
    "large": lambda left, right: 2**70 if left > right else -(2**70),
}

AUTHORIZERS = {
    "ok": lambda *_: sqlite3.SQLITE_OK,
    "deny reads of b": lambda action, first, second, *_: sqlite3.SQLITE_DENY if second == "b" else sqlite3.SQLITE_OK,
    "ignore b": lambda action, first, second, *_: sqlite3.SQLITE_IGNORE if second == "b" else sqlite3.SQLITE_OK,
    "deny drops": lambda action, *_: sqlite3.SQLITE_DENY if action == sqlite3.SQLITE_DROP_TABLE else sqlite3.SQLITE_OK,
    "boom": boom,
    "text": lambda *_: "ok",
    "unknown": lambda *_: 42,
    "nothing": lambda *_: None,
    "half": lambda *_: 0.5,
    "large": lambda *_: 2**32,
}

HANDLERS = {"go": lambda: 0, "stop": lambda: 1, "boom": boom, "nothing": lambda: None, "text": lambda: "x"}
