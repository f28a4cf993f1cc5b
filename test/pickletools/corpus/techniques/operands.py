"""STACK_GLOBAL whose two strings are not the two last ones in the stream."""

import pickle as op
import struct

from assemble import (
    MARK,
    NONE,
    STOP,
    call,
    data,
    get,
    group,
    line,
    named,
    proto,
    put,
    quoted,
    short_string,
    stacked,
    text,
    text2,
)
from case import case

TITLE = "operands of STACK_GLOBAL"
MODULE = text("os")
NAME = text("system")
GLOBAL = op.STACK_GLOBAL
RUN = group(text("true")) + op.REDUCE + STOP
MEMOIZE = op.MEMOIZE


def cases():
    def shown(name, note, code, **more):
        return case(name, note, proto(4) + code + RUN, **more)

    yield shown(
        "put-get",
        "both strings come from the memo",
        MODULE + put(0) + op.POP + NAME + put(1) + op.POP + get(0) + get(1) + GLOBAL,
    )
    yield shown("memoize-get", "MEMOIZE fills the memo", MODULE + MEMOIZE + NAME + MEMOIZE + get(0) + get(1) + GLOBAL)
    yield shown(
        "get-decoys",
        "harmless strings were the last ones",
        MODULE
        + MEMOIZE
        + NAME
        + MEMOIZE
        + text("datetime")
        + MEMOIZE
        + text("date")
        + MEMOIZE
        + get(0)
        + get(1)
        + GLOBAL,
    )
    yield shown(
        "swapped",
        "the memo gives the strings back in the other order",
        NAME + MEMOIZE + MODULE + MEMOIZE + op.POP + op.POP + get(1) + get(0) + GLOBAL,
    )
    yield shown(
        "put-then-memoize",
        "MEMOIZE counts the entries, PUT leaves a hole: the entry of PUT 1 is overwritten",
        text("datetime")
        + put(1)
        + op.POP
        + MODULE
        + MEMOIZE
        + op.POP
        + NAME
        + put(7)
        + op.POP
        + get(1)
        + get(7)
        + GLOBAL,
    )
    yield shown(
        "memoize-over-put",
        "MEMOIZE after PUT 3 writes entry 1, not 4",
        text("x") + put(3) + op.POP + MODULE + MEMOIZE + op.POP + NAME + MEMOIZE + op.POP + get(1) + get(2) + GLOBAL,
    )
    yield shown(
        "clobbered",
        "a memo entry is written again with another string",
        text("datetime") + put(0) + op.POP + MODULE + put(0) + op.POP + get(0) + NAME + GLOBAL,
    )
    yield shown(
        "clobbered-late",
        "the harmless string is written last, after the read",
        MODULE + put(0) + op.POP + get(0) + text("datetime") + put(0) + op.POP + NAME + GLOBAL,
    )
    yield shown(
        "long-index",
        "LONG_BINPUT and LONG_BINGET",
        MODULE
        + op.LONG_BINPUT
        + struct.pack("<I", 1000)
        + op.POP
        + op.LONG_BINGET
        + struct.pack("<I", 1000)
        + NAME
        + GLOBAL,
    )
    yield shown(
        "text-index",
        "PUT and GET, in digits with zeros before",
        MODULE + line(op.PUT, "0012") + op.POP + line(op.GET, "12") + NAME + GLOBAL,
    )
    yield shown(
        "signed-index",
        "GET with a plus sign",
        MODULE + line(op.PUT, "12") + op.POP + line(op.GET, "+12") + NAME + GLOBAL,
    )
    yield case(
        "first-bytes", "the stream starts with the two strings, no PROTO before them", MODULE + NAME + GLOBAL + RUN
    )
    yield case(
        "dup",
        "one string for both, by DUP",
        proto(4) + text("timeit") + op.DUP + GLOBAL + group(text("pass"), text("pass")) + op.REDUCE + STOP,
        "call timeit.timeit",
    )
    yield shown("pop", "a string between them is popped", MODULE + text("datetime") + op.POP + NAME + GLOBAL)
    yield shown("pop-after", "a string after them is popped", MODULE + NAME + text("date") + op.POP + GLOBAL)
    yield shown(
        "pop-mark",
        "strings between them are popped with their mark",
        MODULE + MARK + text("datetime") + text("date") + op.POP_MARK + NAME + GLOBAL,
    )
    yield shown(
        "pop-mark-after",
        "strings after them are popped with their mark",
        MODULE + NAME + MARK + text("datetime") + text("date") + op.POP_MARK + GLOBAL,
    )
    yield shown("mark-pop", "POP takes the mark away", MODULE + MARK + op.POP + NAME + GLOBAL)
    yield shown(
        "marks", "marks nested in marks", MODULE + MARK * 20 + text("date") + op.POP_MARK + op.POP * 19 + NAME + GLOBAL
    )
    yield shown(
        "in-a-tuple",
        "the strings are members of a tuple that is dropped",
        group(MODULE + MEMOIZE, NAME + MEMOIZE) + op.POP + get(0) + get(1) + GLOBAL,
    )
    yield shown(
        "in-nested-tuples",
        "the strings are members of tuples of tuples",
        MODULE
        + MEMOIZE
        + op.TUPLE1 * 3
        + NAME
        + MEMOIZE
        + op.TUPLE1
        + op.TUPLE2
        + MEMOIZE
        + op.POP
        + get(0)
        + get(1)
        + GLOBAL,
    )
    yield shown(
        "in-a-dict",
        "the strings are a key and its value",
        op.EMPTY_DICT + MODULE + MEMOIZE + NAME + MEMOIZE + op.SETITEM + op.POP + get(0) + get(1) + GLOBAL,
    )
    yield shown(
        "in-a-set",
        "the strings are members of a set",
        op.EMPTY_SET + MARK + MODULE + MEMOIZE + NAME + MEMOIZE + op.ADDITEMS + op.POP + get(0) + get(1) + GLOBAL,
    )
    yield shown(
        "in-a-list",
        "the call happens inside a list",
        op.EMPTY_LIST
        + MARK
        + MODULE
        + NAME
        + GLOBAL
        + group(text("true"))
        + op.REDUCE
        + op.APPENDS
        + op.POP
        + stacked("builtins:str"),
    )
    yield shown(
        "far-away",
        "hundreds of opcodes lie between",
        MODULE + (text("date") + op.POP) * 100 + NAME + (NONE + op.POP) * 100 + GLOBAL,
    )
    yield shown("deep", "two strings beneath a deep stack", MODULE + NAME + NONE * 100 + op.POP * 100 + GLOBAL)

    strings = {
        "string": quoted("os") + quoted("system"),
        "string-escapes": quoted("\\x6fs") + quoted("sys\\164em"),
        "string-double-quotes": line(op.STRING, '"os"') + line(op.STRING, '"system"'),
        "short-binstring": short_string(b"os") + short_string(b"system"),
        "binstring": op.BINSTRING + struct.pack("<i", 2) + b"os" + op.BINSTRING + struct.pack("<i", 6) + b"system",
        "unicode": line(op.UNICODE, "os") + line(op.UNICODE, "system"),
        "unicode-escapes": line(op.UNICODE, "\\u006fs") + line(op.UNICODE, "s\\u0079stem"),
        "unicode-long-escapes": line(op.UNICODE, "\\U0000006fs") + line(op.UNICODE, "system"),
        "binunicode": text2("os") + text2("system"),
        "binunicode8": op.BINUNICODE8
        + struct.pack("<Q", 2)
        + b"os"
        + op.BINUNICODE8
        + struct.pack("<Q", 6)
        + b"system",
        "mixed": quoted("os") + text("system"),
    }
    for name, code in strings.items():
        yield shown(name, "strings as " + name.replace("-", " "), code + GLOBAL)
    yield case(
        "protocol-0",
        "lines of text only, but for STACK_GLOBAL itself",
        quoted("\\x6f\\x73") + quoted("system") + GLOBAL + MARK + quoted("true") + op.TUPLE + op.REDUCE + STOP,
    )

    computed = {
        "decode": call(stacked("_codecs:decode"), data(b"os"), text("ascii")),
        "rot13": call(stacked("codecs:decode"), text("bf"), text("rot13")),
        "join": call(stacked("builtins:str.join"), text(""), text("os")),
        "str-of-bytes": call(stacked("builtins:str"), data(b"os"), text("ascii")),
        "concat": call(stacked("operator:concat"), text("o"), text("s")),
        "replace": call(stacked("builtins:str.replace"), text("xs"), text("x"), text("o")),
        "lower": call(stacked("builtins:str.lower"), text("OS")),
        "format": call(stacked("builtins:str.format"), text("{}s"), text("o")),
        "chr": call(stacked("builtins:str.join"), text(""), group(call(stacked("builtins:chr"), b"K\x6f"), text("s"))),
        "unhexlify": call(stacked("_codecs:decode"), call(stacked("binascii:unhexlify"), text("6f73")), text("ascii")),
        "base64": call(stacked("_codecs:decode"), call(stacked("base64:b64decode"), text("b3M=")), text("ascii")),
        "getitem": call(stacked("operator:getitem"), group(text("date"), text("os")), b"K\x01"),
        "dict-get": call(stacked("builtins:dict.get"), op.EMPTY_DICT + text("a") + text("os") + op.SETITEM, text("a")),
        "itemgetter": call(call(stacked("operator:itemgetter"), b"K\x00"), group(text("os"))),
        "max": call(stacked("builtins:max"), text("datetime"), text("os")),
        "method": call(call(stacked("builtins:getattr"), text("OS"), text("lower"))),
    }
    for name, code in computed.items():
        yield shown("computed-" + name, "the module's name is what a call gave: " + name, code + NAME + GLOBAL)
    yield shown(
        "computed-both",
        "both names are what calls gave",
        computed["rot13"] + call(stacked("codecs:decode"), text("flfgrz"), text("rot13")) + GLOBAL,
    )
    yield shown(
        "computed-memo",
        "the computed name comes through the memo",
        computed["join"] + MEMOIZE + op.POP + get(0) + NAME + GLOBAL,
    )
    yield shown(
        "memo-of-global",
        "the callable itself comes from the memo, after harmless ones",
        named("os:system") + MEMOIZE + op.POP + stacked("datetime:date") + MEMOIZE + op.POP + get(0),
    )
    yield shown(
        "callable-in-tuple",
        "the callable is a member of a tuple first",
        group(named("os:system") + MEMOIZE, NONE) + op.POP + get(0),
    )
    yield shown(
        "callable-by-dup",
        "the callable is duplicated, and called once",
        named("os:system") + op.DUP + group(text("true")) + op.REDUCE + op.POP,
    )
