"""What the running Python's `dis` prints of the files of its library, and the code objects themselves.

Runs under CPython 2.7 and 3.6 onwards; sends its answers as `oracle.py` does when it is run.
"""

import base64
import dis
import io
import marshal
import os
import re
import sys
import types

PY2 = sys.version_info[0] == 2
# Until 3.6 `dis.dis` shows no code objects within others.
IS_FLAT = sys.version_info < (3, 7)


def files(count):
    """So many files of the library, evenly spread; with 0 all of them."""
    root = os.path.dirname(os.path.abspath(dis.__file__))
    found = []
    for folder, folders, names in os.walk(root):
        folders[:] = sorted(one for one in folders if one not in ("site-packages", "__pycache__", "bad_coding"))
        found += [os.path.relpath(os.path.join(folder, name), root) for name in names if name.endswith(".py")]
    found.sort()
    return found if count == 0 else found[:: max(len(found) // count, 1)]


def disassemble(paths):
    """For each file of the library its code object in base64 and the listing; None for one that is not compiled."""
    root = os.path.dirname(os.path.abspath(dis.__file__))
    answers = []
    for path in paths:
        with io.open(os.path.join(root, path), "rb") as stream:
            source = stream.read()
        answers.append(of_source(source, path))
    return answers


def of_source(source, path):
    """The code object in base64 and the listing; None for what is not compiled."""
    try:
        data = marshal.dumps(compile(source, path, "exec", dont_inherit=True))
    except (SyntaxError, ValueError, TypeError):
        return None
    return {"code": base64.b64encode(data).decode("ascii"), "text": listing(marshal.loads(data))}


def instructions(code):
    """What `dis.Bytecode` tells of the instructions of a code object in base64, and of those within it."""
    return rows(marshal.loads(base64.b64decode(code)))


def rows(code):
    dis.repr = shown
    line = None
    found = []
    for one in dis.Bytecode(code):
        if hasattr(one, "line_number"):
            starts, line = one.starts_line, one.line_number
        else:
            starts, line = one.starts_line is not None, line if one.starts_line is None else one.starts_line
        found.append([one.offset, one.opname, one.opcode, one.arg, one.argrepr, line, starts, one.is_jump_target])
    nested = [rows(value) for value in code.co_consts if hasattr(value, "co_code")]
    return [found] + [row for group in nested for row in group]


def listing(code):
    """What `dis.dis` prints, without addresses and with the members of frozen sets sorted."""
    dis.repr = shown
    out = io.BytesIO() if PY2 else io.StringIO()
    before, sys.stdout = sys.stdout, out
    try:
        nested(code) if IS_FLAT else dis.dis(code)
    finally:
        sys.stdout = before
    return re.sub(r"^(Disassembly of <code object .*?) at 0x[0-9A-Fa-f]+(?=, file )", r"\1", out.getvalue(), flags=re.M)


def nested(code):
    """As `dis.dis` of later versions does."""
    dis.disassemble(code)
    for value in code.co_consts:
        if hasattr(value, "co_code"):
            sys.stdout.write("\nDisassembly of %r:\n" % (value,))
            nested(value)


def shown(value):
    """The `repr` of a constant."""
    if type(value) is tuple:
        return "(%s%s)" % (", ".join(map(shown, value)), "," if len(value) == 1 else "")
    if type(value) is frozenset and value:
        members = ", ".join(sorted(map(shown, value)))
        return "frozenset([%s])" % members if PY2 else "frozenset({%s})" % members
    if type(value) is types.CodeType:
        return re.sub(r" at 0x[0-9A-Fa-f]+(?=, file )", "", repr(value), count=1)
    return repr(value)


def main():
    sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..", "oracle"))
    import oracle

    oracle.QUESTIONS.update(files=files, disassemble=disassemble, instructions=instructions)
    oracle.main()


if __name__ == "__main__":
    main()
