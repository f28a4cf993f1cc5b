"""Callables that reach outside, chosen by what they do and not out of any scanner's list.

The other names come from published lists, as the audit's own table does, so that finding those says little about
what nobody listed yet. These measure that. An audit may not know them; it may not call them safe.
"""

from assemble import calling
from case import case

TITLE = "names chosen without a list"

CALLS = [
    ("wsgiref.simple_server:make_server", "127.0.0.1", 0, None),
    ("multiprocessing.connection:Listener", None),
    ("multiprocessing.shared_memory:SharedMemory", "payload"),
    ("multiprocessing.managers:BaseManager.start", None),
    ("faulthandler:dump_traceback_later", 1),
    ("mailbox:mbox", "payload"),
    ("netrc:netrc", "/dev/null"),
    ("wave:open", "/dev/null"),
    ("http.cookiejar:MozillaCookieJar", "/dev/null"),
    ("urllib.robotparser:RobotFileParser.read", None),
    ("xml.etree.ElementTree:parse", "/dev/null"),
    ("xml.dom.minidom:parse", "/dev/null"),
    ("xml.sax:parse", "/dev/null", None),
    ("gzip:GzipFile", "/dev/null"),
    ("bz2:BZ2File", "/dev/null"),
    ("lzma:LZMAFile", "/dev/null"),
    ("gettext:translation", "payload"),
    ("pyclbr:readmodule", "payload"),
    ("tabnanny:check", "/dev/null"),
    ("dis:dis", "pass"),
    ("symtable:symtable", "pass", "payload", "exec"),
    ("contextlib:chdir", "payload"),
    ("getpass:getpass", ""),
    ("resource:setrlimit", 0, (0, 0)),
    ("fcntl:fcntl", 0, 0),
    ("pwd:getpwall",),
    ("readline:read_history_file", "/dev/null"),
    ("cgitb:enable",),
    ("mailcap:findmatch", {}, "text/plain"),
    ("zoneinfo._common:load_tzdata", "UTC"),
    ("numpy:memmap", "/dev/null"),
    ("numpy:genfromtxt", "/dev/null"),
    ("numpy:savetxt", "/dev/null", []),
    ("numpy.ctypeslib:load_library", "payload", "payload"),
    ("pandas:read_csv", "/dev/null"),
    ("pandas.io.sql:read_sql", "", None),
    ("pandas:DataFrame.query", None, "1"),
    ("sklearn.datasets:fetch_openml", "payload"),
    ("sklearn.datasets:load_files", "payload"),
    ("scipy.io:loadmat", "/dev/null"),
    ("joblib:Memory", "payload"),
    ("torch:from_file", "/dev/null"),
    ("torch:save", None, "/dev/null"),
    ("torch.utils.cpp_extension:load", "payload", []),
    ("torch.package:PackageImporter", "payload"),
    ("torch.multiprocessing:spawn", None),
    ("torch.utils.model_zoo:load_url", "data:,"),
]


def cases():
    for path, *arguments in CALLS:
        name = path.replace(":", ".")
        yield case(name, name, calling(path, *arguments), "call " + name, expect="unknown")
