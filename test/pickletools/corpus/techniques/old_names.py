"""Names of Python 2, which readers of Python 3 map to today's when a stream says no protocol above 2."""

from assemble import STOP, array, call, named, proto, text2, value
from case import case

TITLE = "names of Python 2"


def cases():
    for path, present, *arguments in [
        ("commands:getoutput", "subprocess.getoutput", "true"),
        ("__builtin__:eval", "builtins.eval", "1"),
        ("__builtin__:raw_input", "builtins.raw_input", ""),
        ("__builtin__:execfile", "builtins.execfile", "/dev/null"),
        ("__builtin__:__import__", "builtins.__import__", "payload"),
        ("__builtin__:file", "builtins.file", "/dev/null"),
        ("urllib:urlopen", "urllib.request.urlopen", "data:,"),
        ("urllib2:urlopen", "urllib.request.urlopen", "data:,"),
        ("cPickle:loads", "pickle.loads", b"N."),
        ("httplib:HTTPConnection", "http.client.HTTPConnection", "localhost"),
        ("SocketServer:TCPServer", "socketserver.TCPServer", ("127.0.0.1", 0), None),
        ("xmlrpclib:ServerProxy", "xmlrpc.client.ServerProxy", "http://localhost"),
        ("anydbm:open", "dbm.open", "payload"),
        ("popen2:popen2", "popen2.popen2", "true"),
        ("os:popen3", "os.popen3", "true"),
    ]:
        name = path.replace(":", ".")
        present = ("call " + present, "call " + name)
        for protocol in (0, 2):
            data = proto(2) if protocol else b""
            arguments_text = [
                b"V" + one.encode() + b"\n" if protocol == 0 and isinstance(one, str) else value(one)
                for one in arguments
            ]
            yield case(
                "%s.%d" % (name, protocol),
                "%s at protocol %d" % (name, protocol),
                data + call(named(path), *arguments_text) + STOP,
                present,
            )
    yield case(
        "inst-commands",
        "INST of an old name",
        b"(S'true'\nicommands\ngetoutput\n.",
        ("call subprocess.getoutput", "call commands.getoutput"),
    )
    yield case(
        "imap",
        "itertools.imap is today's map",
        proto(2)
        + call(named("__builtin__:list"), call(named("itertools:imap"), named("os:system"), array(text2("true"))))
        + STOP,
    )
    yield case("apply", "apply calls its argument", b"c__builtin__\napply\n(cos\nsystem\n(S'true'\nttR.")
    yield case(
        "reduce",
        "reduce was a builtin",
        proto(2) + call(named("__builtin__:reduce"), named("builtins:exec"), array(text2("pass"), value({}))) + STOP,
        ("call builtins.exec",),
    )
    yield case(
        "protocol-3",
        "old names are not mapped from protocol 3 on: this one is only known to a Python 2 module of that name",
        proto(3) + call(named("commands:getoutput"), text2("true")) + STOP,
        "call commands.getoutput",
    )
