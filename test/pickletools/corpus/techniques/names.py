"""Callables that run code or reach outside, of the standard library and of the libraries that model files name."""

from assemble import calling
from case import case

TITLE = "names that lists miss"

PROCESS = [
    ("os:system", "true"),
    ("os:popen", "true"),
    ("os:posix_spawn", "/bin/true", ["true"], {}),
    ("os:spawnlp", 0, "true", "true"),
    ("subprocess:run", ["true"]),
    ("subprocess:Popen", ["true"]),
    ("subprocess:getstatusoutput", "true"),
    ("pty:spawn", "true"),
    ("multiprocessing.util:spawnv_passfds", "/bin/true", [b"true"], ()),
    ("multiprocessing.pool:ThreadPool", 1),
    ("concurrent.futures.process:ProcessPoolExecutor", 1),
    ("asyncio.subprocess:create_subprocess_shell", "true"),
    ("threading:Thread", None),
    ("atexit:register", None),
    ("signal:alarm", 0),
    ("uuid:_get_command_stdout", "true"),
    ("_osx_support:_read_output", "true"),
    ("_aix_support:_read_cmd_output", "true"),
    ("imaplib:IMAP4_stream", "true"),
    ("platform:_syscmd_file", "true"),
    ("webbrowser:GenericBrowser.open", None, ""),
    ("pydoc:pipepager", "", "true"),
    ("_pyrepl.pager:pipe_pager", "", "true"),
    ("venv:create", "payload"),
    ("ensurepip:_run_pip", ["--version"]),
    ("pip:main", ["--version"]),
    ("distutils.spawn:spawn", ["true"]),
    ("distutils.file_util:write_file", "/dev/null", []),
    ("setuptools._distutils.spawn:spawn", ["true"]),
    ("test.support.script_helper:spawn_python", "-c", "pass"),
]
SOURCE = [
    ("builtins:eval", "1"),
    ("builtins:exec", "pass"),
    ("builtins:compile", "1", "payload", "eval"),
    ("builtins:breakpoint",),
    ("builtins:input", ""),
    ("builtins:open", "/dev/null"),
    ("builtins:globals",),
    ("code:InteractiveInterpreter.runcode", None, "pass"),
    ("codeop:compile_command", "pass"),
    ("bdb:Bdb.run", None, "pass"),
    ("pdb:run", "pass"),
    ("profile:run", "pass"),
    ("cProfile:runctx", "pass", {}, {}),
    ("trace:Trace.run", None, "pass"),
    ("timeit:timeit", "pass", "pass"),
    ("doctest:debug_script", "pass"),
    ("rlcompleter:Completer.attr_matches", None, "a.b"),
    ("optparse:Values.read_file", None, "/dev/null"),
    ("gettext:c2py", "n"),
    ("tkinter:Tk.readprofile", None, "payload", "payload"),
    ("typing:ForwardRef._evaluate", None, {}, {}),
    ("logging.config:_install_handlers", {}, {}),
    ("logging.config:dictConfig", {}),
    ("lib2to3.pgen2.grammar:Grammar.loads", None, b""),
    ("lib2to3.pgen2.pgen:ParserGenerator.make_label", None, None, "'payload'"),
    ("idlelib.autocomplete:AutoComplete.get_entity", None, "payload"),
    ("idlelib.calltip:get_entity", "payload"),
    ("idlelib.debugobj:ObjectTreeItem.SetText", None, "1"),
    ("idlelib.pyshell:ModifiedInterpreter.runcommand", None, "pass"),
    ("idlelib.run:Executive.runcode", None, "pass"),
    ("_interpreters:run_string", 0, "pass"),
    ("sys:settrace", None),
    ("unittest.mock:_importer", "payload"),
]
IMPORTING = [
    ("builtins:__import__", "payload"),
    ("importlib:import_module", "payload"),
    ("importlib.util:find_spec", "payload"),
    ("importlib.machinery:SourceFileLoader", "payload", "payload"),
    ("imp:load_source", "payload", "/dev/null"),
    ("pkgutil:resolve_name", "payload:payload"),
    ("runpy:run_path", "/dev/null"),
    ("runpy:_run_code", None, {}),
    ("zipimport:zipimporter", "payload"),
    ("compileall:compile_file", "/dev/null"),
    ("py_compile:compile", "/dev/null"),
    ("site:addpackage", "payload", "payload", None),
    ("unittest.loader:TestLoader.loadTestsFromName", None, "payload"),
    ("warnings:_getcategory", "payload.Payload"),
    ("modulefinder:ModuleFinder.load_file", None, "payload"),
    ("pydoc:locate", "payload"),
    ("xmlrpc.server:resolve_dotted_attribute", None, "payload"),
]
NATIVE = [
    ("ctypes:CDLL", None),
    ("_ctypes:dlopen", "payload", 0),
    ("ctypes.util:find_library", "payload"),
    ("mmap:mmap", -1, 1),
]
NETWORK = [
    ("socket:create_connection", ("127.0.0.1", 9), 0),
    ("_socket:getaddrinfo", "localhost", 9),
    ("ssl:get_server_certificate", ("127.0.0.1", 9)),
    ("http.client:HTTPConnection", "localhost"),
    ("urllib.request:urlopen", "data:,"),
    ("ftplib:FTP", ""),
    ("smtplib:SMTP", ""),
    ("poplib:POP3", "localhost", 9),
    ("telnetlib:Telnet", "localhost", 9),
    ("xmlrpc.client:ServerProxy", "http://localhost"),
    ("socketserver:TCPServer", ("127.0.0.1", 0), None),
    ("requests.api:get", "http://localhost"),
    ("aiohttp.client:ClientSession",),
]
FILES = [
    ("io:FileIO", "/dev/null"),
    ("_io:open", "/dev/null"),
    ("os:remove", "payload"),
    ("shutil:copy", "/dev/null", "/dev/null"),
    ("tempfile:NamedTemporaryFile",),
    ("fileinput:input", "/dev/null"),
    ("linecache:getlines", "/dev/null"),
    ("tarfile:open", "/dev/null"),
    ("zipfile:ZipFile", "payload"),
    ("sqlite3:connect", ":memory:"),
    ("_sqlite3:connect", ":memory:"),
    ("logging:FileHandler", "/dev/null"),
    ("pathlib:Path.write_text", None, ""),
    ("codecs:open", "/dev/null"),
    ("numpy:fromfile", "/dev/null"),
]
UNPICKLING = [
    ("pickle:loads", b"N."),
    ("_pickle:loads", b"N."),
    ("marshal:loads", b"N"),
    ("shelve:open", "payload"),
    ("dbm:open", "payload"),
    ("pstats:Stats.load_stats", None, "/dev/null"),
    ("tracemalloc:Snapshot.load", "/dev/null"),
    ("dill:loads", b"N."),
    ("cloudpickle:loads", b"N."),
    ("joblib:load", "/dev/null"),
    ("numpy:load", "/dev/null"),
    ("pandas:read_pickle", "/dev/null"),
    ("torch:load", "/dev/null"),
    ("torch.serialization:load", "/dev/null"),
    ("torch.storage:_load_from_bytes", b"N."),
]
MODELS = [
    ("torch.hub:load", "payload", "payload"),
    ("torch._dynamo.guards:GuardBuilder.get", None, "1"),
    ("torch._inductor.codecache:compile_file", "payload", "payload", "true"),
    ("torch.jit.unsupported_tensor_ops:execWrapper", "pass", {}, {}),
    ("torch.fx.experimental.symbolic_shapes:ShapeEnv.evaluate_guards_expression", None, "1", []),
    ("torch.utils._config_module:ConfigModule.load_config", None, b"N."),
    ("torch.utils.bottleneck.__main__:run_cprofile", "pass", {}),
    ("torch.utils.collect_env:run", "true"),
    ("torch.utils.data.datapipes.utils.decoder:basichandlers", "pickle", b"N."),
    ("torch.distributed.rpc:rpc_sync", "payload", None),
    ("numpy.testing._private.utils:runstring", "pass", {}),
    ("numpy.f2py.capi_maps:getinit", "payload", {}),
    ("numpy.distutils.exec_command:exec_command", "true"),
    ("sympy:sympify", "1"),
    ("sympy.utilities.lambdify:lambdify", (), "1"),
    ("pandas:eval", "1"),
    ("numexpr:evaluate", "1"),
    ("cloudpickle.cloudpickle:subimport", "payload"),
]
SCANNERS = [
    ("fickling.hook:deactivate_safe_ml_environment",),
    ("picklescan.scanner:scan_pickle_bytes", None, "payload"),
]
FAMILIES = {
    "process": PROCESS,
    "source": SOURCE,
    "import": IMPORTING,
    "native": NATIVE,
    "network": NETWORK,
    "files": FILES,
    "unpickling": UNPICKLING,
    "models": MODELS,
    "scanners": SCANNERS,
}

# Names that Python 3 takes for old ones at protocol 2.
SEEN_AS = {"dbm.open": ["call dbm.ndbm.open"]}


def cases():
    for family, calls in FAMILIES.items():
        for path, *arguments in calls:
            name = path.replace(":", ".")
            yield case(
                name, "%s: %s" % (family, name), calling(path, *arguments), ["call " + name] + SEEN_AS.get(name, [])
            )
