"""Every opcode that calls, and every state of the stack that leads there."""

import pickle as op

from assemble import MARK, NONE, STOP, SYSTEM, group, mapping, named, number, proto, stacked, text, text2
from case import case

TITLE = "opcodes that call"


def cases():
    yield case("reduce", "REDUCE, lines of text only", b"cos\nsystem\n(S'true'\ntR.")
    yield case("reduce-tuple1", "REDUCE with TUPLE1", proto(2) + SYSTEM + text2("true") + op.TUPLE1 + op.REDUCE + STOP)
    yield case(
        "reduce-memo",
        "REDUCE with arguments out of the memo",
        proto(2) + SYSTEM + group(text2("true")) + op.BINPUT + b"\0" + op.POP + op.BINGET + b"\0" + op.REDUCE + STOP,
    )
    yield case("reduce-no-arguments", "REDUCE of nothing", b"cos\nfork\n)R.", "call os.fork")
    yield case("inst", "INST, lines of text only", b"(S'true'\nios\nsystem\n.")
    yield case("inst-unicode", "INST with UNICODE", b"(Vtrue\nios\nsystem\n.")
    yield case("inst-binary", "INST in a stream of protocol 4", proto(4) + MARK + text("true") + b"ios\nsystem\n.")
    yield case(
        "inst-no-arguments",
        "INST of a class without arguments",
        b"(isubprocess\nPopen\n.",
        ("new subprocess.Popen", "call subprocess.Popen"),
    )
    yield case("inst-many", "INST among members of an outer mark", b"((S'true'\nios\nsystem\nNl.")
    yield case("obj", "OBJ, lines of text only", b"(cos\nsystem\nS'true'\no.")
    yield case(
        "obj-binary",
        "OBJ in a stream of protocol 4",
        proto(4) + MARK + stacked("os:system") + text("true") + op.OBJ + STOP,
    )
    yield case(
        "obj-memo",
        "OBJ of a callable out of the memo",
        proto(2) + SYSTEM + op.BINPUT + b"\0" + op.POP + MARK + op.BINGET + b"\0" + text2("true") + op.OBJ + STOP,
    )
    yield case(
        "newobj",
        "NEWOBJ of a class whose __new__ reaches outside",
        proto(2) + named("mmap:mmap") + group(number(-1), number(1)) + op.NEWOBJ + STOP,
        "new mmap.mmap",
    )
    yield case(
        "newobj-ex",
        "NEWOBJ_EX with keywords",
        proto(4) + stacked("mmap:mmap") + group(number(-1)) + mapping({"length": number(1)}) + op.NEWOBJ_EX + STOP,
        "new mmap.mmap",
    )
    yield case(
        "newobj-then-state",
        "NEWOBJ of a process with a state that its destructor uses",
        proto(2) + named("subprocess:Popen") + op.EMPTY_TUPLE + op.NEWOBJ + mapping({"pid": NONE}) + op.BUILD + STOP,
        "build subprocess.Popen()",
    )
    yield case(
        "in-a-list",
        "a call deep in a list",
        proto(2) + (op.EMPTY_LIST + MARK) * 5 + SYSTEM + group(text2("true")) + op.REDUCE + op.APPENDS * 5 + STOP,
    )
    yield case(
        "in-a-dict-key",
        "a call is the key of a dict",
        proto(2) + op.EMPTY_DICT + SYSTEM + group(text2("true")) + op.REDUCE + NONE + op.SETITEM + STOP,
    )
    yield case(
        "in-arguments",
        "a call among the arguments of a harmless one",
        proto(2)
        + named("collections:OrderedDict")
        + group(group(SYSTEM + group(text2("true")) + op.REDUCE))
        + op.REDUCE
        + STOP,
    )
    yield case(
        "in-a-state",
        "a call is the state of a harmless object",
        proto(2)
        + named("types:SimpleNamespace")
        + op.EMPTY_TUPLE
        + op.REDUCE
        + SYSTEM
        + group(text2("true"))
        + op.REDUCE
        + op.BUILD
        + STOP,
    )
    yield case(
        "in-a-set",
        "a call is a member of a frozenset",
        proto(4) + MARK + SYSTEM + group(text("true")) + op.REDUCE + op.FROZENSET + STOP,
    )
    yield case(
        "frozen-arguments",
        "the dangerous name is only an argument",
        proto(2) + named("collections:OrderedDict") + group(group(group(text2("a"), SYSTEM))) + op.REDUCE + STOP,
        "import os.system",
    )
    yield case("only-imported", "the dangerous name is imported and kept", proto(2) + SYSTEM + STOP, "import os.system")
