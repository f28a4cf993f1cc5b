"""Arguments that CPython's C unpickler takes and its own disassembler, or another reader, refuses or reads otherwise."""

import pickle as op

from assemble import STOP, SYSTEM, group, line, named, proto, quoted, text, text2
from case import case

TITLE = "arguments that readers disagree about"
RUN = SYSTEM + group(quoted("true")) + op.REDUCE


def cases():
    def shown(name, note, code, event="call os.system"):
        return case(name, note, code + op.POP + RUN + STOP, event)

    numbers = {
        "int-hex": (op.INT, "0x10", "a hexadecimal INT"),
        "int-octal": (op.INT, "0o17", "an octal INT"),
        "int-binary": (op.INT, "0b11", "a binary INT"),
        "int-c-octal": (op.INT, "010", "an INT with a zero before, which C reads as octal"),
        "int-nul": (op.INT, "1\0", "a NUL after the digits of an INT"),
        "int-nul-more": (op.INT, "1\0junk", "a NUL and more after the digits of an INT"),
        "int-spaces": (op.INT, "  5", "spaces before an INT"),
        "int-underscore": (op.INT, "1_000", "an underscore in an INT"),
        "int-sign": (op.INT, "+1", "a plus sign"),
        "int-bool-like": (op.INT, "001", "nearly a bool"),
        "int-return": (op.INT, "5\r", "a carriage return after an INT"),
        "int-tab": (op.INT, "\t5", "a tab before an INT"),
        "int-huge": (op.INT, "9" * 400, "an INT of 400 digits"),
        "long-hex": (op.LONG, "0xffL", "a hexadecimal LONG"),
        "long-octal": (op.LONG, "0o17L", "an octal LONG"),
        "long-binary": (op.LONG, "0b11", "a binary LONG"),
        "long-nul": (op.LONG, "5\0L", "a NUL in a LONG"),
        "long-no-suffix": (op.LONG, "5", "a LONG without its L"),
        "long-spaces": (op.LONG, " 5L", "a space before a LONG"),
        "long-underscore": (op.LONG, "1_0L", "an underscore in a LONG"),
        "long-digits": (op.LONG, "7" * 4400 + "L", "more digits than a Python of today reads"),
        "float-nul": (op.FLOAT, "1.5\0", "a NUL after a FLOAT"),
        "float-inf": (op.FLOAT, "inf", "a FLOAT that is infinite"),
        "float-nan": (op.FLOAT, "-nan", "a FLOAT that is no number"),
        "float-underscore": (op.FLOAT, "1_0.0", "an underscore in a FLOAT"),
        "float-spaces": (op.FLOAT, " 1.5", "a space before a FLOAT"),
        "float-exponent": (op.FLOAT, "1E5", "a capital exponent"),
    }
    for name, (opcode, digits, note) in numbers.items():
        yield shown(name, note, line(opcode, digits))
    memo = {
        "put-nul": ("1\0", "a NUL after the index of a PUT"),
        "put-spaces": (" 1", "a space before the index of a PUT"),
        "put-sign": ("+1", "a plus sign before the index of a PUT"),
        "put-underscore": ("1_0", "an underscore in the index of a PUT"),
        "put-zeros": ("0001", "zeros before the index of a PUT"),
    }
    for name, (digits, note) in memo.items():
        yield shown(name, note, op.EMPTY_LIST + line(op.PUT, digits))
    strings = {
        "string-mixed-escapes": ("S'a\\x41\\101\\n\\q'\n", "escapes of every kind, and one that is none"),
        "string-spaces": ("S'a'  \n", "spaces after the quotes"),
        "string-return": ("S'a'\r\n", "a carriage return after the quotes"),
        "string-inner-quotes": ("S'a'b'\n", "quotes within the quotes"),
        "string-double": ('S"a"\n', "double quotes"),
        "unicode-surrogate": ("V\\ud800\n", "half of a surrogate pair"),
    }
    for name, (code, note) in strings.items():
        yield shown(name, note, code.encode("latin-1"))
    yield shown("string-non-ascii", "a byte that is no ASCII", b"S'\xe9'\n", "call os.system")
    yield shown("unicode-latin1", "a byte that is no ASCII in UNICODE", b"V\xe9\n")
    yield shown("global-non-ascii", "a name that is no ASCII", named("shop:Größe"))
    yield shown("global-non-ascii-module", "a module that is no ASCII", named("größe:Order"))
    yield shown("inst-non-ascii", "INST of a name that is no ASCII", b"(i" + "shop\nGröße\n".encode())
    yield case(
        "global-return",
        "lines that end as on Windows name another module",
        proto(2) + named("datetime:date\r") + op.POP + SYSTEM + group(text2("true")) + op.REDUCE + STOP,
    )
    yield case(
        "surrogate-text",
        "text with half of a surrogate pair",
        proto(4) + text("\ud800") + op.POP + SYSTEM + group(text("true")) + op.REDUCE + STOP,
    )
    yield case(
        "long1-empty",
        "LONG1 of no bytes",
        proto(2) + op.LONG1 + b"\0" + op.POP + SYSTEM + group(text2("true")) + op.REDUCE + STOP,
    )
    yield case(
        "appends-to-a-number",
        "APPENDS of nothing to a number, which C allows",
        proto(2) + b"K\1" + op.MARK + op.APPENDS + op.POP + SYSTEM + group(text2("true")) + op.REDUCE + STOP,
    )
