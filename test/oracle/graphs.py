"""Random object graphs of the running Python: every builtin type, the value types of the standard library, the
classes of `shop`, with sharing and with cycles through lists, dicts and instances.

Runs under CPython 2.7 and 3.6 onwards. The same seed gives the same graph under the same Python.
"""

import array
import collections
import datetime
import decimal
import fractions
import functools
import operator
import random
import re
import struct
import sys
import uuid

import shop

PY2 = sys.version_info[0] == 2

if PY2:
    chr = unichr  # noqa: F821
    integer_types = (int, long)  # noqa: F821
else:
    import ipaddress
    import pathlib
    import types

    long = int

NAMES = ["a", "b", "name", "price", "x", "y", "10", "2", "__proto__", "constructor", "", "toString", "$ref", "length"]
CODECS = "bBhHiIlLfd" if PY2 else "bBhHiIlLqQfd"
if array.array("l").itemsize == 4:
    # On a 32-bit machine these are not what they are elsewhere.
    CODECS = CODECS.replace("lL", "")


class Graphs(object):
    """Makes graphs. `plain` is what JSON knows and a little more; `values` adds what natural reading turns into value
    classes; `exact` is everything."""

    def __init__(self, seed, kind="exact"):
        self.random = random.Random(seed)
        self.kind = kind
        self.pool = []
        self.left = 0
        self.makers = self.weighted()

    def graph(self):
        """One graph, of at most a few hundred values."""
        self.pool = []
        self.left = self.random.choice([1, 10, 30, 60, 120, 250])
        root = self.value(self.random.choice([3, 5, 8]))
        if self.left <= 0:
            return root
        # What was too small gets company, which may share with it.
        parts = self.kept([root])
        while self.left > 0:
            parts.append(self.value(self.random.choice([3, 5, 8])))
        return parts

    def weighted(self):
        makers = [(6, self.scalar), (4, self.text), (4, self.list), (4, self.dict), (3, self.tuple), (3, self.again)]
        if self.kind != "plain":
            makers += [(1, self.set), (1, self.frozenset), (1, self.bytes), (1, self.bytearray), (1, self.complex)]
            makers += [(3, self.library)]
        if self.kind == "exact":
            makers += [(5, self.instance), (1, self.named), (1, self.exception), (1, self.tool)]
        return [maker for weight, maker in makers for _ in range(weight)]

    def pick(self, *choices):
        return self.random.choice(choices)

    def value(self, depth):
        self.left -= 1
        if depth <= 0 or self.left <= 0:
            return self.pick(self.scalar, self.text, self.again)(0)
        return self.random.choice(self.makers)(depth)

    def kept(self, value):
        """Remembers a value, so that it may come again: before it is filled, if it is to be filled."""
        self.pool.append(value)
        return value

    def again(self, depth):
        return self.random.choice(self.pool) if self.pool else self.scalar(depth)

    def values(self, depth, most=5):
        return [self.value(depth - 1) for _ in range(self.random.randint(0, most))]

    # Scalars

    def scalar(self, depth):
        return self.pick(self.none, self.bool, self.int, self.int, self.float)()

    def none(self):
        return None

    def bool(self):
        return self.random.random() < 0.5

    def int(self):
        bits = self.pick(3, 8, 9, 16, 17, 31, 32, 33, 53, 54, 63, 64, 65, 200, 2039, 2040, 2100)
        if bits > 64 and self.random.random() < 0.7:
            bits = 8
        edge = self.pick(0, 1, -1, self.random.getrandbits(bits), -self.random.getrandbits(bits))
        value = self.pick(edge, 2**bits - 1, -(2**bits), 2 ** (bits - 1), edge)
        return long(value) if PY2 and self.random.random() < 0.3 else value

    def float(self):
        odd = [0.0, -0.0, 1.0, -1.0, 1e16, 1e-5, 5e-324, 1e308, float("inf"), float("-inf"), 0.1, 2.0**53, 2.0**60]
        if self.kind == "exact":
            odd.append(float("nan"))
        if self.random.random() < 0.5:
            return self.random.choice(odd)
        value = struct.unpack(">d", struct.pack(">Q", self.random.getrandbits(64)))[0]
        return value if value == value else 1.5

    def complex(self, depth=0):
        return self.kept(complex(self.float(), self.float()))

    # Texts

    def text(self, depth=0):
        if PY2 and self.random.random() < 0.5:
            return self.bytes()
        alphabet = self.pick("abc", "az019_", u"\xe9\xff\x80\x00", u"\u20ac\u4f60\ufeff\u2028", u"\U0001f600\U0010ffff", "\n\r\\'\"\x00\x1a\t")
        letters = list(u"ab" + alphabet)
        if self.kind == "exact" and self.random.random() < 0.15:
            letters += [chr(0xD800), chr(0xDFFF), chr(0xD83D), chr(0xDE00)]
        size = self.pick(0, 1, 3, 6, 20)
        if self.random.random() < 0.02:
            size = self.pick(127, 128, 255, 256, 300, 5000)
        return u"".join(self.random.choice(letters) for _ in range(size))

    def bytes(self, depth=0):
        size = self.pick(0, 1, 4, 10, 256 if self.random.random() < 0.1 else 2)
        return bytes(bytearray(self.random.getrandbits(8) for _ in range(size)))

    def bytearray(self, depth=0):
        return self.kept(bytearray(self.bytes()))

    def key(self, depth=2):
        """Something hashable that has no cycle in it."""
        if self.kind == "plain":
            return self.pick(self.text, self.name)()
        makers = [self.text, self.name, self.int, self.bool, self.none, self.float, self.bytes]
        if depth > 0:
            makers += [self.key_tuple, self.key_frozenset, self.day]
        maker = self.random.choice(makers)
        return maker(depth) if maker in (self.key_tuple, self.key_frozenset) else maker()

    def key_tuple(self, depth):
        return tuple(self.key(depth - 1) for _ in range(self.random.randint(0, 4)))

    def key_frozenset(self, depth):
        return frozenset(self.key(depth - 1) for _ in range(self.random.randint(0, 3)))

    def name(self):
        return str(self.random.choice(NAMES))

    # Containers

    def list(self, depth):
        made = self.kept([])
        made.extend(self.values(depth))
        if self.random.random() < 0.01:
            made.extend(range(self.pick(990, 1000, 1001)))
        return made

    def tuple(self, depth):
        return self.kept(tuple(self.values(depth)))

    def dict(self, depth):
        made = self.kept({})
        return self.filled(made, depth)

    def filled(self, made, depth):
        names = self.random.random() < 0.6
        for _ in range(self.random.randint(0, 5)):
            made[self.name() if names else self.key()] = self.value(depth - 1)
        return made

    def set(self, depth):
        return self.kept(set(self.members()))

    def frozenset(self, depth):
        return self.kept(frozenset(self.members()))

    def members(self):
        members = [self.key() for _ in range(self.random.randint(0, 5))]
        if self.kind == "exact" and self.random.random() < 0.2:
            members.append(self.plain_item(1))
        return members

    # The standard library

    def library(self, depth):
        makers = [self.moment, self.day, self.time, self.delta, self.decimal, self.fraction, self.uuid, self.ordered]
        makers += [self.counter, self.defaultdict, self.deque, self.range, self.array]
        if not PY2:
            makers += [self.slice, self.path, self.namespace, self.zone, self.single]
        maker = self.random.choice(makers)
        return maker(depth) if maker in (self.ordered, self.defaultdict, self.deque, self.namespace) else self.kept(maker())

    def day(self):
        return datetime.date(self.random.randint(1, 9999), self.random.randint(1, 12), self.random.randint(1, 28))

    def time(self):
        return self.moment().timetz()

    def moment(self):
        zone = None if PY2 or self.random.random() < 0.5 else self.zone()
        day = self.day()
        made = datetime.datetime(day.year, day.month, day.day, self.random.randint(0, 23), self.random.randint(0, 59), self.random.randint(0, 59), self.pick(0, 6, 999999), zone)
        return made if PY2 or self.random.random() < 0.8 else made.replace(fold=1)

    def zone(self):
        if self.random.random() < 0.3:
            return datetime.timezone.utc
        offset = datetime.timedelta(minutes=self.random.randint(-1439, 1439))
        return datetime.timezone(offset) if self.random.random() < 0.5 else datetime.timezone(offset, self.text())

    def delta(self):
        return datetime.timedelta(self.random.randint(-999999999, 999999999), self.random.randint(0, 86399), self.pick(0, 1, 999999))

    def decimal(self):
        return decimal.Decimal(self.pick("0", "-0", "1.50", "1E+3", "-1.2E-10", "NaN", "-Infinity", "12345678901234567890.5", "1E-7"))

    def fraction(self):
        return fractions.Fraction(self.random.randint(-(10**20), 10**20), self.random.randint(1, 10**6))

    def uuid(self):
        return uuid.UUID(int=self.random.getrandbits(128))

    def ordered(self, depth):
        made = collections.OrderedDict()
        # Python 2 takes an OrderedDict apart into the arguments of a call, which a cycle can't go through.
        return self.kept(self.filled(made, depth)) if PY2 else self.filled(self.kept(made), depth)

    def counter(self):
        return collections.Counter(dict((self.key(0), self.random.randint(-5, 5)) for _ in range(self.random.randint(0, 4))))

    def defaultdict(self, depth):
        return self.filled(self.kept(collections.defaultdict(self.pick(None, int, list, shop.Item))), depth)

    def deque(self, depth):
        made = collections.deque([], self.pick(None, None, 2, 0))
        if PY2:
            made.extend(self.values(depth))
            return self.kept(made)
        self.kept(made).extend(self.values(depth))
        return made

    def range(self):
        spans = xrange if PY2 else range  # noqa: F821
        if not PY2 and self.random.random() < 0.1:
            return range(2**70, 2**71, 2**65)
        return spans(self.random.randint(-10, 10), self.random.randint(-1000, 1000), self.pick(1, 2, -3))

    def array(self):
        code = self.random.choice(CODECS)
        if code in "fd":
            return array.array(code, [self.float() if code == "d" else self.pick(0.5, -0.0, 1.0, 1e10) for _ in range(self.random.randint(0, 4))])
        top = 2 ** (8 * array.array(code).itemsize)
        values = [self.random.randrange(top) for _ in range(self.random.randint(0, 4))]
        return array.array(code, [value if code.isupper() else value - top // 2 for value in values])

    def slice(self):
        return slice(*[self.pick(None, 1, -5, 2**40) for _ in range(3)])

    def path(self):
        parts = [self.pick("a", "b.txt", "..", "c d", u"caf\xe9") for _ in range(self.random.randint(0, 3))]
        kind = self.pick(pathlib.PurePosixPath, pathlib.PureWindowsPath, pathlib.PosixPath)
        return kind(*([self.pick("/", ".", "C:\\")] + parts))

    def namespace(self, depth):
        made = self.kept(types.SimpleNamespace())
        for _ in range(self.random.randint(0, 3)):
            setattr(made, self.name(), self.value(depth - 1))
        return made

    def single(self):
        return self.pick(Ellipsis, NotImplemented)

    # Names, exceptions and tools

    def named(self, depth):
        found = [shop.Item, shop.discount, shop.Product, int, len, list, ValueError, operator.add, dict]
        if not PY2:
            found += [shop.Shelf.Row, shop.Color, shop.Color.RED, shop.Level.HIGH, shop.Access.WRITE, shop.Item.free, type(None)]
        return self.random.choice(found)

    def exception(self, depth):
        kind = self.pick(ValueError, KeyError, Exception, StopIteration, IOError, OSError, shop.ShopError)
        if kind is shop.ShopError:
            made = kind(self.text(), self.scalar(0))
        elif kind in (IOError, OSError):
            made = kind(*[self.random.randint(1, 30), self.text(), self.text()][: self.random.randint(2, 3)])
        else:
            made = kind(*self.values(min(depth, 1), 2))
        self.kept(made)
        if self.random.random() < 0.3:
            made.hint = self.value(depth - 1)
        return made

    def tool(self, depth):
        makers = [self.partial, self.pattern]
        if not PY2:
            makers += [self.getter, self.address, self.chain]
        return self.kept(self.random.choice(makers)(depth))

    def partial(self, depth):
        return functools.partial(self.pick(shop.discount, shop.build), *self.values(min(depth, 1), 2), **{"percent": self.scalar(0)})

    def pattern(self, depth):
        return re.compile(self.pick(u"a.b", u"caf\xe9", b"raw"), self.pick(0, re.I, re.M | re.S))

    def getter(self, depth):
        return self.pick(operator.itemgetter(self.int()), operator.attrgetter("a", "b.c"), operator.methodcaller("m", self.text(), k=1))

    def address(self, depth):
        return ipaddress.ip_address(self.random.getrandbits(32))

    def chain(self, depth):
        return collections.ChainMap({u"a": self.value(depth - 1)}, {})

    # Instances

    def instance(self, depth):
        names = ["plain_item", "plain_item", "plain_item", "slotted", "money", "ledger", "account", "pair", "of_scalar", "basket", "catalog"]
        names += ["tags", "coordinate", "collection", "bare"]
        names += ["classic", "classic"] if PY2 else ["row", "measure", "guarded", "data"]
        return getattr(self, self.random.choice(names))(depth)

    def plain_item(self, depth):
        made = self.kept(shop.Item())
        made.name = self.text()
        made.price = self.value(depth - 1)
        return self.dressed(made, depth)

    def dressed(self, made, depth):
        while self.random.random() < 0.3:
            setattr(made, self.pick("owner", "size", "b10", "__proto"), self.value(depth - 1))
        return made

    def bare(self, depth):
        return self.kept(self.pick(shop.Empty, shop.Item, object)())

    def slotted(self, depth):
        made = self.kept(self.pick(shop.Point, shop.Point3)())
        made.x = self.value(depth - 1)
        return made

    def money(self, depth):
        return self.kept(shop.Money(self.value(depth - 1), self.text()))

    def ledger(self, depth):
        made = shop.Ledger(self.scalar(0))
        self.kept(made).lines.extend(self.values(depth))
        self.filled(made.totals, depth)
        if self.random.random() < 0.5:
            made.note = self.value(depth - 1)
        return made

    def account(self, depth):
        made = self.kept(shop.Account())
        made.owner = self.value(depth - 1)
        made.balance = self.value(depth - 1)
        return made

    def pair(self, depth):
        return self.kept(self.pick(shop.Pair, shop.Coordinate)(self.value(depth - 1), self.value(depth - 1)))

    def coordinate(self, depth):
        return self.kept(shop.Row(self.values(depth, 4)))

    def of_scalar(self, depth):
        made = self.pick(shop.Weight(self.float()), shop.Count(self.random.randint(-(2**31), 2**31)), shop.Name("name"), shop.Blob(self.bytes()))
        return self.dressed(self.kept(made), depth)

    def basket(self, depth):
        made = self.kept(shop.Basket())
        made.extend(self.values(depth))
        return self.dressed(made, depth)

    def catalog(self, depth):
        return self.dressed(self.filled(self.kept(shop.Catalog()), depth), depth)

    def tags(self, depth):
        return self.dressed(self.kept(self.pick(shop.Tags, shop.Frozen)(self.members())), depth)

    def collection(self, depth):
        made = self.pick(shop.Sequence, shop.Queue)()
        if isinstance(made, shop.Queue):
            made.extend(self.values(depth))
        else:
            self.filled(made, depth)
        return self.dressed(self.kept(made), depth)

    def classic(self, depth):
        kind = self.pick(shop.Classic, shop.ClassicEmpty, shop.ClassicArguments)
        made = self.kept(kind())
        if kind is not shop.ClassicEmpty:
            made.value = self.value(depth - 1)
        if kind is shop.ClassicArguments:
            made.left = self.scalar(0)
        return self.dressed(made, depth)

    def row(self, depth):
        made = self.kept(shop.Shelf.Row())
        made.number = self.value(depth - 1)
        return made

    def measure(self, depth):
        return self.dressed(self.kept(shop.Measure(self.scalar(0), self.text())), depth)

    def guarded(self, depth):
        return self.kept(shop.Guarded(self.value(depth - 1)))

    def data(self, depth):
        if hasattr(shop, "Label") and self.random.random() < 0.5:
            return self.kept(shop.Label(self.text(), self.int()))
        if hasattr(shop, "Order"):
            made = self.kept(shop.Order())
            made.lines.extend(self.values(depth))
            return made
        return self.bare(depth)
