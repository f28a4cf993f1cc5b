"""Says what an unpickled graph is in a text, every distinction and all sharing in it; `description.ts` says the same of ours.

Runs under CPython 2.7 and 3.6 onwards.
"""

import binascii
import pickle
import re
import struct
import sys

import stand_ins

PY2 = sys.version_info[0] == 2
TEXT = type(u"")
LONG = long if PY2 else None  # noqa: F821
BUFFERS = tuple(kind for kind in (getattr(pickle, "PickleBuffer", None), memoryview) if kind)
SPECIAL = re.compile(u"[^ !#-\\[\\]-~]")
# So deep are the parts of a member looked at when members without an order are sorted.
DEPTH = 4


def describe(value):
    """The text, and whether all of it is certain: two members of a set may look the same and yet be told apart elsewhere."""
    description = Description()
    description.walk(value)
    return "".join(description.parts), description.certain


class Description(object):
    def __init__(self):
        self.parts = []
        self.numbers = {}
        self.certain = True

    def walk(self, value):
        text = leaf(value)
        if text is not None:
            self.parts.append(text)
        elif id(value) in self.numbers:
            self.parts.append("@%d " % self.numbers[id(value)])
        else:
            self.numbers[id(value)] = len(self.numbers)
            self.walk_object(value)

    def walk_object(self, value):
        kind = type(value)
        if kind is list:
            self.walk_all("[", value, "]")
        elif kind is tuple:
            self.walk_all("(", value, ")")
        elif kind is dict:
            self.walk_all("{", (part for key in self.listed(value) for part in (key, value[key])), "}")
        elif kind in (set, frozenset):
            self.walk_all("s<" if kind is set else "z<", self.sorted(value), ">")
        elif kind is bytearray:
            self.parts.append("a" + hexadecimal(value))
        elif isinstance(value, stand_ins.Name):
            self.walk_all("id<", value.stands_for[1:], ">")
        elif isinstance(kind, stand_ins.Name):
            self.walk_instance(value)
        else:
            raise TypeError("no description of %r" % kind)

    def walk_all(self, before, values, after):
        self.parts.append(before)
        for value in values:
            self.walk(value)
        self.parts.append(after)

    def walk_instance(self, value):
        form, class_, args, kwargs = value.made_by
        self.parts.append("o%s<" % form)
        self.walk(class_)
        for arg in args:
            self.walk(arg)
        for name, arg in kwargs.items():
            self.parts.append(text_of(name) + "=")
            self.walk(arg)
        for event in value.events:
            self.walk_all(event[0] + ":", event[1:], "")
        self.parts.append(">")

    def listed(self, keys):
        """The keys of a dict, which has no order in Python 2."""
        return self.sorted(keys) if PY2 else keys

    def sorted(self, members):
        """Members without an order, in that of what they look like."""
        pairs = sorted(((looks(member, DEPTH), index, member) for index, member in enumerate(members)), key=first)
        for before, after in zip(pairs, pairs[1:]):
            if before[0] == after[0]:
                self.certain = False
        return [member for _, _, member in pairs]


def first(pair):
    return pair[0]


def looks(value, depth):
    """What a member looks like, whatever it shares."""
    text = leaf(value)
    if text is not None:
        return text
    if depth > 0 and type(value) in (tuple, frozenset):
        parts = [looks(part, depth - 1) for part in value]
        return "(%s)" % "".join(parts) if type(value) is tuple else "z<%s>" % "".join(sorted(parts))
    return "?"


def leaf(value):
    """The text of what has no identity of its own; None for anything else."""
    if value is None or value is True or value is False:
        return {None: "N", True: "T", False: "F"}[value]
    kind = type(value)
    if kind is int or kind is LONG:
        return "%s%x " % ("l" if kind is LONG else "i", value)
    if kind is float:
        return "fnan" if value != value else "f" + hexadecimal(struct.pack(">d", value))
    if kind is TEXT:
        return text_of(value)
    if kind is bytes:
        return "b%s " % hexadecimal(value)
    if kind in BUFFERS:
        view = memoryview(value)
        return "B%s%s " % ("r" if view.readonly else "w", hexadecimal(view.tobytes()))
    if kind in (tuple, frozenset) and len(value) == 0:
        return "()" if kind is tuple else "z<>"
    if isinstance(value, stand_ins.Name) and value.stands_for[0] == "name":
        return "n<%s%s>" % tuple(text_of(part) for part in value.stands_for[1:])
    return None


def text_of(text):
    if PY2 and type(text) is bytes:
        text = text.decode("utf-8", "replace")
    return '"%s"' % str(SPECIAL.sub(escape, text))


def escape(found):
    return "\\%x;" % ord(found.group())


def hexadecimal(data):
    return binascii.hexlify(bytes(data)).decode("ascii")
