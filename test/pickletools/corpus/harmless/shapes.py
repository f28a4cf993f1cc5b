"""Classes of a program of one's own, and a few objects that take more than a line."""

from __future__ import unicode_literals

import collections
import sys

Pair = collections.namedtuple("Pair", "left right")


class Empty(object):
    pass


class Shape(object):
    def __init__(self, side):
        self.side = side
        self.name = "shape"

    def area(self):
        return self.side**2

    @classmethod
    def unit(cls):
        return cls(1)


class Slotted(object):
    __slots__ = (str("left"), str("right"))

    def __init__(self, left, right):
        self.left = left
        self.right = right

    def __getstate__(self):
        return None, {"left": self.left, "right": self.right}

    def __setstate__(self, state):
        raise NotImplementedError


class Reduced(object):
    def __init__(self, value):
        self.value = value

    def __reduce__(self):
        return Reduced, (self.value,), {"note": "x"}


class Stateful(object):
    def __init__(self, value):
        self.value = value

    def __getstate__(self):
        return [self.value]

    def __setstate__(self, state):
        self.value = state[0]


class Cached(object):
    def __init__(self, value):
        self.value = value

    def __getnewargs__(self):
        return (self.value,)

    def __new__(cls, value=0):
        return object.__new__(cls)


class ListChild(list):
    pass


class DictChild(dict):
    pass


class IntChild(int):
    pass


class TupleChild(tuple):
    pass


class Failure(Exception):
    def __init__(self, message, code):
        Exception.__init__(self, message, code)
        self.code = code


def add(left, right):
    return left + right


def cycle():
    loop = [1]
    loop.append({"loop": loop})
    return loop


def deep(depth):
    value = []
    for _ in range(depth):
        value = [value]
    return value


def failed():
    error = Failure("failed", 3)
    error.hint = "try again"
    return error


def chained():
    try:
        raise KeyError("a")
    except KeyError as error:
        return error


def configured():
    import configparser

    parser = configparser.ConfigParser()
    parser.read_string("[a]\nb = c\n")
    return parser


def json_error():
    import json

    try:
        json.loads("{")
    except ValueError as error:
        return error


if sys.version_info[0] >= 3:
    import enum

    class Color(enum.Enum):
        RED = 1
        GREEN = "g"

    class Level(enum.IntEnum):
        LOW = 1
        HIGH = 2

    class Access(enum.Flag):
        READ = 1
        WRITE = 2


def enums():
    return [Color.RED, Color.GREEN, Level.HIGH, Access.READ | Access.WRITE, Color]


if sys.version_info >= (3, 7):
    import dataclasses

    Order = dataclasses.make_dataclass("Order", [("number", int, 0), ("lines", list, None)])
    Line = dataclasses.make_dataclass("Line", [("name", str), ("price", float)], frozen=True)
    Order.__module__ = Line.__module__ = __name__


def dataclass_objects():
    return [Order(1, [Line("tea", 2.5)]), Order()]
