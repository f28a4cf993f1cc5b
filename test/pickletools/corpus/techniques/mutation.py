"""Opcodes that fill a list, a dict or a set which the stream did not make but import."""

import pickle as op

from assemble import MARK, NONE, STOP, named, proto, stacked, text
from case import case

TITLE = "imported objects changed"


def cases():
    def shown(name, note, code, event):
        return case(name, note, proto(4) + code + STOP, event)

    yield shown(
        "append", "APPEND to the path of modules", stacked("sys:path") + text("payload") + op.APPEND, "append sys.path"
    )
    yield shown(
        "appends",
        "APPENDS to the path of modules",
        stacked("sys:path") + MARK + text("payload") + op.APPENDS,
        "append sys.path",
    )
    yield shown(
        "appends-hooks",
        "APPENDS to the finders of modules",
        stacked("sys:meta_path") + MARK + NONE + op.APPENDS,
        "append sys.meta_path",
    )
    yield shown(
        "setitem",
        "SETITEM on the environment",
        stacked("os:environ") + text("PAYLOAD") + text("") + op.SETITEM,
        "setitem os.environ",
    )
    yield shown(
        "setitem-modules",
        "SETITEM on the table of modules",
        stacked("sys:modules") + text("payload") + NONE + op.SETITEM,
        "setitem sys.modules",
    )
    yield shown(
        "setitems-builtins",
        "SETITEMS on the dict of a module",
        stacked("builtins:__dict__") + MARK + text("payload") + NONE + op.SETITEMS,
        "setitem builtins.__dict__",
    )
    yield shown(
        "dispatch-table",
        "SETITEM on the table of reducers",
        stacked("copyreg:dispatch_table") + stacked("builtins:complex") + stacked("builtins:str") + op.SETITEM,
        "setitem copyreg.dispatch_table",
    )
    yield shown(
        "harmless-list",
        "APPEND to a list of a harmless module",
        stacked("warnings:filters") + NONE + op.APPEND,
        "append warnings.filters",
    )
    yield shown(
        "harmless-dict",
        "SETITEMS on a dict of a harmless module",
        stacked("mimetypes:types_map") + MARK + text(".payload") + text("text/plain") + op.SETITEMS,
        "setitem mimetypes.types_map",
    )
    yield shown(
        "unknown-dict",
        "SETITEM on a dict of the reader's own module",
        stacked("shop:SETTINGS") + text("debug") + op.NEWTRUE + op.SETITEM,
        "setitem shop.SETTINGS",
    )
    yield shown(
        "additems",
        "ADDITEMS to a set of the reader's own module",
        stacked("shop:ADMINS") + MARK + text("payload") + op.ADDITEMS,
        "add shop.ADMINS",
    )
    yield shown(
        "through-memo",
        "the imported list comes from the memo",
        stacked("sys:path") + op.MEMOIZE + op.POP + op.BINGET + b"\0" + text("payload") + op.APPEND,
        "append sys.path",
    )
    yield shown(
        "globals",
        "the globals of a function",
        stacked("json:loads.__globals__") + text("payload") + NONE + op.SETITEM,
        "setitem json.loads.__globals__",
    )
    yield case("protocol-0", "lines of text only", named("sys:path") + b"S'payload'\na.", "append sys.path")
