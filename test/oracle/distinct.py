"""Random graphs whose bytes are a matter of the value alone, so that another pickler can write the same.

CPython shows more than that: which equal texts are one object, and that there is one object only for empty bytes and for
each single byte. Before protocol 4 it writes a call of getattr for a name with a dot, and takes it apart anew where it
comes again; in protocols 0 to 2 it writes one name for what are several classes to Python 3. It takes an object apart anew
where that holds itself through its arguments. Before 3.10 the name of `array.array` is one
object with that of its module, before 3.8 a bytearray is made of a text in protocols 0 to 2, and 3.6 has a frame however short it is. Those have no place here.

Runs under CPython 3.6 onwards.
"""

import pickle
import pickletools
import sys

import corpus
import graphs
import shop

MAKERS = ("REDUCE", "NEWOBJ", "NEWOBJ_EX")


def every_pickle(seed, count, protocol, dumps):
    """So many pickles by the C pickler, and how many more were left out for what shows in none but the pickle."""
    made, left_out = [], 0
    while len(made) < count:
        seed += 1
        try:
            data = dumps(DistinctGraphs(seed, protocol).graph(), protocol)
        except (pickle.PicklingError, RuntimeError, TypeError):
            # As in `oracle.generate`.
            continue
        if corpus.has_equal_strings(data) or has_call_in_itself(data):
            left_out += 1
        else:
            made.append(data)
    return made, left_out


def has_call_in_itself(data):
    """Is an object dropped for the same one, which was made on the way to it?"""
    names = [opcode.name for opcode, _, _ in pickletools.genops(data)]
    triples = zip(names, names[1:], names[2:])
    return any(make in MAKERS and drop == "POP" and get.endswith("GET") for make, drop, get in triples)


class DistinctGraphs(graphs.Graphs):
    def __init__(self, seed, protocol):
        self.protocol = protocol
        super().__init__(seed)

    def graph(self):
        graph = super().graph()
        return graph if sys.version_info >= (3, 7) else [graph]

    def text(self, depth=0):
        return sys.intern(super().text())

    def name(self):
        return sys.intern(super().name())

    def bytearray(self, depth=0):
        return super().bytearray() if self.protocol > 2 or sys.version_info >= (3, 8) else self.text()

    def array(self):
        if self.protocol > 3 and sys.version_info < (3, 10):
            return self.day()
        made = super().array()
        return made if len(made) > 1 else self.array()

    def named(self, depth):
        found = super().named(depth)
        dotted = getattr(found, "__qualname__", ".") != getattr(found, "__name__", "")
        return len if dotted and self.protocol < 4 else found

    def row(self, depth):
        return super().row(depth) if self.protocol > 3 else self.bare(depth)

    def measure(self, depth):
        return super().measure(depth) if self.protocol in (0, 1, 4, 5) else self.bare(depth)

    def exception(self, depth):
        made = super().exception(depth)
        if not isinstance(made, OSError) or self.protocol > 2:
            return made
        self.pool = [value for value in self.pool if value is not made]
        return self.kept(shop.ShopError("no file"))
