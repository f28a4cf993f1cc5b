"""Callables that are harmless until they get another one, or a name, as an argument."""

import pickle as op

from assemble import MARK, NONE, STOP, array, call, group, mapping, named, proto, stacked, text, value
from case import case

TITLE = "attributes by name, callables as arguments"
SYSTEM = stacked("os:system")
OS = call(stacked("builtins:__import__"), text("os"))
TRUE = text("true")
ENTRIES = array(TRUE)


def cases():
    def shown(name, note, code, event="call os.system", **more):
        return case(name, note, proto(4) + code + STOP, event, **more)

    imported = "call builtins.__import__().system"
    yield shown(
        "getattr",
        "getattr of an imported module",
        call(call(stacked("builtins:getattr"), OS, text("system")), TRUE),
        imported,
    )
    yield shown(
        "getattr-chain",
        "getattr of getattr of getattr",
        call(
            call(
                stacked("builtins:getattr"),
                call(
                    stacked("builtins:getattr"),
                    call(stacked("builtins:getattr"), stacked("random:Random"), text("seed")),
                    text("__globals__"),
                ),
                text("get"),
            ),
            text("_os"),
        ),
        "call random.Random.seed.__globals__.get",
    )
    yield shown(
        "getattr-computed",
        "the attribute's name is computed",
        call(
            call(
                stacked("builtins:getattr"),
                OS,
                call(stacked("builtins:str.join"), text(""), array(text("sys"), text("tem"))),
            ),
            TRUE,
        ),
        imported,
    )
    yield shown(
        "getattr-default",
        "getattr with a default",
        call(call(stacked("builtins:getattr"), OS, text("system"), NONE), TRUE),
        imported,
    )
    yield shown(
        "getattr-subclasses",
        "from a harmless class to all classes",
        call(
            call(
                stacked("builtins:getattr"),
                call(stacked("builtins:getattr"), stacked("datetime:date"), text("__base__")),
                text("__subclasses__"),
            )
        ),
        "call datetime.date.__base__.__subclasses__",
    )
    yield shown(
        "attrgetter",
        "attrgetter of an imported module",
        call(call(call(stacked("operator:attrgetter"), text("system")), OS), TRUE),
        imported,
    )
    yield shown(
        "attrgetter-path",
        "attrgetter follows dots",
        call(
            call(call(stacked("operator:attrgetter"), text("seed.__globals__.get")), stacked("random:Random")),
            text("_os"),
        ),
        "call random.Random.seed.__globals__.get",
    )
    yield shown(
        "methodcaller",
        "methodcaller of an imported module",
        call(call(stacked("operator:methodcaller"), text("system"), TRUE), OS),
        imported,
    )
    yield shown(
        "itemgetter",
        "an item of a dict of globals",
        call(call(call(stacked("operator:itemgetter"), text("eval")), stacked("builtins:__dict__")), text("1")),
        "call builtins.__dict__['eval']",
    )
    yield shown(
        "partial-kept",
        "a partial of a dangerous function, to be called by whoever gets it",
        call(stacked("functools:partial"), SYSTEM, TRUE),
        "import os.system",
    )
    yield shown("partial-called", "a partial that is called", call(call(stacked("functools:partial"), SYSTEM, TRUE)))
    yield shown(
        "partial-new",
        "NEWOBJ of partial",
        stacked("functools:partial") + group(SYSTEM, TRUE) + op.NEWOBJ + op.EMPTY_TUPLE + op.REDUCE,
    )
    yield shown(
        "partial-state",
        "the state of a partial names what it calls",
        call(stacked("functools:partial"), stacked("builtins:list"))
        + group(SYSTEM, group(TRUE), op.EMPTY_DICT, NONE)
        + op.BUILD
        + op.EMPTY_TUPLE
        + op.REDUCE,
    )
    yield shown(
        "partial-of-partial",
        "a partial of a partial",
        call(call(stacked("functools:partial"), call(stacked("functools:partial"), SYSTEM), TRUE)),
    )
    yield shown(
        "partial-of-getattr",
        "a partial of getattr",
        call(call(call(stacked("functools:partial"), stacked("builtins:getattr"), OS), text("system")), TRUE),
        imported,
    )
    for consumer in ["list", "tuple", "set", "frozenset", "sum", "bytes", "max"]:
        ending = ("call os.system",)
        yield shown(
            "map-" + consumer,
            "map runs when %s takes its members" % consumer,
            call(stacked("builtins:" + consumer), call(stacked("builtins:map"), SYSTEM, ENTRIES)),
            ending,
        )
    yield shown(
        "map-new",
        "NEWOBJ of map",
        call(stacked("builtins:list"), stacked("builtins:map") + group(SYSTEM, ENTRIES) + op.NEWOBJ),
    )
    yield shown(
        "map-deque",
        "deque takes the members",
        call(stacked("collections:deque"), call(stacked("builtins:map"), SYSTEM, ENTRIES)),
    )
    yield shown(
        "map-never-run",
        "a map that whoever gets it will run",
        call(stacked("builtins:map"), SYSTEM, ENTRIES),
        "import os.system",
    )
    yield shown(
        "filter",
        "filter calls its function",
        call(stacked("builtins:list"), call(stacked("builtins:filter"), SYSTEM, ENTRIES)),
    )
    yield shown(
        "starmap",
        "starmap calls its function",
        call(stacked("builtins:list"), call(stacked("itertools:starmap"), SYSTEM, array(group(TRUE)))),
    )
    yield shown(
        "reduce",
        "functools.reduce calls its function",
        call(stacked("functools:reduce"), stacked("builtins:exec"), array(text("pass"), op.EMPTY_DICT)),
        "call builtins.exec",
    )
    yield shown(
        "reduce-getattr",
        "functools.reduce walks attributes",
        call(
            call(
                stacked("functools:reduce"),
                stacked("builtins:getattr"),
                array(OS, text("path"), text("os"), text("system")),
            ),
            TRUE,
        ),
        "call builtins.__import__().path.os.system",
    )
    yield shown(
        "sorted-key",
        "sorted calls its key",
        stacked("functools:partial")
        + group(stacked("builtins:sorted"), ENTRIES)
        + mapping({"key": SYSTEM})
        + op.NEWOBJ_EX
        + op.EMPTY_TUPLE
        + op.REDUCE,
    )
    yield shown(
        "iter-sentinel",
        "iter of a callable calls it for each member",
        call(
            stacked("builtins:next"),
            call(
                stacked("builtins:iter"),
                call(stacked("functools:partial"), stacked("builtins:eval"), text("None")),
                NONE,
            ),
        ),
        "call builtins.eval",
    )
    yield shown(
        "defaultdict",
        "a factory that the next missing key calls",
        call(stacked("collections:defaultdict"), call(stacked("functools:partial"), SYSTEM, TRUE)),
        "import os.system",
    )
    yield shown(
        "defaultdict-run",
        "the missing key is asked for at once",
        call(
            stacked("operator:getitem"),
            call(stacked("collections:defaultdict"), call(stacked("functools:partial"), SYSTEM, TRUE)),
            NONE,
        ),
    )
    yield shown(
        "reconstructor",
        "copyreg._reconstructor of an odd class, with a base that makes it",
        call(stacked("copyreg:_reconstructor"), stacked("subprocess:Popen"), stacked("mmap:mmap"), value((0, 1))),
        "new subprocess.Popen",
    )
    yield shown(
        "newobj-function",
        "copyreg.__newobj__ calls __new__ of its argument",
        call(stacked("copyreg:__newobj__"), stacked("mmap:mmap"), value(-1), value(1)),
        "new mmap.mmap",
    )
    yield shown(
        "newobj-ex-function",
        "copyreg.__newobj_ex__ does, with keywords",
        call(
            stacked("copyreg:__newobj_ex__"),
            stacked("types:FunctionType"),
            op.EMPTY_TUPLE,
            mapping({"code": NONE, "globals": op.EMPTY_DICT}),
        ),
        "new types.FunctionType",
    )
    yield shown(
        "add-extension",
        "the stream itself registers the extension code that it uses then",
        call(stacked("copyreg:add_extension"), text("subprocess"), text("getstatusoutput"), b"K\x2a")
        + op.POP
        + op.EXT1
        + b"\x2a"
        + group(TRUE)
        + op.REDUCE,
        "call subprocess.getstatusoutput",
    )
    yield shown(
        "copyreg-pickle",
        "registers a function that the next dump calls",
        call(stacked("copyreg:pickle"), stacked("builtins:complex"), SYSTEM),
        "call copyreg.pickle",
    )
    yield shown(
        "setattr",
        "setattr of an imported module",
        call(stacked("builtins:setattr"), OS, text("payload"), NONE),
        "call builtins.setattr",
    )
    yield shown(
        "delattr",
        "delattr of an imported module",
        call(stacked("builtins:delattr"), OS, text("payload")),
        "call builtins.delattr",
    )
    yield shown("vars", "vars of an imported module", call(stacked("builtins:vars"), OS), "call builtins.vars")
    yield shown(
        "finalize",
        "weakref.finalize keeps a function to be called",
        call(stacked("weakref:finalize"), stacked("datetime:date"), SYSTEM, TRUE),
        "import os.system",
    )
    yield shown(
        "exit-stack",
        "an exit stack keeps a function to be called",
        call(call(stacked("builtins:getattr"), call(stacked("contextlib:ExitStack")), text("callback")), SYSTEM, TRUE),
        "import os.system",
    )
    yield shown(
        "method-type",
        "a bound method made of any callable",
        call(call(stacked("types:MethodType"), SYSTEM, TRUE)),
        "call types.MethodType()",
    )
    yield shown(
        "call-of-result",
        "what a call gave is called",
        call(call(call(stacked("builtins:__import__"), text("os"))), TRUE),
        "call builtins.__import__()",
    )
    yield shown(
        "pkgutil-resolve",
        "a name in one string, resolved and called",
        call(call(stacked("pkgutil:resolve_name"), text("os:system")), TRUE),
        "call pkgutil.resolve_name()",
    )
    yield shown(
        "locate",
        "methodcaller of what pydoc located",
        call(call(stacked("operator:methodcaller"), text("system"), TRUE), call(stacked("pydoc:locate"), text("os"))),
        "call pydoc.locate().system",
    )
    yield shown(
        "type-call",
        "a class made on the spot",
        call(
            stacked("builtins:type"),
            text("Payload"),
            group(stacked("builtins:object")),
            mapping({"__reduce__": SYSTEM}),
        ),
        "import os.system",
    )
    yield shown(
        "property",
        "a property that calls a dangerous function",
        call(stacked("builtins:property"), SYSTEM),
        "import os.system",
    )
    yield shown(
        "two-deep",
        "partial inside map inside list",
        call(
            stacked("builtins:list"), call(stacked("builtins:map"), call(stacked("functools:partial"), SYSTEM), ENTRIES)
        ),
    )
    yield case("inst-partial", "INST of partial", proto(4) + MARK + SYSTEM + TRUE + b"ifunctools\npartial\n)R.")
    yield case(
        "obj-map",
        "OBJ of map, run by OBJ of list",
        proto(4)
        + MARK
        + named("builtins:list")
        + MARK
        + named("builtins:map")
        + SYSTEM
        + ENTRIES
        + op.OBJ
        + op.OBJ
        + STOP,
    )
