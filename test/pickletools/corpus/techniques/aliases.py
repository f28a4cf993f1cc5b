"""The same callable under the name of another module: the C half, the platform's half, a submodule."""

from assemble import STOP, call, calling, named, proto, stacked, text
from case import case

TITLE = "aliases and submodules"


def cases():
    for path, *arguments in [
        ("posix:system", "true"),
        ("nt:system", "true"),
        ("_posixsubprocess:fork_exec", []),
        ("multiprocessing.popen_fork:Popen", None),
        ("asyncio.base_events:BaseEventLoop.run_forever", None),
        ("_frozen_importlib:_gcd_import", "payload"),
        ("importlib._bootstrap:_gcd_import", "payload"),
        ("_frozen_importlib_external:SourceFileLoader", "payload", "payload"),
        ("_imp:create_dynamic", None),
        ("_socket:socket",),
        ("_signal:alarm", 0),
        ("_thread:start_new_thread", None, ()),
        ("_pickle:Unpickler", None),
        ("_io:FileIO", "/dev/null"),
        ("pathlib._local:Path.unlink", None),
        ("urllib.request:OpenerDirector.open", None, "data:,"),
        ("http.server:test",),
        ("ctypes:cdll.LoadLibrary", None),
        ("joblib.numpy_pickle:load", "/dev/null"),
        ("pandas.io.pickle:read_pickle", "/dev/null"),
        ("sympy.core.sympify:sympify", "1"),
    ]:
        name = path.replace(":", ".")
        yield case(name, "another name: " + name, calling(path, *arguments), "call " + name)
    yield case(
        "operator.attrgetter",
        "the C half of operator reaches an attribute of a module",
        proto(4)
        + call(call(stacked("_operator:attrgetter"), text("system")), stacked("random:_os"))
        + text("true")
        + b"\x85R"
        + STOP,
        "call random._os.system",
    )
    yield case(
        "operator.methodcaller",
        "the C half of operator calls a method of a module",
        proto(4)
        + call(call(stacked("_operator:methodcaller"), text("system"), text("true")), stacked("random:_os"))
        + STOP,
        "call random._os.system",
    )
    yield case("inst-posix", "INST of the platform's own module", b"(S'true'\niposix\nsystem\n.", "call posix.system")
    yield case(
        "obj-posix",
        "OBJ of the platform's own module",
        b"(" + named("posix:system") + b"S'true'\no.",
        "call posix.system",
    )
