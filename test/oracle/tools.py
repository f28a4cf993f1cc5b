"""What the running Python's pickletools makes of pickles, for oracle.py.

Runs under CPython 3.13 and 3.14. Texts travel as JSON, which keeps lone surrogates.
"""

import base64
import io
import pickletools
import sys

USUAL_DIGITS = 4300


def disassemble(data, styles):
    """For each pickle what dis, genops and optimize give; `styles` are the keyword arguments of dis, one set for each
    pickle in turn. A memo that is asked for is that of the pickle before."""
    limit = sys.get_int_max_str_digits()
    sys.set_int_max_str_digits(USUAL_DIGITS)
    try:
        memo = {}
        answers = []
        for index, text in enumerate(data):
            one = base64.b64decode(text)
            style = dict(styles[index % len(styles)])
            memo = memo if style.pop("again", False) else {}
            answers.append({"dis": dis(one, memo, style), "genops": genops(one), "optimize": optimize(one)})
        return answers
    finally:
        sys.set_int_max_str_digits(limit)


def dis(data, memo, style):
    """What is printed, and what is raised then."""
    out = io.StringIO()
    error = attempt(lambda: pickletools.dis(data, out, memo, **style))
    return [out.getvalue(), error]


def genops(data):
    """A line for each opcode, and what is raised then."""
    lines = []

    def run():
        for opcode, arg, pos in pickletools.genops(data):
            lines.append("%d %s %s %s" % (pos, opcode.name, type(arg).__name__, shown(arg)))

    error = attempt(run)
    return ["\n".join(lines), error]


def optimize(data):
    """The pickle that comes out in base64, and what is raised instead."""
    made = []
    error = attempt(lambda: made.append(pickletools.optimize(data)))
    return [base64.b64encode(made[0]).decode("ascii") if made else None, error]


def attempt(run):
    """The text of the exception that is raised, or None."""
    try:
        run()
    except Exception as error:
        return str(error)
    return None


def shown(arg):
    return hex(arg) if isinstance(arg, int) and abs(arg) > 2**64 else repr(arg)
