"""Opcodes under a protocol that does not have them; no unpickler looks."""

import pickle as op

from assemble import (
    MARK,
    NONE,
    STOP,
    SYSTEM,
    call,
    frame,
    group,
    mapping,
    named,
    number,
    proto,
    quoted,
    stacked,
    text,
    text2,
)
from case import case

TITLE = "opcodes of later protocols"
RUN = group(text("true")) + op.REDUCE
GLOBAL = stacked("os:system")


def cases():
    yield case("no-proto", "STACK_GLOBAL in a stream that says no protocol", GLOBAL + RUN + STOP)
    for protocol in (0, 1, 2, 3):
        yield case(
            "stack-global-%d" % protocol,
            "STACK_GLOBAL in a stream of protocol %d" % protocol,
            proto(protocol) + GLOBAL + RUN + STOP,
        )
    yield case("proto-5", "PROTO 5", proto(5) + GLOBAL + RUN + STOP)
    yield case("proto-twice", "PROTO, and PROTO again", proto(4) + proto(4) + GLOBAL + RUN + STOP)
    yield case(
        "proto-in-between",
        "PROTO 4 in the middle allows dotted names",
        proto(0) + NONE + op.POP + proto(4) + named("random:_os.system") + RUN + STOP,
        "call random._os.system",
    )
    yield case(
        "proto-down",
        "PROTO 2 in the middle brings the old names back",
        proto(4) + proto(2) + named("commands:getoutput") + RUN + STOP,
        ("call subprocess.getoutput", "call commands.getoutput"),
    )
    yield case("proto-at-the-end", "PROTO behind the call", GLOBAL + RUN + proto(4) + STOP)
    yield case("frame-0", "FRAME in lines of text", frame(b"cos\nsystem\n" + b"(S'true'\ntR."))
    yield case(
        "memoize-2",
        "MEMOIZE in a stream of protocol 2",
        proto(2) + SYSTEM + op.MEMOIZE + op.POP + op.BINGET + b"\0" + group(text2("true")) + op.REDUCE + STOP,
    )
    yield case(
        "newobj-ex-2",
        "NEWOBJ_EX in a stream of protocol 2",
        proto(2) + named("mmap:mmap") + group(number(-1)) + mapping({"length": number(1)}) + op.NEWOBJ_EX + STOP,
        "new mmap.mmap",
    )
    yield case(
        "bytearray8-2",
        "BYTEARRAY8 in a stream of protocol 2",
        proto(2) + op.BYTEARRAY8 + b"\0" * 8 + op.POP + SYSTEM + RUN + STOP,
    )
    yield case(
        "frozenset-0",
        "sets in lines of text",
        MARK + NONE + op.FROZENSET + op.POP + SYSTEM + MARK + quoted("true") + b"tR.",
    )
    yield case(
        "text-in-binary",
        "only opcodes of protocol 0 in a stream of protocol 5",
        proto(5) + b"cos\nsystem\n(S'true'\np0\ntp1\nR.",
    )
    yield case(
        "short-binbytes-0",
        "bytes in lines of text",
        call(b"cbuiltins\neval\n", op.SHORT_BINBYTES + b"\x011") + STOP,
        "call builtins.eval",
    )
