"""Qualified names that walk from a harmless module, over modules and attributes, to what they want."""

from assemble import STOP, call, named, proto, stacked, text, value
from case import case

TITLE = "dotted names"


def cases():
    for path, *arguments in [
        ("builtins:eval.__call__", "1"),
        ("os:system.__call__", "true"),
        ("random:_os.system", "true"),
        ("pathlib:os.system", "true"),
        ("tempfile:_os.system", "true"),
        ("tempfile:_shutil.copy", "/dev/null", "/dev/null"),
        ("argparse:_sys.modules.get", "os"),
        ("collections:_sys.modules.get", "os"),
        ("enum:bltns.eval", "1"),
        ("gzip:builtins.open", "/dev/null"),
        ("codecs:builtins.exec", "pass"),
        ("shutil:os.system", "true"),
        ("configparser:os.popen", "true"),
        ("logging:sys.modules.get", "os"),
        ("weakref:sys.modules.get", "os"),
        ("locale:sys._getframe",),
        ("json:codecs.open", "/dev/null"),
        ("json.decoder:scanner.re.enum.sys.modules.get", "os"),
        ("inspect:importlib.import_module", "payload"),
        ("dataclasses:builtins.exec", "pass"),
        ("posixpath:os.system", "true"),
        ("os.path:os.system", "true"),
        ("statistics:sys.modules.get", "os"),
        ("optparse:os.system", "true"),
        ("numpy.lib.format:pickle.loads", b"N."),
        ("numpy.lib.npyio:os.system", "true"),
        ("pandas.io.common:os.system", "true"),
        ("sklearn.datasets._base:os.system", "true"),
        ("torch.serialization:os.system", "true"),
        ("joblib.numpy_pickle:os.system", "true"),
        ("string:Formatter.vformat.__globals__.get", "payload"),
        ("collections:namedtuple.__globals__.get", "payload"),
        ("builtins:type.__subclasses__", None),
        ("builtins:complex.__class__.__subclasses__", None),
        ("builtins:complex.__init_subclass__",),
        ("types:FunctionType.__call__", None),
        ("decimal:Decimal.__class__.__base__.__subclasses__",),
        ("collections:Counter.__init__.__self__.__class__", None),
    ]:
        name = path.replace(":", ".")
        yield case(
            name,
            "the dotted name " + path.replace(":", " / "),
            proto(4) + call(stacked(path), *map(value, arguments)) + STOP,
            "call " + name,
        )
    yield case(
        "global-opcode",
        "GLOBAL takes dotted names too when the stream says protocol 4",
        proto(4) + call(named("random:_os.system"), text("true")) + STOP,
        "call random._os.system",
    )
    yield case(
        "inst-opcode",
        "INST takes dotted names too",
        proto(4) + b"(" + text("true") + b"irandom\n_os.system\n.",
        "call random._os.system",
    )
    yield case(
        "module-as-global",
        "a module is imported as if it were a class, then asked for an attribute",
        proto(4) + call(call(stacked("builtins:getattr"), stacked("random:_os"), text("system")), text("true")) + STOP,
        "call random._os.system",
    )
    yield case(
        "module-dict",
        "the dict of a module is an attribute like any",
        proto(4)
        + call(call(stacked("operator:getitem"), stacked("builtins:__dict__"), text("eval")), text("1"))
        + STOP,
        "call builtins.__dict__['eval']",
    )
