"""Streams that only Python 2's cPickle takes: its opcodes reach beneath a mark."""

import pickle as op

from assemble import MARK, NONE, STOP, SYSTEM, short_string
from case import case

TITLE = "reaching beneath a mark"
TRUE = short_string(b"true")


def cases():
    yield case("tuple1", "TUPLE1 takes what is below the mark", SYSTEM + TRUE + MARK + op.TUPLE1 + op.REDUCE + STOP)
    yield case(
        "tuple2",
        "TUPLE2 takes one from each side",
        SYSTEM + TRUE + op.TUPLE1 + op.REDUCE + MARK + NONE + op.TUPLE2 + STOP,
    )
    yield case(
        "reduce", "REDUCE takes its function from below the mark", SYSTEM + MARK + TRUE + op.TUPLE1 + op.REDUCE + STOP
    )
    yield case("dup", "DUP copies what is below the mark", SYSTEM + MARK + op.DUP + TRUE + op.TUPLE1 + op.REDUCE + STOP)
    yield case(
        "append",
        "APPEND reaches a list below the mark",
        op.EMPTY_LIST + MARK + NONE + op.APPEND + SYSTEM + TRUE + op.TUPLE1 + op.REDUCE + STOP,
    )
    yield case(
        "setitem",
        "SETITEM reaches a dict below the mark",
        op.EMPTY_DICT + MARK + TRUE + NONE + op.SETITEM + SYSTEM + TRUE + op.TUPLE1 + op.REDUCE + STOP,
    )
    yield case(
        "build",
        "BUILD reaches an object below the mark",
        SYSTEM + MARK + op.EMPTY_DICT + op.BUILD + STOP,
        "build os.system",
    )
    yield case(
        "odd-dict",
        "DICT of an odd number of members",
        MARK + TRUE + op.DICT + op.POP + SYSTEM + TRUE + op.TUPLE1 + op.REDUCE + STOP,
    )
    yield case(
        "int-suffix", "an INT with the L of a LONG", b"I1L\n" + op.POP + SYSTEM + TRUE + op.TUPLE1 + op.REDUCE + STOP
    )
    yield case("long-suffix", "a LONG with a small l", b"L1l\n" + op.POP + SYSTEM + TRUE + op.TUPLE1 + op.REDUCE + STOP)
