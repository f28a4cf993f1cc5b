"""A harmless pickle first, what matters after it."""

import pickle

from assemble import PAYLOAD, STOP, group, get, proto, text
from case import case

TITLE = "more than one stream"
FIRST = pickle.dumps({"weights": [1, 2, 3]}, 2)
FRAMED = pickle.dumps({"weights": list(range(300))}, 4)
TEXT = b"cos\nsystem\n(S'true'\ntR."
TORCH = [
    pickle.dumps(0x1950A86A20F9469CFC6C, 2),
    pickle.dumps(1001, 2),
    pickle.dumps({"little_endian": True}, 2),
    FIRST,
    pickle.dumps(["0"], 2),
]


def cases():
    def after(name, note, before, payload=PAYLOAD):
        return case(name, note, before + payload, starts=(0, len(before)))

    yield after("second", "a second pickle after STOP", FIRST)
    yield after("third", "a third pickle", FIRST * 2)
    yield after("twentieth", "a twentieth pickle", FIRST * 19)
    yield after("after-frames", "after a pickle with frames", FRAMED)
    yield after("text-after-binary", "lines of text after a binary pickle", FIRST, TEXT)
    yield after("text-after-text", "lines of text after lines of text", pickle.dumps([1], 0), TEXT)
    yield after("sixth-of-torch", "after the five streams of a legacy checkpoint", b"".join(TORCH))
    yield after("after-newline", "a newline in between", FIRST + b"\n")
    yield after("after-nuls", "NULs in between", FIRST + b"\0" * 64)
    yield after("after-ff", "bytes 0xFF in between", FIRST + b"\xff" * 300)
    yield after(
        "after-random", "bytes that look random in between", FIRST + bytes((one * 89 + 7) % 251 for one in range(128))
    )
    yield after("text-after-nuls", "lines of text after NULs", FIRST + b"\0" * 16, TEXT)
    yield after("after-stop", "two STOPs", FIRST + STOP)
    yield after("after-broken", "after a pickle that breaks", FIRST[:-1] + b"\xff.")
    yield after("after-text", "after a line that is no pickle", b"# weights, version 2\n")
    yield after("after-shebang", "after the first line of a script", b"#!/usr/bin/env python\n")
    memo = proto(2) + text("os") + b"q\0" + text("system") + b"q\1" + b"\x86" + STOP
    shared = proto(4) + get(0) + get(1) + b"\x93" + group(text("true")) + b"R" + STOP
    yield case("shared-memo", "an unpickler that reads twice keeps its memo", memo + shared, starts=(0, 0), shared=True)
    yield case("payload-first", "the payload is the first of two", PAYLOAD + FIRST)
    yield case("leading-stop-value", "None, then the payload", b"N." + PAYLOAD, starts=(0, 2))
