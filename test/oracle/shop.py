"""The classes whose instances the tests pickle: one for each way Python has of taking an object apart.

Runs under CPython 2.7 and 3.6 onwards, so it keeps to the syntax they share.
"""

import collections
import functools
import sys

if sys.version_info[0] >= 3:
    import enum


class Item(object):
    """A plain object: everything is in its __dict__."""

    sale = False

    def __init__(self, name=None, price=None):
        self.name = name
        self.price = price

    def label(self):
        return "%s: %s" % (self.name, self.price)

    @classmethod
    def free(cls, name):
        return cls(name, 0)

    @staticmethod
    def currency():
        return "EUR"


class Empty(object):
    """A plain object without any state."""


class Point(object):
    """Slots only: the state is (None, {...})."""

    __slots__ = ("x", "y")

    def __init__(self, x=0, y=0):
        self.x = x
        self.y = y


class Point3(Point):
    """Slots and a __dict__: the state is ({...}, {...})."""

    def __init__(self, x=0, y=0, z=0):
        super(Point3, self).__init__(x, y)
        self.z = z


class Shelf(object):
    """Holds nested classes, which have dotted names from Python 3 on."""

    class Row(object):
        def __init__(self, number=0):
            self.number = number

        class Slot(object):
            pass


class Money(object):
    """Reduced to a call of the class."""

    def __init__(self, amount, currency="EUR"):
        self.amount = amount
        self.currency = currency

    def __reduce__(self):
        return Money, (self.amount, self.currency)


class Ledger(object):
    """Reduced to a call, a state, list items and dict items at once."""

    def __init__(self, owner=None):
        self.owner = owner
        self.lines = []
        self.totals = collections.OrderedDict()

    def append(self, line):
        self.lines.append(line)

    def extend(self, lines):
        self.lines.extend(lines)

    def __setitem__(self, key, value):
        self.totals[key] = value

    def __reduce__(self):
        state = {"note": getattr(self, "note", None)}
        return Ledger, (self.owner,), state, iter(self.lines), iter(list(self.totals.items()))


class Account(object):
    """Its own __getstate__ and __setstate__; the state is no dict."""

    def __init__(self, owner=None, balance=0):
        self.owner = owner
        self.balance = balance

    def __getstate__(self):
        return self.owner, self.balance

    def __setstate__(self, state):
        self.owner, self.balance = state


class Quiet(object):
    """Its state is false or None, which Python 2 and 3 both leave out or keep by the protocol."""

    def __getstate__(self):
        return None

    def __setstate__(self, state):
        self.state = state


class Pair(tuple):
    """A tuple made with two arguments."""

    def __new__(cls, left=None, right=None):
        return tuple.__new__(cls, (left, right))

    def __getnewargs__(self):
        return tuple(self)


class Weight(float):
    """A float with attributes."""


class Count(int):
    """An int with attributes."""


class Name(str):
    """A str with attributes."""


class Blob(bytes):
    """Bytes with attributes."""


class Row(tuple):
    """A tuple without __getnewargs__."""


class Basket(list):
    """A list with attributes."""


class Catalog(dict):
    """A dict with attributes."""


class Tags(set):
    """A set with attributes."""


class Frozen(frozenset):
    """A frozenset with attributes."""


class Sequence(collections.OrderedDict):
    """An OrderedDict with attributes."""


class Queue(collections.deque):
    """A deque with attributes."""


class ShopError(Exception):
    """An exception with a state."""

    def __init__(self, message, code=0):
        super(ShopError, self).__init__(message)
        self.code = code


class Classic:
    """An old-style class under Python 2."""

    def __init__(self, value=None):
        self.value = value


class ClassicArguments:
    """An old-style class whose arguments are pickled under Python 2."""

    def __init__(self, left=None, right=None):
        self.left = left
        self.right = right

    def __getinitargs__(self):
        return self.left, self.right


class ClassicEmpty:
    """An old-style class without state."""


class Kind(type):
    """A metaclass."""


Product = Kind("Product", (object,), {"__module__": __name__, "price": 1})

Coordinate = collections.namedtuple("Coordinate", ["x", "y"])


def discount(price, percent=10):
    return price - price * percent / 100


def build(*args, **kwargs):
    """Makes an Item out of anything."""
    item = Item()
    item.args = args
    item.kwargs = kwargs
    return item


half = functools.partial(discount, percent=50)

if sys.version_info[0] >= 3:

    class Color(enum.Enum):
        RED = 1
        GREEN = "green"
        BLUE = (0, 0, 255)

    class Level(enum.IntEnum):
        LOW = 1
        HIGH = 2

    class Access(enum.Flag):
        READ = 1
        WRITE = 2
        RUN = 4

    class Measure(object):
        """Made by __new__ with keyword arguments."""

        def __new__(cls, value=0, unit="m"):
            self = object.__new__(cls)
            self.value = value
            self.unit = unit
            return self

        def __getnewargs_ex__(self):
            return (self.value,), {"unit": self.unit}

    def restore(item, state):
        """A state setter that says it was used."""
        item.__dict__.update(state)
        item.restored = True

    class Guarded(object):
        """Its state goes through a function (from Python 3.8 on)."""

        def __init__(self, secret=None):
            self.secret = secret

        def __reduce__(self):
            if sys.version_info < (3, 8):
                return Guarded, (), {"secret": self.secret}
            return Guarded, (), {"secret": self.secret}, None, None, restore


if sys.version_info >= (3, 7):
    import dataclasses

    @dataclasses.dataclass
    class Order(object):
        __annotations__ = {"number": int, "lines": list}
        number = 0
        lines = dataclasses.field(default_factory=list)

if sys.version_info >= (3, 10):

    @dataclasses.dataclass(frozen=True, slots=True)
    class Label(object):
        """Frozen with slots: its state is a list."""

        __annotations__ = {"text": str, "size": int}
        text = ""
        size = 1
