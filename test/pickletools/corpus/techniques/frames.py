"""Arguments that lie across the end of a frame: C unpicklers before 3.13.15 drop what the frame still has and read on behind it."""

import pickle as op
import struct

from assemble import STOP, frame, group, named, number, proto, put, text
from case import case

TITLE = "arguments across the end of a frame"
RUN = named("os:system") + group(text("true")) + op.REDUCE
HIDDEN = RUN + STOP
# What other readers see in place of the hidden opcodes: bytes, and then the end.
COVER = op.SHORT_BINBYTES + bytes([len(HIDDEN)])


def cases():
    def shown(name, note, inside, outside, event="call os.system", before=b""):
        return case(name, note, proto(4) + frame(before + inside) + outside, event)

    swallowed = struct.pack("<H", len(HIDDEN) + 2)
    for name, opcode in {"binbytes": op.BINBYTES, "binunicode": op.BINUNICODE, "binstring": op.BINSTRING}.items():
        yield shown(
            name + "-length",
            "the length of %s begins in the frame" % name.upper(),
            opcode + swallowed,
            b"\0\0" + b"\0\0" + HIDDEN + STOP,
        )
    for name, opcode in {"binbytes8": op.BINBYTES8, "bytearray8": op.BYTEARRAY8, "binunicode8": op.BINUNICODE8}.items():
        yield shown(
            name + "-length",
            "the length of %s begins in the frame" % name.upper(),
            opcode + swallowed,
            b"\0" * 6 + b"\0\0" + HIDDEN + STOP,
        )
    yield shown(
        "long4-length",
        "the length of LONG4 begins in the frame",
        op.LONG4 + swallowed,
        b"\0\0" + b"\0\0" + HIDDEN + STOP,
    )
    texts = {
        "binunicode": op.BINUNICODE + struct.pack("<I", 9),
        "short-binunicode": op.SHORT_BINUNICODE + b"\x09",
        "binbytes": op.BINBYTES + struct.pack("<I", 9),
        "short-binbytes": op.SHORT_BINBYTES + b"\x09",
        "binunicode8": op.BINUNICODE8 + struct.pack("<Q", 9),
        "short-binstring": op.SHORT_BINSTRING + b"\x09",
        "long1": op.LONG1 + b"\x09",
    }
    for name, code in texts.items():
        yield shown(
            name + "-payload",
            "the payload of %s begins in the frame" % name.upper(),
            code + b"we",
            b"ights.0" + COVER + HIDDEN + STOP,
        )
    yield shown("binint", "a BININT begins in the frame", op.BININT + b"\1\0", b"\0\0" + COVER + HIDDEN + STOP)
    yield shown("binfloat", "a BINFLOAT begins in the frame", op.BINFLOAT + b"\0\0", b"\0" * 6 + COVER + HIDDEN + STOP)
    yield shown(
        "nested",
        "a frame in a frame is longer than what is left",
        op.FRAME + struct.pack("<Q", len(HIDDEN)) + COVER,
        HIDDEN + STOP,
    )
    yield shown(
        "nested-twice",
        "a frame in a frame in a frame",
        frame(op.FRAME + struct.pack("<Q", len(HIDDEN)) + COVER),
        HIDDEN + STOP,
    )
    yield shown(
        "second-frame",
        "the second frame is the odd one",
        b"N0",
        frame(op.BINBYTES + swallowed) + b"\0\0" + b"\0\0" + HIDDEN + STOP,
    )
    yield shown(
        "global-line",
        "a module's name begins in the frame: chaos to one, os to the other",
        b"ccha",
        b"os\nsystem\n" + group(text("true")) + b"R" + STOP,
    )
    yield shown(
        "name-line",
        "a name begins in the frame",
        b"cbuiltins\nmedi",
        b"eval\n" + group(text("1")) + b"R" + STOP,
        "call builtins.eval",
    )
    yield shown(
        "inst-line", "the names of INST begin in the frame", op.MARK + text("true") + b"icha", b"os\nsystem\n" + STOP
    )
    yield shown(
        "unicode-line",
        "a UNICODE begins in the frame",
        b"Vcha",
        b"os\n" + text("system") + op.STACK_GLOBAL + group(text("true")) + b"R" + STOP,
    )
    yield shown(
        "get-line",
        "the index of a GET begins in the frame: 10 to one, 0 to the other",
        b"g1",
        b"0\n" + text("system") + op.STACK_GLOBAL + group(text("true")) + b"R" + STOP,
        before=text("os") + put(0) + text("chaos") + put(10) + b"00",
    )
    yield shown(
        "int-line",
        "an INT begins in the frame: 10 to one, 0 to the other",
        named("operator:getitem")
        + op.EMPTY_DICT
        + op.MARK
        + number(0)
        + text("os")
        + number(10)
        + text("chaos")
        + op.SETITEMS
        + b"I1",
        b"0\n" + op.TUPLE2 + op.REDUCE + text("system") + op.STACK_GLOBAL + group(text("true")) + op.REDUCE + STOP,
    )
