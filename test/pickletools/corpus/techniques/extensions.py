"""Extension codes: what is called has no name in the stream, and no audit can know it. Never safe is all that can be asked."""

import pickle as op
import struct

from assemble import MARK, NONE, STOP, group, mapping, proto, text2
from case import case

TITLE = "extension codes"
EXT1 = op.EXT1 + b"\1"


def cases():
    def shown(name, note, code, event="call os.system"):
        return case(name, note, proto(2) + code + STOP, event, expect="unknown")

    arguments = group(text2("true")) + op.REDUCE
    yield shown("ext1", "EXT1 is called", EXT1 + arguments)
    yield shown("ext2", "EXT2 is called", op.EXT2 + struct.pack("<H", 300) + arguments, "call subprocess.getoutput")
    yield shown("ext4", "EXT4 is called", op.EXT4 + struct.pack("<i", 70000) + arguments, "call builtins.eval")
    yield shown("ext1-as-ext4", "EXT4 with a code that one byte would hold", op.EXT4 + struct.pack("<i", 1) + arguments)
    yield shown("obj", "OBJ of an extension code", MARK + EXT1 + text2("true") + op.OBJ)
    yield shown("newobj", "NEWOBJ of an extension code", EXT1 + op.EMPTY_TUPLE + op.NEWOBJ, "new os.system")
    yield shown("kept", "an extension code is kept", op.EMPTY_LIST + EXT1 + op.APPEND, "import os.system")
    yield shown(
        "memo",
        "an extension code from the memo",
        EXT1 + op.BINPUT + b"\0" + op.POP + NONE + op.POP + op.BINGET + b"\0" + arguments,
    )
    yield case(
        "build",
        "a state for an extension code",
        proto(2) + EXT1 + NONE + mapping({"payload": NONE}) + op.TUPLE2 + op.BUILD + STOP,
        "setattr os.system.payload",
        expect="unknown",
    )
