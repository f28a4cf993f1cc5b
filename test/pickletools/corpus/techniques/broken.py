"""Streams that do their work and then end in an error, which a scanner might take for no pickle."""

import pickle as op
import struct

from assemble import MARK, NONE, STOP, SYSTEM, array, group, named, proto, stacked, text, text2
from case import case

TITLE = "broken after the call"
RUN = SYSTEM + group(text2("true")) + op.REDUCE


def cases():
    endings = {
        "no-stop": (b"", "the stream ends without STOP"),
        "unknown-opcode": (b"\xff" + STOP, "an opcode that does not exist"),
        "nul": (b"\0" * 16, "NULs"),
        "text": (b"this is not a pickle", "a sentence"),
        "truncated-length": (op.BINBYTES + b"\x10\0", "a length is cut"),
        "truncated-payload": (op.BINBYTES + struct.pack("<I", 1000) + b"x", "bytes are missing"),
        "huge-length": (op.BINUNICODE8 + struct.pack("<Q", 1 << 63) + b"x", "a length that no memory has"),
        "negative-length": (op.BINSTRING + struct.pack("<i", -1) + STOP, "a length below zero"),
        "bad-utf8": (op.SHORT_BINUNICODE + b"\x02\xff\xfe" + STOP, "text that is no UTF-8"),
        "stack-underflow": (op.POP * 5 + STOP, "POP of an empty stack"),
        "no-mark": (op.TUPLE + STOP, "a mark is missing"),
        "no-memo": (op.BINGET + b"\x63" + STOP, "a memo entry that nothing wrote"),
        "odd-items": (op.EMPTY_DICT + MARK + NONE + op.SETITEMS + STOP, "a key without value"),
        "unhashable": (op.EMPTY_DICT + op.EMPTY_LIST + NONE + op.SETITEM + STOP, "a list is a key"),
        "bad-state": (op.EMPTY_LIST + NONE + op.BUILD + STOP, "a state for a list"),
        "not-callable": (NONE + op.EMPTY_TUPLE + op.REDUCE + STOP, "None is called"),
        "not-a-class": (NONE + op.EMPTY_TUPLE + op.NEWOBJ + STOP, "NEWOBJ of None"),
        "not-a-tuple": (named("builtins:list") + NONE + op.REDUCE + STOP, "arguments that are no tuple"),
        "bad-number": (op.INT + b"payload\n" + STOP, "a number that is none"),
        "bad-string": (op.STRING + b"payload\n" + STOP, "a string without quotes"),
        "unfinished-line": (op.GLOBAL + b"payload", "a line that does not end"),
        "protocol-6": (proto(6) + NONE + STOP, "a protocol that does not exist"),
        "frame": (op.FRAME + struct.pack("<Q", 1 << 40) + NONE + STOP, "a frame longer than the file"),
        "extension": (op.EXT4 + struct.pack("<i", 0) + STOP, "extension code 0"),
        "extension-unknown": (op.EXT1 + b"\xf0" + STOP, "an extension code that nothing registered"),
        "no-buffer": (op.NEXT_BUFFER + STOP, "a buffer that was not given"),
        "not-a-buffer": (NONE + op.READONLY_BUFFER + STOP, "no buffer to make read-only"),
        "operands": (NONE + NONE + op.STACK_GLOBAL + STOP, "a name that is no string"),
        "missing-attribute": (stacked("builtins:__path__") + STOP, "a name that is not there"),
        "stop-on-mark": (MARK + STOP, "STOP right above a mark"),
    }
    for name, (ending, note) in endings.items():
        yield case(name, note, proto(4) + RUN + ending)
    yield case(
        "in-a-list",
        "a call within a list that is never finished",
        proto(4) + op.EMPTY_LIST + MARK + text("weights") + RUN,
    )
    yield case("protocol-0", "lines of text only, cut in the middle", b"cos\nsystem\n(S'true'\ntRp1\n(lp2\ng9")
    yield case(
        "after-much",
        "a long harmless part, the call, then nothing",
        proto(4) + array(*[text("weight")] * 200) + op.POP + RUN,
    )
    yield case("pop-then-broken", "the result is thrown away before the end breaks", proto(4) + RUN + op.POP + b"\xfe")
