"""A Python that answers questions about pickles: reads requests on stdin, writes answers on stdout.

A message is a length (four bytes, big-endian) and that much JSON; pickles in it are base64. A request is
{"ask": name, ...}; the answer is {"answer": ...} or {"error": text}. Runs under CPython 2.7 and 3.6 onwards.
"""

import base64
import gc
import json
import os
import pickle
import struct
import sys
import traceback
import warnings

sys.dont_write_bytecode = True
sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))

import compare  # noqa: E402
import graphs  # noqa: E402

PY2 = sys.version_info[0] == 2

WEBASSEMBLY = sys.platform == "emscripten"
if not WEBASSEMBLY:
    sys.setrecursionlimit(5000)
else:
    # There a type of the standard library's has a function that the collector cannot call.
    gc.disable()
getattr(sys, "set_int_max_str_digits", lambda limit: None)(0)
warnings.simplefilter("ignore")

if PY2:
    import cPickle

    dumps, load_pickle = cPickle.dumps, cPickle.loads
else:
    dumps = pickle.dumps


def hello():
    """The version of this Python, and the highest protocol it knows."""
    return {"version": "%d.%d.%d" % sys.version_info[:3], "protocol": pickle.HIGHEST_PROTOCOL}


def generate(seed, count, protocol, kind="exact"):
    """Pickles of random graphs, written by the C pickler."""
    made = []
    while len(made) < count:
        seed += 1
        try:
            made.append(encode(written(graphs.Graphs(seed, kind).graph(), protocol)))
        except (pickle.PicklingError, RuntimeError, TypeError):
            # Not every class can be pickled by every protocol (slots, a list subclass in itself): another seed will do.
            continue
    return made


def written(graph, protocol):
    probe(graph, protocol)
    return dumps(graph, protocol)


def probe(graph, protocol):
    """Recursion without end is an error to the pickler in Python, and the end of a process of WebAssembly to the one in C."""
    if WEBASSEMBLY:
        pickle._dumps(graph, protocol)


def distinct(seed, count, protocol):
    """Pickles of random graphs whose bytes are a matter of the value alone, and how many others there were between them."""
    import distinct

    made, left_out = distinct.every_pickle(seed, count, protocol, written)
    return [[encode(data) for data in made], left_out]


def apart(seed, count, protocol):
    """[pickle, buffers] of random graphs of which a part lies outside."""
    import apart

    made = []
    while len(made) < count:
        seed += 1
        try:
            graph = apart.ApartGraphs(seed, protocol).graph()
            probe(graph, protocol)
            data, outside = apart.dumps(graph, seed, protocol)
        except (pickle.PicklingError, RuntimeError, TypeError):
            # As in `generate`.
            continue
        made.append([encode(data), [encode(one) for one in outside]])
    return made


def compare_apart(pairs):
    """For each pair of [pickle, buffers] None, or how the second differs from the first."""
    import apart

    def decoded(data, outside):
        return decode(data), [decode(one) for one in outside]

    return [apart.difference(decoded(*first), decoded(*second)) for first, second in pairs]


def judge_programs(programs, data):
    """For each program None, or how the pickle differs from the value that the program makes."""
    import programs as values

    verdicts = []
    for program, one in zip(programs, data):
        found, problem = attempt(decode(one), None)
        verdicts.append(problem[1] if problem else compare.difference(values.run(program), found))
    return verdicts


def compare_pairs(pairs, encoding=None, equal=False, natural=None, batched=True):
    """For each pair of pickles None, or how the second differs from the first."""
    return [compare_pair(decode(first), decode(second), encoding, equal, natural, batched) for first, second in pairs]


def compare_pair(first, second, encoding, equal, natural, batched):
    wanted, problem = attempt(first, encoding)
    found, other = attempt(second, encoding)
    if problem is not None and other is not None and problem[0] is other[0]:
        return None
    if problem is not None:
        return "the original can't be read: %s" % problem[1] if other is None else "%s became %s" % (problem[1], other[1])
    if other is not None:
        return "can't be read: %s" % other[1]
    if equal:
        return None if wanted == found else "%s != %s" % (compare.short(wanted), compare.short(found))
    return compare.difference(wanted, found, natural, batched)


def attempt(data, encoding):
    """The value of a pickle and None, or None and what was raised."""
    try:
        return (pickle_loads(data, encoding), None)
    except Exception as error:
        return (None, (type(error), "%s: %s" % (type(error).__name__, error)))


def pickle_loads(data, encoding=None):
    if PY2:
        return load_pickle(data)
    if encoding is None:
        return pickle.loads(data)
    return pickle.loads(data, encoding=encoding)


def represent(data, encoding=None):
    """The repr of each pickle's value."""
    return [repr(pickle_loads(decode(one), encoding)) for one in data]


def evaluate(sources, protocol):
    """Pickles of Python expressions; `given`, `renamed`, `shop` and the modules of `graphs` are at hand."""
    scope = dict(vars(graphs), given=given, renamed=renamed)
    return [encode(dumps(eval(source, scope), protocol)) for source in sources]


def given(value, state):
    """A value that was given a state."""
    value.__setstate__(state)
    return value


def renamed(value):
    """A value whose attributes have names of type unicode, as Python 2 has them from a pickle that Python 3 wrote."""
    attributes = [(decode_name(name), part) for name, part in vars(value).items()]
    vars(value).clear()
    vars(value).update(attributes)
    return value


def decode_name(name):
    return name.decode("ascii") if PY2 else name


def corpus():
    """The pickles that must come out again byte for byte: [name, protocol, pickle]."""
    import corpus

    return [[name, protocol, encode(data)] for name, protocol, data in corpus.every_pickle()]


def disassemble(**request):
    """What this Python's pickletools makes of pickles."""
    import tools

    return tools.disassemble(**request)


def encode(data):
    return base64.b64encode(data).decode("ascii")


def decode(text):
    return base64.b64decode(text)


QUESTIONS = {
    "hello": hello,
    "generate": generate,
    "distinct": distinct,
    "apart": apart,
    "compare": compare_pairs,
    "compare_apart": compare_apart,
    "judge_programs": judge_programs,
    "represent": represent,
    "evaluate": evaluate,
    "corpus": corpus,
    "disassemble": disassemble,
}


def answer(message):
    """The answer to a request; both are JSON."""
    request = json.loads(message)
    question = QUESTIONS[request.pop("ask")]
    try:
        found = {"answer": question(**dict((str(key), value) for key, value in request.items()))}
    except Exception:
        found = {"error": traceback.format_exc()}
    return json.dumps(found)


def main():
    # What a pickle prints must not get between the answers.
    source = getattr(sys.stdin, "buffer", sys.stdin)
    target = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    while True:
        header = source.read(4)
        if len(header) < 4:
            return
        data = answer(source.read(struct.unpack(">I", header)[0]).decode("utf-8")).encode("ascii")
        target.write(struct.pack(">I", len(data)) + data)
        target.flush()


if __name__ == "__main__":
    main()
