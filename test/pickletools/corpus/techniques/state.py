"""BUILD that changes what was imported, or gives an object the methods that the next opcodes call."""

import pickle as op

from assemble import MARK, NONE, STOP, array, call, data, group, mapping, named, number, proto, stacked, text
from case import case

TITLE = "state"
SYSTEM = stacked("os:system")
TRUE = text("true")
NAMESPACE = call(stacked("types:SimpleNamespace"))


def slots(entries):
    """A state of two parts, the second for attributes."""
    return NONE + mapping(entries) + op.TUPLE2


def cases():
    def shown(name, note, code, event="call os.system"):
        return case(name, note, proto(4) + code + STOP, event)

    yield shown(
        "of-a-function",
        "attributes of an imported function",
        stacked("json:loads") + slots({"__code__": NONE}) + op.BUILD,
        "setattr json.loads.__code__",
    )
    yield shown(
        "of-a-function-defaults",
        "defaults of an imported function",
        stacked("json:loads") + slots({"__defaults__": group(SYSTEM)}) + op.BUILD,
        "setattr json.loads.__defaults__",
    )
    yield shown(
        "of-a-class",
        "methods of an imported class",
        stacked("json:JSONDecoder") + slots({"decode": SYSTEM}) + op.BUILD,
        "setattr json.JSONDecoder.decode",
    )
    yield shown(
        "of-a-class-harmless",
        "an ordinary attribute of an imported class",
        stacked("decimal:Context") + slots({"prec": number(1)}) + op.BUILD,
        "setattr decimal.Context.prec",
    )
    yield shown(
        "of-a-class-dict",
        "a state for an imported class",
        stacked("json:JSONDecoder") + mapping({"decode": SYSTEM}) + op.BUILD,
        "build json.JSONDecoder",
    )
    yield shown(
        "of-a-module",
        "attributes of a module that a name reaches",
        stacked("random:_os") + slots({"system": NONE}) + op.BUILD,
        "setattr random._os.system",
    )
    yield shown(
        "of-a-memo-global",
        "the imported class comes from the memo",
        stacked("json:JSONDecoder")
        + op.MEMOIZE
        + op.POP
        + op.BINGET
        + b"\0"
        + slots({"decode": stacked("json:dumps")})
        + op.BUILD,
        "setattr json.JSONDecoder.decode",
    )
    for key in [
        "__class__",
        "__dict__",
        "__reduce__",
        "__reduce_ex__",
        "__getattr__",
        "__init_subclass__",
        "__del__",
        "__call__",
    ]:
        yield shown(
            "slot-" + key.strip("_"),
            "the slot %s of an object" % key,
            stacked("shop:Order") + op.EMPTY_TUPLE + op.NEWOBJ + slots({key: SYSTEM}) + op.BUILD,
            "setattr shop.Order().%s" % key,
        )
    yield shown(
        "slot-class-harmless",
        "an object is given another class",
        stacked("shop:Order") + op.EMPTY_TUPLE + op.NEWOBJ + slots({"__class__": stacked("shop:Invoice")}) + op.BUILD,
        "setattr shop.Order().__class__",
    )
    yield shown(
        "setstate-key",
        "a state brings __setstate__, the next BUILD calls it",
        NAMESPACE + mapping({"__setstate__": SYSTEM}) + op.BUILD + TRUE + op.BUILD,
    )
    yield shown(
        "setstate-key-unknown",
        "the same with an object of the reader's own",
        stacked("shop:Order")
        + op.EMPTY_TUPLE
        + op.NEWOBJ
        + mapping({"__setstate__": SYSTEM})
        + op.BUILD
        + TRUE
        + op.BUILD,
    )
    yield shown(
        "append-key",
        "a state brings append, APPEND calls it",
        NAMESPACE + mapping({"append": SYSTEM}) + op.BUILD + TRUE + op.APPEND,
    )
    yield shown(
        "extend-key",
        "a state brings extend, APPENDS calls it",
        NAMESPACE + mapping({"extend": SYSTEM}) + op.BUILD + MARK + TRUE + op.APPENDS,
    )
    yield shown(
        "add-key",
        "a state brings add, ADDITEMS calls it",
        NAMESPACE + mapping({"add": SYSTEM}) + op.BUILD + MARK + TRUE + op.ADDITEMS,
    )
    yield shown(
        "setstate-of-partial",
        "the state of a partial is what it calls",
        call(stacked("functools:partial"), stacked("builtins:list"))
        + group(SYSTEM, group(TRUE), op.EMPTY_DICT, op.EMPTY_DICT)
        + op.BUILD
        + op.EMPTY_TUPLE
        + op.REDUCE,
    )
    yield shown(
        "setstate-of-dangerous",
        "__setstate__ of a class that reaches outside",
        stacked("logging:FileHandler")
        + op.EMPTY_TUPLE
        + op.NEWOBJ
        + mapping({"baseFilename": text("payload")})
        + op.BUILD,
        "build logging.FileHandler()",
    )
    yield shown(
        "of-a-result",
        "a state for the module that a call gave",
        call(stacked("builtins:__import__"), text("json")) + slots({"loads": NONE}) + op.BUILD,
        "setattr builtins.__import__().loads",
    )
    yield shown(
        "of-a-list",
        "bytes as the state of a dangerous class",
        stacked("subprocess:Popen") + op.EMPTY_TUPLE + op.NEWOBJ + data(b"payload") + op.BUILD,
        "build subprocess.Popen()",
    )
    yield case(
        "global-opcode",
        "a GLOBAL, a tuple, BUILD: protocol 2 is enough",
        proto(2)
        + named("json:JSONDecoder")
        + NONE
        + op.EMPTY_DICT
        + text("decode")
        + NONE
        + op.SETITEM
        + op.TUPLE2
        + op.BUILD
        + STOP,
        "setattr json.JSONDecoder.decode",
    )
    yield shown(
        "array-of-states",
        "two states, the second for the class itself",
        array(stacked("shop:Order"), stacked("shop:Order") + slots({"total": NONE}) + op.BUILD),
        "setattr shop.Order.total",
    )
