"""Persistent ids, and what is made to find them."""

import pickle as op

from assemble import NONE, STOP, SYSTEM, call, group, mapping, named, number, proto, quoted, stacked, text, text2
from case import case

TITLE = "persistent ids"


def cases():
    yield case(
        "call-in-id", "a call makes the id", proto(2) + SYSTEM + group(text2("true")) + op.REDUCE + op.BINPERSID + STOP
    )
    yield case(
        "call-in-tuple",
        "a call is part of the id",
        proto(2) + group(text2("storage"), SYSTEM + group(text2("true")) + op.REDUCE, text2("0")) + op.BINPERSID + STOP,
    )
    yield case(
        "storage-type",
        "a dangerous function in the place of a storage class",
        proto(2) + group(text2("storage"), SYSTEM, text2("0"), text2("cpu"), number(1)) + op.BINPERSID + STOP,
        "import os.system",
    )
    yield case("after-text-id", "a call behind a text id", b"Ppayload\n0cos\nsystem\n(S'true'\ntR.")
    yield case(
        "inside-state",
        "an id whose object gets a dangerous state",
        proto(2)
        + text2("0")
        + op.BINPERSID
        + mapping({"__setstate__": SYSTEM})
        + op.BUILD
        + text2("true")
        + op.BUILD
        + STOP,
    )
    yield case(
        "called",
        "what the id finds is called",
        proto(2) + text2("0") + op.BINPERSID + group(text2("true")) + op.REDUCE + STOP,
        "call persistent()",
        expect="unknown",
    )
    yield case(
        "called-text", "what a text id finds is called", b"P0\n(S'true'\ntR.", "call persistent()", expect="unknown"
    )
    yield case(
        "attribute",
        "an attribute of what the id finds is called",
        proto(4) + call(call(stacked("builtins:getattr"), text("0") + op.BINPERSID, text("save")), NONE) + STOP,
        "call persistent().save",
        expect="unknown",
    )
    yield case(
        "as-argument",
        "what the id finds is an argument of eval",
        proto(2) + call(named("builtins:eval"), text2("0") + op.BINPERSID) + STOP,
        "call builtins.eval",
    )
    yield case("quoted", "a text id with quotes, then a call", b"P'0'\n0" + SYSTEM + b"(" + quoted("true") + b"tR.")
