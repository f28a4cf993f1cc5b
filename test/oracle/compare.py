"""Are two unpickled graphs the same? Types, values, order and sharing, down to the bits of a float.

`difference(left, right)` answers None, or the path to the first difference and what it is.
Runs under CPython 2.7 and 3.6 onwards.
"""

import array
import collections
import datetime
import re
import struct
import sys
import types

PY2 = sys.version_info[0] == 2

if PY2:
    import copy_reg as copyreg

    TEXTS = (str, unicode)  # noqa: F821
    NUMBERS = (int, long, bool)  # noqa: F821
    CLASSIC = types.InstanceType
    CLASSES = (type, types.ClassType)
    REDUCE_PROTOCOL = 2
else:
    import copyreg
    import enum
    import pathlib

    TEXTS = (str, bytes)
    NUMBERS = (int, bool)
    CLASSIC = ()
    CLASSES = (type,)
    REDUCE_PROTOCOL = 4

# Dicts of Python 2 list their keys by hash, so only what is in them can be compared.
ORDERED = not PY2
FUNCTIONS = (types.FunctionType, types.BuiltinFunctionType, types.ModuleType)


class Different(Exception):
    """Raised at the first difference."""


def difference(left, right, natural=None, batched=True):
    """The first difference between two graphs, or None. What natural reading merges is none, if `natural` is given: the
    protocol that the right graph was written in. `batched` says whether the left graph's dicts came in batches of keys."""
    try:
        comparison = Comparison() if natural is None else Natural(natural, batched)
        comparison.same(left, right, "value")
    except Different as found:
        return str(found)
    return None


class Comparison(object):
    def __init__(self):
        # Objects met so far: identity must be a one-to-one mapping. The lists keep them alive, so ids stay theirs.
        self.left = {}
        self.right = {}
        self.alive = []

    def expected(self, value):
        """What a scalar of the left graph is to be in the right one."""
        return value

    def expected_key(self, key):
        """The same for a key of a dict or a member of a set."""
        return key

    def expected_order(self, keys):
        """The order in which keys are to be in the right dict."""
        return keys

    def same(self, left, right, path):
        left = self.expected(left)
        kind = type(left)
        if kind is not type(right):
            self.fail(path, "%s became %s" % (name_of(kind), name_of(type(right))))
        if left is None or left is Ellipsis or left is NotImplemented:
            if left is not right:
                self.fail(path, "another singleton")
        elif kind in TEXTS or kind in NUMBERS:
            if left != right:
                self.fail(path, "%s became %s" % (short(left), short(right)))
        elif kind is float:
            self.same_float(left, right, path)
        elif isinstance(left, CLASSES) or isinstance(left, FUNCTIONS) and not is_bound(left):
            if left is not right:
                self.fail(path, "%s became %s" % (short(left), short(right)))
        elif not PY2 and isinstance(left, enum.Enum) and left.name is not None:
            if left is not right:
                self.fail(path, "%s became %s" % (short(left), short(right)))
        elif kind in (tuple, frozenset) and not left and not right:
            pass
        elif self.first_meeting(left, right, path):
            self.same_object(kind, left, right, path)

    def first_meeting(self, left, right, path):
        """False when the pair was compared before. Fails when what was shared no longer is, or the reverse."""
        known_left = self.left.get(id(left))
        known_right = self.right.get(id(right))
        if known_left is None and known_right is None:
            self.left[id(left)] = right, path
            self.right[id(right)] = left, path
            self.alive.append((left, right))
            return True
        if known_left is None:
            self.fail(path, "shared with %s although it was not" % known_right[1])
        if known_left[0] is not right:
            self.fail(path, "no longer shared with %s" % known_left[1])
        return False

    def same_object(self, kind, left, right, path):
        if kind is list or kind is tuple:
            self.same_items(left, right, path)
        elif kind is dict:
            self.same_dict(left, right, path)
        elif kind is complex:
            self.same_float(left.real, right.real, path + ".real")
            self.same_float(left.imag, right.imag, path + ".imag")
        elif kind is bytearray:
            if left != right:
                self.fail(path, "%s became %s" % (short(left), short(right)))
        elif kind is array.array:
            self.same_array(left, right, path)
        elif kind is CLASSIC:
            if left.__class__ is not right.__class__:
                self.fail(path, "%s became %s" % (left.__class__, right.__class__))
            self.same_dict(left.__dict__, right.__dict__, path + ".__dict__")
        elif isinstance(left, (set, frozenset)):
            self.same_members(left, right, path)
            self.same_attributes(left, right, path)
        else:
            self.same_reduced(left, right, path)
            self.same_attributes(left, right, path)

    def same_float(self, left, right, path):
        # Which of its NaNs Python makes depends on the machine.
        both_nan = left != left and right != right
        if not both_nan and struct.pack(">d", left) != struct.pack(">d", right):
            self.fail(path, "%r became %r" % (left, right))

    def same_array(self, left, right, path):
        if left.typecode != right.typecode:
            self.fail(path, "%s became %s" % (short(left), short(right)))
        elif left.typecode in "fd":
            if len(left) != len(right):
                self.fail(path, "%d numbers became %d" % (len(left), len(right)))
            for index, (one, other) in enumerate(zip(left, right)):
                self.same_float(one, other, "%s[%d]" % (path, index))
        elif bytes_of(left) != bytes_of(right):
            self.fail(path, "%s became %s" % (short(left), short(right)))

    def same_items(self, left, right, path):
        if len(left) != len(right):
            self.fail(path, "%d items became %d" % (len(left), len(right)))
        for index, (one, other) in enumerate(zip(left, right)):
            self.same(one, other, "%s[%d]" % (path, index))

    def same_dict(self, left, right, path):
        if len(left) != len(right):
            self.fail(path, "%d keys became %d" % (len(left), len(right)))
        if ORDERED:
            pairs = zip(self.expected_order(list(left)), right)
        else:
            pairs = self.matched(left, right)
        for key, other in pairs:
            self.same(self.expected_key(key), other, "key %s of %s" % (short(key), path))
            self.same(left[key], right[other], "%s[%s]" % (path, short(key)))

    def same_members(self, left, right, path):
        if len(left) != len(right):
            self.fail(path, "%d members became %d" % (len(left), len(right)))
        for one, other in self.matched(left, right):
            self.same(self.expected_key(one), other, "member %s of %s" % (short(one), path))

    def matched(self, left, right):
        """Pairs up the members of two unordered collections, by what they look like."""
        mine = sorted(left, key=lambda value: self.looks(self.expected_key(value)))
        theirs = sorted(right, key=self.looks)
        return list(zip(mine, theirs))

    def looks(self, value, depth=4):
        """A text that is the same for equal values of the same types, and (for what the tests hash) only for those."""
        value = self.expected(value)
        kind = type(value)
        if isinstance(value, (tuple, frozenset)) and depth > 0:
            if isinstance(value, frozenset):
                parts = sorted(self.looks(self.expected_key(part), depth - 1) for part in value)
            else:
                parts = [self.looks(part, depth - 1) for part in value]
            return "%s(%s)" % (name_of(kind), ",".join(parts))
        if "object at 0x" in repr(value):
            return name_of(kind)
        return "%s %r" % (name_of(kind), value)

    def same_attributes(self, left, right, path):
        mine = getattr(left, "__dict__", None)
        theirs = getattr(right, "__dict__", None)
        if isinstance(mine, dict) and isinstance(theirs, dict):
            self.same_dict(mine, theirs, path + ".__dict__")

    def same_reduced(self, left, right, path):
        """Compares two objects by how they take themselves apart; the parts' outer tuples are made anew each time."""
        mine, theirs = self.reduced(left), self.reduced(right)
        self.alive.append((mine, theirs))
        if isinstance(mine, str) or isinstance(theirs, str):
            if mine != theirs or left is not right:
                self.fail(path, "%s became %s" % (short(left), short(right)))
            return
        if len(mine) != len(theirs):
            self.fail(path, "taken apart into %d parts, then into %d" % (len(mine), len(theirs)))
        self.same(mine[0], theirs[0], path + ".class")
        self.same_items(mine[1], theirs[1], path + ".args")
        if len(mine) > 2:
            self.same_state(mine[2], theirs[2], path + ".state")
        if len(mine) > 3:
            self.same_items(list(mine[3] or ()), list(theirs[3] or ()), path + ".items")
        if PY2 and isinstance(left, dict) and not isinstance(left, collections.OrderedDict):
            self.same_dict(left, right, path)
        elif len(mine) > 4:
            entries = list(mine[4] or ())
            entries[::2] = [self.expected_key(key) for key in entries[::2]]
            self.same_items(entries, list(theirs[4] or ()), path + ".entries")

    def reduced(self, value):
        """The parts of a value; entries (pairs made by an iterator) as flat items, so that their tuples don't count as shared."""
        reduce = copyreg.dispatch_table.get(type(value))
        parts = reduce(value) if reduce else value.__reduce_ex__(REDUCE_PROTOCOL)
        if isinstance(parts, tuple) and len(parts) > 4 and parts[4] is not None:
            parts = parts[:4] + ([part for pair in parts[4] for part in pair],) + parts[5:]
        return parts

    def same_items_of(self, left, right, path):
        for index, (one, other) in enumerate(zip(left, right)):
            self.same_state(one, other, "%s[%d]" % (path, index))

    def same_state(self, left, right, path):
        if type(left) is dict and type(right) is dict:
            self.same_dict(left, right, path)
        elif type(left) is tuple and type(right) is tuple and len(left) == len(right):
            self.same_items_of(left, right, path)
        elif type(left) is list and type(right) is list:
            self.same_items(left, right, path)
        else:
            self.same(left, right, path)

    def fail(self, path, text):
        raise Different("%s: %s" % (path, text))


# So many keys come in a batch.
BATCH_SIZE = 1000


class Natural(Comparison):
    """Two things are merged when a pickle is read as JavaScript people have it. An integral float that is a safe integer
    is an int, -0.0 too where it is a key; and the strings at the front of a dict are in the order of an object's keys, those
    that are array indexes first, unless another key comes in the same batch. How a path was spelled is forgotten. The rest is as Python's own: before protocol 4
    there is no fold."""

    def __init__(self, protocol, batched):
        super(Natural, self).__init__()
        self.protocol = protocol
        self.batched = batched

    def expected(self, value):
        if type(value) is float and value.is_integer() and abs(value) < 2**53 and str(value) != "-0.0":
            return int(value)
        return value

    def expected_key(self, key):
        return 0 if type(key) is float and key == 0 else self.expected(key)

    def expected_order(self, keys):
        count = 0
        while count < len(keys) and type(keys[count]) is str:
            count += 1
        if self.batched and count < min(len(keys), BATCH_SIZE):
            return keys
        indexes = sorted((key for key in keys[:count] if is_index(key)), key=int)
        return indexes + [key for key in keys[:count] if not is_index(key)] + keys[count:]

    def same_object(self, kind, left, right, path):
        if isinstance(left, pathlib.PurePath):
            if str(left) != str(right):
                self.fail(path, "%r became %r" % (left, right))
        else:
            super(Natural, self).same_object(kind, left, right, path)

    def reduced(self, value):
        if self.protocol < 4 and isinstance(value, (datetime.datetime, datetime.time)):
            value = value.replace(fold=0)
        return super(Natural, self).reduced(value)


def is_index(text):
    """Is it a key that JavaScript takes for the index of an array?"""
    return re.match("(0|[1-9][0-9]{0,9})$", text) is not None and "\n" not in text and int(text) < 2**32 - 1


def is_bound(value):
    return getattr(value, "__self__", None) is not None and not isinstance(value.__self__, types.ModuleType)


def bytes_of(value):
    return value.tostring() if PY2 else value.tobytes()


def name_of(kind):
    return "%s.%s" % (kind.__module__, kind.__name__)


def short(value):
    text = repr(value)
    return text if len(text) <= 80 else "%s...(%d characters)" % (text[:60], len(text))
