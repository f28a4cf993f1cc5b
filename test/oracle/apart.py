"""Random graphs of which a part lies outside of the pickle: objects with persistent ids, and buffers in protocol 5.

Runs under CPython 2.7 and 3.6 onwards.
"""

import io
import pickle
import random

import compare
import graphs

PY2 = compare.PY2

if PY2:
    import cPickle

    pickle = cPickle


class Apart(object):
    """An object that is kept elsewhere, under an id."""

    def __init__(self, id):
        self.id = id


# In protocol 0 an id is a line of text.
LINES = [Apart("row %d" % number) for number in range(5)]
OTHERS = [Apart(id) for id in (7, -1, 2.5, b"\xff", u"caf\xe9", ("row", 3), (), True, 2**70)]
KEPT = dict(((type(one.id), one.id), one) for one in LINES + OTHERS)


class ApartGraphs(graphs.Graphs):
    def __init__(self, seed, protocol):
        self.protocol = protocol
        super(ApartGraphs, self).__init__(seed)

    def weighted(self):
        makers = super(ApartGraphs, self).weighted() + [self.apart] * 8
        return makers + [self.buffer] * 8 if self.protocol > 4 else makers

    def apart(self, depth):
        return self.random.choice(LINES + OTHERS if self.protocol > 0 else LINES)

    def buffer(self, depth):
        data = self.bytes()
        return pickle.PickleBuffer(data if self.random.random() < 0.5 else bytearray(data))


def dumps(graph, seed, protocol):
    """A pickle, and the buffers that are outside of it: the seed says which."""
    file = io.BytesIO()
    if PY2:
        pickler = pickle.Pickler(file, protocol)
        pickler.persistent_id = id_of
        pickler.dump(graph)
        return file.getvalue(), []
    outside = []
    dice = random.Random(seed)

    def keep(buffer):
        if dice.random() < 0.3:
            return True
        outside.append(buffer.raw().tobytes())
        return False

    options = {"buffer_callback": keep} if protocol > 4 else {}
    ApartPickler(file, protocol, **options).dump(graph)
    return file.getvalue(), outside


def loads(data, buffers):
    if PY2:
        unpickler = pickle.Unpickler(io.BytesIO(data))
        unpickler.persistent_load = find
        return unpickler.load()
    # Writable ones, so that it shows which of them the pickle says are read-only.
    options = {"buffers": [bytearray(one) for one in buffers]} if buffers else {}
    return ApartUnpickler(io.BytesIO(data), **options).load()


def id_of(value):
    return value.id if type(value) is Apart else None


def find(id):
    return KEPT[type(id), id]


if not PY2:

    class ApartPickler(pickle.Pickler):
        def persistent_id(self, value):
            return id_of(value)

    class ApartUnpickler(pickle.Unpickler):
        def persistent_load(self, id):
            return find(id)


def difference(left, right):
    """The first difference between two pickles with their buffers, or None."""
    try:
        ApartComparison().same(loads(*left), loads(*right), "value")
    except compare.Different as found:
        return str(found)
    except Exception as error:
        return "%s: %s" % (type(error).__name__, error)
    return None


class ApartComparison(compare.Comparison):
    def same_object(self, kind, left, right, path):
        if kind is Apart:
            if left is not right:
                self.fail(path, "%r became %r" % (left.id, right.id))
        elif kind is memoryview:
            if (left.readonly, left.tobytes()) != (right.readonly, right.tobytes()):
                self.fail(path, "another buffer")
        else:
            super(ApartComparison, self).same_object(kind, left, right, path)
