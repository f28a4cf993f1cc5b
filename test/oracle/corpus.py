"""The values whose pickles must come out again byte for byte, as CPython 3.13's C pickler writes them.

CPython lets the identity of equal strings show in the bytes. Here equal strings are one object (interned), and a pickle
that holds the same text twice all the same is left out; so is whatever lists a set of several strings.
"""

import array
import collections
import copy
import datetime
import decimal
import fractions
import functools
import ipaddress
import operator
import pathlib
import pickle
import pickletools
import re
import sys
import types
import uuid

import shop

PROTOCOLS = range(6)
# The only names of C types that are the name of their module too. CPython makes the name anew, so both are written.
NAMES_OF_MODULES = {"datetime", "array"}
TEXT_OPCODES = ("UNICODE", "BINUNICODE", "SHORT_BINUNICODE", "BINUNICODE8")


def every_pickle():
    """Yields (name, protocol, pickle)."""
    for name, value, protocols in every_value():
        for protocol in protocols:
            try:
                data = pickle.dumps(value, protocol)
            except (TypeError, RecursionError, pickle.PicklingError):
                # Slots, and a list subclass in itself, want protocol 2.
                continue
            if not has_equal_strings(data):
                yield name, protocol, data


def has_equal_strings(data):
    """Is a text written twice, because the two were different objects?"""
    seen = set()
    for opcode, argument, _ in pickletools.genops(data):
        if opcode.name in TEXT_OPCODES:
            if argument in seen and argument not in NAMES_OF_MODULES:
                return True
            seen.add(argument)
    return False


def every_value():
    found = []

    def add(name, value, protocols=PROTOCOLS):
        found.append((name, value, protocols))

    scalars(add)
    texts(add)
    containers(add)
    batches(add)
    frames(add)
    memo(add)
    recursion(add)
    names(add)
    instances(add)
    library(add)
    return found


def scalars(add):
    for name, value in [("none", None), ("true", True), ("false", False)]:
        add(name, value)
    edges = [0, 1, 255, 256, 65535, 65536]
    edges += [2**bits + step for bits in (7, 8, 15, 16, 31, 32, 53, 63, 64, 2031, 2039, 2040, 2047) for step in (-1, 0, 1)]
    for number in edges:
        add("int %s" % short(number), number)
        add("int %s" % short(-number), -number)
    add("int of 300 bytes", 3**1500)
    add("int of -300 bytes", -(3**1500))
    for number in [0.0, -0.0, 1.0, -1.5, 0.1, 1e15, 1e16, 1e17, 1e21, 1e22, 1e100, 1e-4, 1e-5, 1.5e-7, 5e-324, 1.7976931348623157e308, 2.0**53, 123456789.123]:
        add("float %r" % number, number)
    for text in ["inf", "-inf", "nan"]:
        add("float %s" % text, float(text))
    for number in [1j, complex(-0.0, 2.5), complex(float("inf"), float("nan"))]:
        add("complex %r" % number, number)
    add("numbers", [1, 1.0, True, 2**40, -5, 1.5, None, False])


def short(number):
    text = str(number)
    return text if len(text) < 25 else "%s… of %d digits" % (text[:6], len(text.lstrip("-")))


def texts(add):
    for text in ["", "a", "apple", "caf\xe9", "\xff", "żółw", "\u4f60\u597d", "\U0001f600", "\x00\n\r\x1a\\", "\\u0041", "'\"", "\ud800", "a\udfffb", "\ude00\ud83d"]:
        add("str %a" % text, text)
    # Two surrogates that are no pair to Python.
    add("str of two surrogates", "\ud83d\ude00")
    for size in (255, 256, 257, 65535, 65536, 65537):
        add("str of %d" % size, "s" * size)
    add("str of 65535 in three-byte letters", "\u20ac" * 21845)
    add("str of 65538 in three-byte letters", "\u20ac" * 21846)
    for data in [b"", b"a", b"apple", b"\x00\xff\n\\"]:
        add("bytes %r" % data, data)
        add("bytearray %r" % data, bytearray(data))
    for size in (255, 256, 65535, 65536, 65537):
        add("bytes of %d" % size, b"b" * size, range(1, 6))
        add("bytearray of %d" % size, bytearray(b"b" * size), range(1, 6))
    add("bytes twice", [b"one", b"two", b"one" + b""])
    same = b"same bytes"
    add("bytes shared", [same, same, bytearray(same)])
    add("bytes empty twice", [b"", b"", bytearray(), bytearray()])


def containers(add):
    for size in range(6):
        add("list of %d" % size, list(range(size)))
        add("tuple of %d" % size, tuple(range(size)))
        add("dict of %d" % size, {number: None for number in range(size)})
        add("set of %d" % size, set(range(size)))
        add("frozenset of %d" % size, frozenset(range(size)))
        add("tuple in tuples of %d" % size, tuple(tuple(range(inner)) for inner in range(size)))
    add("dict of str", {"b": 1, "a": 2, "10": 3, "2": 4, "": 5, "__proto__": 6, "constructor": 7})
    add("dict mixed", {1: "a", "1": "b", None: "c", (1, 2): "d", 2.5: "e", b"1": "f", frozenset([1]): "g"})
    add("set of one str", {"one"})
    add("set of tuples", {(1, "one")})
    add("nested", {"list": [1, [2, [3, [{}]]]], "tuple": (1, (2, (3, ()))), "set": {frozenset([frozenset()])}})
    deep = ()
    for _ in range(300):
        deep = ([deep],)
    add("deep", deep)


def batches(add):
    for size in (999, 1000, 1001, 1002, 2000, 2001):
        numbers = range(size)
        add("list of %d" % size, list(numbers))
        add("dict of %d" % size, dict.fromkeys(numbers))
        add("set of %d" % size, set(numbers))
        add("frozenset of %d" % size, frozenset(numbers))
        add("tuple of %d" % size, tuple(numbers))
        add("deque of %d" % size, collections.deque(numbers))
        add("OrderedDict of %d" % size, collections.OrderedDict.fromkeys(numbers))
        add("defaultdict of %d" % size, collections.defaultdict(None, dict.fromkeys(numbers)))
        add("list subclass of %d" % size, shop.Basket(numbers))
        add("dict subclass of %d" % size, shop.Catalog(dict.fromkeys(numbers)))
    for size in (0, 1, 2):
        add("deque of %d" % size, collections.deque(range(size)))
        add("OrderedDict of %d" % size, collections.OrderedDict.fromkeys(range(size)))
        add("defaultdict of %d" % size, collections.defaultdict(list, dict.fromkeys(range(size))))
        add("list subclass of %d" % size, shop.Basket(range(size)))
        add("dict subclass of %d" % size, shop.Catalog(dict.fromkeys(range(size))))


def frames(add):
    framed = (3, 4, 5)
    for size in (65530, 65534, 65535, 65536, 65537):
        add("frame: str of %d among others" % size, ["before", "s" * size, "after"], framed)
        add("frame: bytes of %d among others" % size, ["before", b"b" * size, "after"], framed)
        add("frame: bytearray of %d among others" % size, [1, bytearray(b"b" * size), 2], framed)
    for size in range(65515, 65530):
        # Lets the frame's limit fall on every place of the next value.
        add("frame: limit after %d" % size, ["s" * size, 1, [2], "next", (3,), None], framed)
    add("frame: large values side by side", ["a" * 70000, "b" * 70000, b"c" * 70000, bytearray(b"d" * 70000)], framed)
    add("frame: large value alone", b"x" * 100000, framed)
    add("frame: many small", ["item %05d" % number for number in range(9000)], framed)
    add("frame: many numbers", list(range(60000)), framed)
    add("frame: large key", {"k" * 65536: "v" * 65536, 1: 2}, framed)
    add("frame: tuple around", (["x" * 65533], "y", ("z",)), framed)
    add("frame: two below", ["a" * 32760, "b" * 32760, "c" * 32760, "d"], framed)
    for size in range(3):
        # Below four bytes there is no frame.
        add("frame: none for %d items" % size, tuple([None] * size), framed)


def memo(add):
    lists = [[number] for number in range(400)]
    add("memo beyond 256", lists + lists)
    words = [sys.intern("word%d" % number) for number in range(300)]
    add("memo of strings beyond 256", words + words)
    many = [[] for _ in range(66000)]
    add("memo beyond 65536", many + many[-2:], (1, 4))
    pair = (1, 2)
    add("shared tuple", [pair, pair, (pair, pair)])
    inner = []
    add("shared list", [inner, inner, (inner,), {"k": inner}])
    numbers, fixed = {1, 2}, frozenset([1])
    add("shared sets", [numbers, numbers, fixed, fixed])
    item = shop.Item("a", None)
    add("shared object", [item, item, {"k": item}])
    value = 1j
    add("shared complex", [value, value])
    add("shared str", ["word", "word", {"word": "word"}])
    raw = bytearray(b"raw")
    add("shared bytearray", [raw, raw])
    moment = datetime.date(2024, 1, 2)
    add("shared date", [moment, moment])


def recursion(add):
    loop = []
    loop.append(loop)
    add("list in itself", loop)
    loop = {}
    loop[1] = loop
    add("dict in itself", loop)
    for size in range(1, 6):
        loop = []
        loop.append((loop,) + tuple(range(size - 1)))
        add("tuple of %d in itself, from the list" % size, loop)
        add("tuple of %d in itself, from the tuple" % size, loop[0])
        mapping = {}
        mapping["t"] = (mapping,) * size
        add("tuple of %d in itself through a dict" % size, mapping["t"])
    item = shop.Item("a")
    item.price = item
    add("object in itself", item)
    item = shop.Item("a")
    item.price = (item, {item})
    add("object in a set of its own", item)
    item = shop.Item("a")
    fixed = frozenset([item])
    item.price = fixed
    add("frozenset in itself through an object", fixed)
    numbers = {item}
    item.name = numbers
    add("set in itself through an object", numbers)
    money = shop.Money([], "EUR")
    money.amount.append(money)
    add("call in itself through its arguments", money)
    add("call in itself, from the argument", money.amount)
    basket = shop.Basket()
    basket.append(basket)
    add("list subclass in itself", basket)
    queue = collections.deque()
    queue.append(queue)
    add("deque in itself", queue)
    ordered = collections.OrderedDict()
    ordered[1] = ordered
    add("OrderedDict in itself", ordered)


def names(add):
    for value in [shop.Item, shop.discount, len, int, list, set, object, type, ValueError, OSError, range, ModuleNotFoundError, functools.reduce, collections.OrderedDict, map, zip, input, collections.UserDict, pickle.dumps]:
        add("name %s.%s" % (value.__module__, value.__qualname__), value)
    add("name of a nested class", shop.Shelf.Row)
    add("name of a class nested twice", shop.Shelf.Row.Slot)
    add("names", [shop.Item, shop.Item, shop.Money, shop.discount])
    add("nested names", [shop.Shelf.Row, shop.Shelf, shop.Shelf.Row.Slot])
    add("types of singletons", [type(None), type(Ellipsis), type(NotImplemented)])
    add("Ellipsis", Ellipsis)
    add("NotImplemented", NotImplemented)
    add("class method", shop.Item.free)
    add("method of an object", shop.Item("a", 1).label)
    add("method of a list", [].append)


def instances(add):
    plain = shop.Item("tea", 3)
    add("object", plain)
    add("objects", [shop.Item("tea", number) for number in range(5)])
    add("object without state", [shop.Empty(), object()])
    add("object with slots", [shop.Point(1, 2), shop.Point3(1, 2, 3)])
    add("object of a nested class", [shop.Shelf.Row(1), shop.Shelf.Row.Slot()])
    add("reduced to a call", shop.Money(5))
    ledger = shop.Ledger("Ada")
    ledger.lines = [1, "two"]
    ledger.totals.update({"one": 1, "two": 2})
    add("reduced to all parts", ledger)
    add("own state", shop.Account("Ada", 10))
    add("new arguments", [shop.Pair(1, 2), shop.Row((1, 2, 3)), shop.Coordinate(1, 2.5)])
    add("new keyword arguments", shop.Measure(3, "kg"))
    add("state setter", [shop.Guarded("secret")] * 2)
    for value in [shop.Weight(1.5), shop.Count(3), shop.Name("Grace"), shop.Blob(b"blob"), shop.Basket([1]), shop.Catalog({"a": 1}), shop.Tags([1]), shop.Frozen([1]), shop.Sequence({"z": 1}), shop.Queue([1], 5)]:
        add("subclass %s" % type(value).__name__, copy.copy(value))
        value.owner = "Ada"
        add("subclass %s with an attribute" % type(value).__name__, value)
    add("enum", [shop.Color.RED, shop.Color.GREEN, shop.Color.BLUE, shop.Level.HIGH, shop.Access.READ])
    add("dataclass", [shop.Order(1, ["tea"]), shop.Order()])
    add("dataclass with slots", shop.Label("x", 2))
    add("exceptions", [ValueError("bad", 1), KeyError(), ZeroDivisionError("z"), StopIteration(3)])
    add("exception of the shop", shop.ShopError("no tea", 7))
    add("exception of the system", [OSError(2, "No such file"), FileNotFoundError(2, "none", "/tmp/x")])
    noted = ValueError("noted")
    noted.hint = "again"
    add("exception with a state", noted)


def library(add):
    utc = datetime.timezone.utc
    paris = datetime.timezone(datetime.timedelta(hours=1), "Paris")
    add("datetime", datetime.datetime(2024, 1, 2, 3, 4, 5, 6))
    add("datetime with a zone", [datetime.datetime(2024, 1, day, tzinfo=zone) for day, zone in ((2, utc), (3, paris))])
    add("datetime folded", datetime.datetime(2024, 10, 27, 2, 30, fold=1), (4, 5))
    add("date", [datetime.date(2024, 2, 29), datetime.date(1, 1, 1)])
    add("time", [datetime.time(3, 4, 5, 6), datetime.time(tzinfo=utc)])
    add("timedelta", [datetime.timedelta(), datetime.timedelta(-1, 5, 7)])
    add("timezone", [utc, paris])
    add("decimal", [decimal.Decimal(text) for text in ("0", "-1.50", "1E+3", "NaN", "-Infinity")])
    add("fraction", [fractions.Fraction(1, 2), fractions.Fraction(-7), fractions.Fraction(10**30, 3)])
    add("uuid", uuid.UUID("12345678-1234-5678-1234-567812345678"))
    add("uuids", [uuid.UUID(int=0), uuid.UUID(int=1)])
    add("counter", collections.Counter({"a": 3, "b": 1}))
    add("counter empty", collections.Counter())
    add("defaultdict", collections.defaultdict(list, {"a": [1]}))
    add("deque with a limit", [collections.deque([1, 2], 2), collections.deque([], 0)])
    add("chainmap", collections.ChainMap({"a": 1}, {}))
    add("userdict", collections.UserDict({"a": 1}))
    add("range", [range(5), range(1, 10, 3), range(2**70, 2**71, 2**60), range(10, 0, -1)])
    add("slice", [slice(None), slice(1, 10, 2)])
    for path in [pathlib.PurePosixPath("/a/b"), pathlib.PurePosixPath("rel"), pathlib.PurePosixPath(), pathlib.PureWindowsPath("C:\\a"), pathlib.PosixPath("/tmp")]:
        add("path %s %s" % (type(path).__name__, path), path)
    for code in "bBhHiIlLqQfd":
        add("array %s" % code, array.array(code, [1, 2, 100]))
    add("array u", array.array("u", "h\xe9\U0001f600"))
    add("array w", array.array("w", "h\xe9\U0001f600"))
    add("array empty", array.array("d"))
    add("namespace", types.SimpleNamespace(a=1, b=[2]))
    add("partial", functools.partial(shop.discount, 5, percent=1))
    add("pattern", [re.compile("a.b"), re.compile(b"raw", re.I)])
    add("getters", [operator.itemgetter(1), operator.attrgetter("a.b"), operator.methodcaller("f", 1), operator.methodcaller("f", k=1)])
    add("ipaddress", [ipaddress.ip_address("192.0.2.1"), ipaddress.ip_network("10.0.0.0/8")])
    add("iterators", [iter([1, 2]), iter((1,)), iter(range(3)), reversed([1, 2])])
    add("buffers in band", [pickle.PickleBuffer(b"read only"), pickle.PickleBuffer(bytearray(b"writable"))], (5,))
