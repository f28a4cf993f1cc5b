"""Calls whose result is not in what the stream gives."""

import pickle as op

from assemble import MARK, NONE, STOP, SYSTEM, array, group, mapping, number, proto, text, text2
from case import case

TITLE = "results thrown away"
RUN = SYSTEM + group(text2("true")) + op.REDUCE
OBJ = MARK + SYSTEM + text2("true") + op.OBJ
INST = MARK + text2("true") + b"ios\nsystem\n"


def cases():
    def shown(name, note, code):
        return case(name, note, proto(4) + code + STOP)

    for name, code in {"reduce": RUN, "obj": OBJ, "inst": INST}.items():
        yield shown(name + "-pop", name.upper() + ", then POP", code + op.POP + mapping({"weights": number(1)}))
    yield shown("pop-mark", "the call lies above a mark that POP_MARK takes", MARK + RUN + op.POP_MARK + NONE)
    yield shown(
        "below-the-result", "the call stays on the stack, beneath what STOP takes", RUN + array(number(1), number(2))
    )
    yield shown(
        "overwritten-entry",
        "the next value of the key replaces it",
        op.EMPTY_DICT + text("a") + RUN + op.SETITEM + text("a") + NONE + op.SETITEM,
    )
    yield shown(
        "overwritten-memo", "memo entry only, written over", RUN + op.BINPUT + b"\0" + op.POP + NONE + op.BINPUT + b"\0"
    )
    yield shown("in-a-dropped-list", "inside a list that is dropped", array(RUN, number(1)) + op.POP + number(1))
    yield shown("set-member", "twice in a set", op.EMPTY_SET + MARK + RUN + op.ADDITEMS + op.POP + NONE)
    yield shown("state-replaced", "in a state that nothing keeps", op.EMPTY_LIST + MARK + RUN + op.POP_MARK)
    yield shown(
        "between",
        "in the middle of a long list of numbers",
        array(*[number(one) for one in range(50)], RUN + op.POP, *[number(one) for one in range(50)]),
    )
