"""A Python that answers questions about marshal, in the messages of `test/oracle/oracle.py`. What is marshalled is base64
in them. Runs under CPython 2.7 and 3.6 onwards.
"""

import os
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path[:0] = [HERE, os.path.join(HERE, os.pardir, os.pardir, "oracle")]

import marshal  # noqa: E402
import types  # noqa: E402

import compare  # noqa: E402
import graphs  # noqa: E402
import oracle  # noqa: E402
import programs as values  # noqa: E402

PY2 = sys.version_info[0] == 2
# From this version on, the members of sets are written in the order of their own bytes.
SORTED_SETS = sys.version_info >= (3, 11)
HEADER_SIZE = 8 if PY2 else 16 if sys.version_info >= (3, 7) else 12
EMPTY = compile("", "", "exec")
FIELDS = [name for name in dir(EMPTY) if name.startswith("co_") and not callable(getattr(EMPTY, name))]
FIELDS.remove("co_consts")
if hasattr(EMPTY, "co_linetable"):
    # It is made of the other.
    FIELDS.remove("co_lnotab")
VIEWS = [name for name in ("co_lines", "co_positions") if hasattr(EMPTY, name)]


class Codes(compare.Comparison):
    """Compares code objects too, in every field. `shared` says whether sharing counts."""

    def __init__(self, shared=True):
        super(Codes, self).__init__()
        self.shared = shared
        self.pairs = set()

    def first_meeting(self, left, right, path):
        if self.shared:
            return super(Codes, self).first_meeting(left, right, path)
        pair = id(left), id(right)
        if pair in self.pairs:
            return False
        self.pairs.add(pair)
        self.alive.append((left, right))
        return True

    def same_object(self, kind, left, right, path):
        if kind is types.CodeType:
            self.same_code(left, right, path)
        else:
            super(Codes, self).same_object(kind, left, right, path)

    # Derived from tables, which CPython reads beyond their end if they are malformed.
    views = VIEWS

    def same_code(self, left, right, path):
        for name in FIELDS:
            mine, theirs = getattr(left, name), getattr(right, name)
            if typed(mine) != typed(theirs):
                self.fail("%s.%s" % (path, name), "%s became %s" % (compare.short(mine), compare.short(theirs)))
        for name in self.views:
            if list(getattr(left, name)()) != list(getattr(right, name)()):
                self.fail(path, "other " + name)
        self.same_items(left.co_consts, right.co_consts, path + ".co_consts")


class UncheckedCodes(Codes):
    """What is derived from tables does not count."""

    views = []


class NaturalCodes(Codes, compare.Natural):
    """What natural reading merges is no difference, but for the constants of code objects."""

    def __init__(self, shared=True):
        compare.Natural.__init__(self, 4, True)
        self.shared = shared
        self.pairs = set()

    def expected(self, value):
        if PY2 and is_ascii(value):
            return value.decode("ascii")
        return super(NaturalCodes, self).expected(unwidened(value))

    def same(self, left, right, path):
        super(NaturalCodes, self).same(left, unwidened(right), path)

    def same_object(self, kind, left, right, path):
        if kind is types.CodeType:
            self.same_code(left, right, path)
        else:
            compare.Comparison.same_object(self, kind, left, right, path)

    def same_code(self, left, right, path):
        problem = difference(left, right, self.shared)
        if problem:
            self.fail(path, problem)


def unwidened(value):
    """A long of Python 2 as an int, where it is one."""
    return int(value) if PY2 and isinstance(value, long) else value  # noqa: F821


def is_ascii(value):
    return type(value) is str and all(ord(letter) < 128 for letter in value)


COMPARISONS = {"exact": Codes, "natural": NaturalCodes}


def typed(value):
    """A field of a code object, with the types of its parts."""
    return type(value), value, [type(part) for part in value] if isinstance(value, tuple) else None


def difference(left, right, shared=True, comparison=Codes):
    """The first difference between two values, or None."""
    try:
        comparison(shared).same(left, right, "value")
    except compare.Different as found:
        return str(found)
    return None


def find_sources(count=None):
    """The .py files of the standard library: a spread sample of so many, or all."""
    root = os.path.dirname(os.path.abspath(os.__file__))
    found = []
    for folder, folders, files in os.walk(root):
        folders[:] = sorted(name for name in folders if name not in ("site-packages", "__pycache__"))
        found.extend(os.path.join(folder, name) for name in sorted(files) if name.endswith(".py"))
    if count is None or count >= len(found):
        return found
    return [found[index * len(found) // count] for index in range(count)]


# The code objects of the files that were compiled last.
originals = []


def compile_files(paths):
    """[name, marshalled code object] of each source that compiles, and of its .pyc file where there is one."""
    del originals[:]
    made = []

    def add(name, code, data):
        originals.append(code)
        made.append([name, oracle.encode(data)])

    for path in paths:
        with open(path, "rb") as file:
            source = file.read()
        try:
            code = compile(source, path, "exec", dont_inherit=True)
        except (SyntaxError, ValueError, TypeError):
            # Some files of the test suite are there to be refused.
            continue
        data = marshal.dumps(code)
        # Python 2 writes two surrogates as the one character that they may stand for.
        add(path, marshal.loads(data) if PY2 else code, data)
        cached = cache_of(path)
        if os.path.exists(cached):
            with open(cached, "rb") as file:
                data = file.read()[HEADER_SIZE:]
            add(cached, marshal.loads(data), data)
    return made


def cache_of(path):
    if PY2:
        return path + "c"
    import importlib.util

    return importlib.util.cache_from_source(path)


def judge_files(made, shared=True, first=0):
    """For each of what became of `compile_files` None, or how it differs from the code object that was compiled."""
    return [judge_file(originals[first + index], oracle.decode(data), shared) for index, data in enumerate(made)]


def judge_file(original, data, shared):
    found, problem = attempt(data)
    if problem is not None:
        return problem
    if SORTED_SETS and marshal.dumps(original, 2) != marshal.dumps(found, 2):
        return "other bytes in version 2"
    return difference(original, found, shared)


def run(source, name, arguments):
    """Compiles a module and gives it marshalled, with the repr of what its function `name` returns."""
    code = compile(source, "shop.py", "exec")
    return [oracle.encode(marshal.dumps(code)), call(code, name, arguments)]


def run_made(data, name, arguments):
    """The repr of what a function returns, of a marshalled module."""
    return call(marshal.loads(oracle.decode(data)), name, arguments)


def call(code, name, arguments):
    scope = {"__name__": "shop"}
    exec(code, scope)
    return repr(scope[name](*arguments))


def value_of(source):
    return eval(source, dict(SCOPE))


def evaluate(sources, version):
    """[marshalled value, are these bytes what any writer gives?] of Python expressions."""
    return [[oracle.encode(data), stable] for data, stable in (marshalled(value_of(one), version) for one in sources)]


def marshalled(value, version):
    data = marshal.dumps(value, version)
    # Python 2 writes interned strings in another way from version 1 on.
    interned = PY2 and version > 0 and marshal.dumps(value, 0) != marshal.dumps(value, 1)
    return data, version < 3 and not interned and (SORTED_SETS or not has_set(value))


def has_set(value):
    """Is there a set with an order of its own?"""
    waiting = [value]
    while waiting:
        value = waiting.pop()
        if isinstance(value, (set, frozenset)) and len(value) > 1:
            return True
        if isinstance(value, dict):
            waiting.extend(value.values())
        if isinstance(value, (list, tuple, set, frozenset, dict)):
            waiting.extend(value)
    return False


def judge_values(sources, made, shared=True, how="exact"):
    """For each expression None, or how what was made of its value differs from it."""
    return [judge_value(source, oracle.decode(data), shared, how) for source, data in zip(sources, made)]


def judge_value(source, data, shared, how):
    found, problem = attempt(data)
    return problem or difference(value_of(source), found, shared, COMPARISONS[how])


def attempt(data):
    """The value and None, or None and what was raised."""
    try:
        return marshal.loads(data), None
    except Exception as error:
        return None, "%s: %s" % (type(error).__name__, error)


def write_again(data, version):
    """Marshalled values, read and written by this Python."""
    return [oracle.encode(marshal.dumps(marshal.loads(oracle.decode(one)), version)) for one in data]


def verdicts(cases):
    """For each [bytes, what was made of their value, or None] what this Python makes of the bytes: [kind, difference].

    Bytes may crash a Python, or want all memory: so a process of its own reads them, and another goes on after it.
    """
    import fork

    return fork.each(cases, verdict)


def verdict(case):
    data, made = case
    try:
        value = marshal.loads(oracle.decode(data))
    except Exception as error:
        return [kind_of(error), str(error)]
    try:
        if made is None:
            return ["value", compare.short(value)]
        found, problem = attempt(oracle.decode(made))
        return ["value", problem or difference(value, found, True, UncheckedCodes)]
    except (RuntimeError, MemoryError):
        # It is too deep, or too large, for the judge.
        return ["value", None]


def kind_of(error):
    """The name of the kind of exception that marshal promises, or else of the exception."""
    for kind in (EOFError, ValueError):
        if isinstance(error, kind):
            return kind.__name__
    return type(error).__name__


def cycle_in_list():
    value = [1.5]
    value.append(value)
    return value


def cycle_in_dict():
    value = {1: None}
    value[2] = [value, (value,)]
    return value


def laughs(levels):
    """2 to the power of `levels` ways lead to one list."""
    value = []
    for _ in range(levels):
        value = [value, value]
    return value


def deep(levels):
    value = ()
    for _ in range(levels):
        value = (value,)
    return value


def code(source="x = 1", kind="exec"):
    return compile(source, "shop.py", kind)


class MarshalGraphs(graphs.Graphs):
    """Random graphs of what marshal has. Without references, as before version 3, what is shared unfolds: so there is no cycle in
    them, and only small parts come again."""

    def __init__(self, seed, shared, kind):
        self.shared = shared
        super(MarshalGraphs, self).__init__(seed, kind)

    def weighted(self):
        makers = [self.scalar, self.text, self.list, self.dict, self.tuple, self.again] * 3
        return makers + [self.set, self.frozenset, self.bytes, self.complex, self.named, self.code]

    def graph(self):
        if self.shared:
            return super(MarshalGraphs, self).graph()
        self.pool = []
        self.left = 60
        return [self.value(5) for _ in range(4)]

    def kept(self, value):
        if self.shared or len(repr(value)) < 100:
            return super(MarshalGraphs, self).kept(value)
        return value

    def list(self, depth):
        return super(MarshalGraphs, self).list(depth) if self.shared else self.kept(list(self.values(depth)))

    def dict(self, depth):
        return super(MarshalGraphs, self).dict(depth) if self.shared else self.kept(self.filled({}, depth))

    def members(self):
        return [self.key() for _ in range(self.random.randint(0, 5))]

    def day(self):
        return self.text()

    def named(self, depth):
        return self.pick(Ellipsis, StopIteration)

    def code(self, depth):
        return self.kept(code("x = %r" % (self.scalar(0),)))


def graph(seed, shared, kind):
    return MarshalGraphs(seed, shared, kind).graph()


def judge_marshalled(programs, data, shared):
    """For each program None, or how what was marshalled differs from the value that the program makes."""
    return [judge_program(*pair, shared=shared) for pair in zip(programs, data)]


def judge_program(program, data, shared):
    found, problem = attempt(oracle.decode(data))
    return problem or difference(values.run(program), found, shared)


SCOPE = {
    "graph": graph,
    "cycle_in_list": cycle_in_list,
    "cycle_in_dict": cycle_in_dict,
    "laughs": laughs,
    "deep": deep,
    "code": code,
}

oracle.QUESTIONS.update(
    find_sources=find_sources,
    compile_files=compile_files,
    judge_files=judge_files,
    run=run,
    run_made=run_made,
    marshal_values=evaluate,
    judge_values=judge_values,
    write_again=write_again,
    verdicts=verdicts,
    judge_marshalled=judge_marshalled,
)
# For the one who calls this file as a module.
answer = oracle.answer

if __name__ == "__main__":
    oracle.main()
