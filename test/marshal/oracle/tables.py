"""What the running Python makes of the tables of code objects, for oracle.py.

A row has what a table needs ("size" is that of the instructions) and what Python makes of it: lines, positions and
exceptions. Runs under CPython 2.7 and 3.6 onwards; as WebAssembly beside oracle.py.
"""

import dis
import os
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..", "oracle"))

import oracle  # noqa: E402

CODE = type((lambda: None).__code__)
HAS_LINES = hasattr(CODE, "co_lines")
HAS_POSITIONS = hasattr(CODE, "co_positions")


class Before310(object):
    """As much of a code object as `dis.findlinestarts` looks at; no code object before 3.8 can be given a table."""

    def __init__(self, size, firstlineno, linetable):
        self.co_code = b"\0" * size
        self.co_firstlineno = firstlineno
        self.co_lnotab = linetable


def files():
    """The files of the standard library, in an order that is the same at every run."""
    top = os.path.dirname(os.__file__)
    found = []
    for folder, folders, names in os.walk(top):
        folders[:] = sorted(name for name in folders if name != "site-packages")
        found += [os.path.join(folder, name) for name in sorted(names) if name.endswith(".py")]
    return found


def library(paths):
    """The rows of every code object in these files. Some files are there because they cannot be compiled."""
    rows = []
    for path in paths:
        with open(path, "rb") as file:
            rows += compiled(file.read())
    return rows


def sources(texts):
    """The rows of every code object in these sources."""
    return [row for text in texts for row in compiled(text.encode("utf-8"))]


def given(tables):
    """The rows of tables that no compiler made."""
    return [row_of(code_of(**table)) for table in tables]


def compiled(source):
    try:
        codes = [compile(source, "source.py", "exec", 0, True)]
    except (SyntaxError, ValueError, RuntimeError, MemoryError):
        return []
    # More are found on the way.
    for code in codes:
        codes += [const for const in code.co_consts if isinstance(const, CODE)]
    return [row_of(code) for code in codes]


def code_of(size, firstlineno, linetable, exceptiontable):
    linetable = oracle.decode(linetable)
    if not HAS_LINES:
        return Before310(size, firstlineno, linetable)
    code = CODE.replace((lambda: None).__code__, co_firstlineno=firstlineno, co_linetable=linetable)
    return code.replace(co_exceptiontable=oracle.decode(exceptiontable)) if HAS_POSITIONS else code


def row_of(code):
    return {
        "size": len(code.co_code),
        "firstlineno": code.co_firstlineno,
        "linetable": oracle.encode(code.co_linetable if HAS_LINES else code.co_lnotab),
        "exceptiontable": oracle.encode(getattr(code, "co_exceptiontable", b"")),
        "lines": lines(code),
        "positions": list(code.co_positions()) if HAS_POSITIONS else [],
        "exceptions": exceptions(code) if HAS_POSITIONS else [],
    }


def lines(code):
    if HAS_LINES:
        return list(code.co_lines())
    starts = list(dis.findlinestarts(code))
    ends = [start for start, _ in starts[1:]] + [max(len(code.co_code), starts[-1][0])]
    return [[start, end, line] for (start, line), end in zip(starts, ends)]


def exceptions(code):
    entries = dis._parse_exception_table(code)
    return [[entry.start, entry.end, entry.target, entry.depth, entry.lasti] for entry in entries]


answer = oracle.answer
oracle.QUESTIONS.update(files=files, library=library, sources=sources, given=given)

if __name__ == "__main__":
    oracle.main()
