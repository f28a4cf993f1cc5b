"""Pickles inside the bytes and texts of a pickle, given to a reader or left for one."""

import base64
import pickle as op
import zlib

from assemble import MARK, PAYLOAD, STOP, array, call, data, group, mapping, named, number, proto, stacked, text
from case import case

TITLE = "pickles inside pickles"
TEXT_PAYLOAD = b"cos\nsystem\n(S'true'\ntR."
BASE64 = base64.b64encode(PAYLOAD)


def cases():
    def given(name, note, code, event):
        return case(name, note, proto(4) + code + STOP, event)

    def lying(name, note, before, payload, after, inner=None):
        """Nothing calls the inner pickle here: what is live is the inner one, for whoever reads it."""
        start = len(proto(4) + before)
        whole = proto(4) + before + payload + after + STOP
        if inner is not None:
            return case(name, note, whole, inner=(inner, start, start + len(payload)))
        return case(name, note, whole, starts=(start,))

    loads = stacked("pickle:loads")
    yield given("loads", "bytes given to pickle.loads", call(loads, data(PAYLOAD)), "call pickle.loads")
    yield given(
        "loads-c", "bytes given to _pickle.loads", call(stacked("_pickle:loads"), data(PAYLOAD)), "call _pickle.loads"
    )
    yield given(
        "loads-base64",
        "base64 text given to pickle.loads",
        call(loads, call(stacked("base64:b64decode"), text(BASE64.decode()))),
        "call pickle.loads",
    )
    yield given(
        "loads-hex",
        "hexadecimal text given to pickle.loads",
        call(loads, call(stacked("builtins:bytes.fromhex"), text(PAYLOAD.hex()))),
        "call pickle.loads",
    )
    yield given(
        "loads-unhexlify",
        "hexadecimal bytes given to pickle.loads",
        call(loads, call(stacked("binascii:unhexlify"), data(PAYLOAD.hex().encode()))),
        "call pickle.loads",
    )
    yield given(
        "loads-zlib",
        "compressed bytes given to pickle.loads",
        call(loads, call(stacked("zlib:decompress"), data(zlib.compress(PAYLOAD)))),
        "call pickle.loads",
    )
    yield given(
        "loads-latin1",
        "a text of latin-1 given to pickle.loads",
        call(loads, call(stacked("_codecs:encode"), text(PAYLOAD.decode("latin-1")), text("latin1"))),
        "call pickle.loads",
    )
    yield given(
        "load-file",
        "bytes in a file in memory, given to pickle.load",
        call(stacked("pickle:load"), call(stacked("io:BytesIO"), data(PAYLOAD))),
        "call pickle.load",
    )
    yield given(
        "unpickler",
        "an Unpickler and its method",
        call(
            call(
                stacked("builtins:getattr"),
                call(stacked("pickle:Unpickler"), call(stacked("io:BytesIO"), data(PAYLOAD))),
                text("load"),
            )
        ),
        "call pickle.Unpickler().load",
    )
    yield given(
        "torch-bytes",
        "bytes given to torch's own",
        call(stacked("torch.storage:_load_from_bytes"), data(PAYLOAD)),
        "call torch.storage._load_from_bytes",
    )
    yield given(
        "twice",
        "a pickle in a pickle in a pickle",
        call(loads, data(proto(4) + call(loads, data(PAYLOAD)) + STOP)),
        "call pickle.loads",
    )
    yield given(
        "map-loads",
        "pickle.loads for each member of a list",
        call(stacked("builtins:list"), call(stacked("builtins:map"), loads, array(data(PAYLOAD)))),
        "call pickle.loads",
    )
    yield given(
        "marshal", "bytes given to marshal.loads", call(stacked("marshal:loads"), data(b"N")), "call marshal.loads"
    )
    bytes_head = op.SHORT_BINBYTES + bytes([len(PAYLOAD)])
    yield lying("bytes", "bytes that are a pickle", bytes_head, PAYLOAD, b"")
    yield lying(
        "bytes-in-a-dict",
        "bytes that are a pickle, the value of a key",
        op.EMPTY_DICT + text("optimizer") + bytes_head,
        PAYLOAD,
        op.SETITEM,
    )
    yield lying(
        "bytes-text-pickle",
        "bytes that are a pickle of lines",
        op.SHORT_BINBYTES + bytes([len(TEXT_PAYLOAD)]),
        TEXT_PAYLOAD,
        b"",
    )
    yield lying(
        "bytearray", "a bytearray that is a pickle", op.BYTEARRAY8 + len(PAYLOAD).to_bytes(8, "little"), PAYLOAD, b""
    )
    yield lying(
        "binstring",
        "a string of Python 2 that is a pickle",
        op.SHORT_BINSTRING + bytes([len(TEXT_PAYLOAD)]),
        TEXT_PAYLOAD,
        b"",
    )
    yield lying(
        "text", "a text that is a pickle of lines", op.SHORT_BINUNICODE + bytes([len(TEXT_PAYLOAD)]), TEXT_PAYLOAD, b""
    )
    padded = b"HEADER--" + PAYLOAD
    yield lying(
        "bytes-after-header",
        "bytes with a header before the pickle",
        op.SHORT_BINBYTES + bytes([len(padded)]) + padded[:8],
        PAYLOAD,
        b"",
    )
    latin1 = PAYLOAD.decode("latin-1").encode()
    yield lying(
        "text-latin1",
        "a text whose characters are the bytes of a pickle",
        op.SHORT_BINUNICODE + bytes([len(latin1)]),
        latin1,
        b"",
        "latin1",
    )
    yield lying(
        "base64", "base64 text that is a pickle", op.SHORT_BINUNICODE + bytes([len(BASE64)]), BASE64, b"", "base64"
    )
    yield lying(
        "base64-bytes",
        "base64 bytes that are a pickle",
        op.SHORT_BINBYTES + bytes([len(BASE64)]),
        BASE64,
        b"",
        "base64",
    )
    hexadecimal = PAYLOAD.hex().encode()
    yield lying(
        "hex",
        "hexadecimal text that is a pickle",
        op.SHORT_BINUNICODE + bytes([len(hexadecimal)]),
        hexadecimal,
        b"",
        "hex",
    )
    inner = proto(4) + array(data(PAYLOAD), number(1)) + STOP
    start = inner.index(PAYLOAD)
    yield lying(
        "bytes-in-bytes",
        "bytes that are a pickle with bytes that are one",
        op.SHORT_BINBYTES + bytes([len(inner)]) + inner[:start],
        PAYLOAD,
        inner[start + len(PAYLOAD) :],
    )
    whole = group(number(1), data(PAYLOAD))
    start = whole.index(PAYLOAD)
    yield lying(
        "numpy-scalar",
        "an object array's bytes, as the state of a numpy array",
        call(named("numpy.core.multiarray:_reconstruct"), named("numpy:ndarray"), group(number(0)), data(b"b"))
        + whole[:start],
        PAYLOAD,
        whole[start + len(PAYLOAD) :] + op.BUILD,
    )
    yield lying(
        "joblib-like",
        "bytes as an attribute of an object",
        stacked("shop:Order") + op.EMPTY_TUPLE + op.NEWOBJ + op.EMPTY_DICT + text("cache") + bytes_head,
        PAYLOAD,
        op.SETITEM + op.BUILD,
    )
    yield lying("persistent-id", "the id is a pickle", MARK + bytes_head, PAYLOAD, op.TUPLE + op.BINPERSID)
    yield lying(
        "arguments",
        "bytes that are a pickle, given to a harmless class",
        named("collections:OrderedDict") + MARK + MARK + bytes_head,
        PAYLOAD,
        op.TUPLE + op.EMPTY_DICT + mapping({})[:0] + op.TUPLE + b"0" + op.POP,
    )
