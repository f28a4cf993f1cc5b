import { readTable } from "./table.ts";

// What several modules stand for, in the form `plain: alias alias …`. A module may have more in it than its alias has: then the
// name is not there, and to import it only fails.
const ALIASES: ReadonlyMap<string, string> = /* @__PURE__ */ new Map(
  readTable(`
ast: _ast
asyncio: _asyncio
base64: _base64
builtins: __builtin__ __builtins__ exceptions
bz2: _bz2
codecs: _codecs _codecs_cn _codecs_hk _codecs_iso2022 _codecs_jp _codecs_kr _codecs_tw _multibytecodec
collections: _collections UserDict UserList UserString
collections.abc: _collections_abc _abcoll
configparser: ConfigParser
contextvars: _contextvars
copyreg: copy_reg
csv: _csv
ctypes: _ctypes
curses: _curses _curses_panel
dataclasses: _dataclasses
datetime: _datetime _pydatetime
dbm: _dbm _gdbm gdbm
decimal: _decimal _pydecimal
functools: _functools
gc: _gc
hashlib: _hashlib _md5 _sha1 _sha2 _sha256 _sha512 _sha3 _blake2
heapq: _heapq
html.parser: HTMLParser
http.client: httplib
http.cookiejar: cookielib
http.cookies: Cookie
http.server: BaseHTTPServer SimpleHTTPServer CGIHTTPServer
imp: _imp
importlib._bootstrap: _frozen_importlib
importlib._bootstrap_external: _frozen_importlib_external
inspect: _inspect
io: _io _pyio
itertools: _itertools
locale: _locale
lzma: _lzma
marshal: _marshal
operator: _operator
os: posix nt os2 ce riscos edk2 _os
pathlib: pathlib._local pathlib._abc pathlib.types
pickle: _pickle cPickle _compat_pickle
posixpath: os.path ntpath macpath os2emxpath genericpath
profile: _lsprof
queue: _queue Queue
random: _random
re: _sre sre sre_compile re._compiler
readline: _readline
reprlib: repr
signal: _signal
site: _sitebuiltins
socket: _socket
socketserver: SocketServer
sqlite3: _sqlite3 sqlite3.dbapi2
ssl: _ssl
statistics: _statistics
struct: _struct
subprocess: _bootsubprocess commands
sys: _sys
syslog: _syslog
threading: _thread thread _dummy_thread dummy_thread _threading_local dummy_threading
time: _time
tkinter: _tkinter Tkinter
tokenize: _tokenize _pyrepl._tokenize
tracemalloc: _tracemalloc
types: _types
typing: _typing
unicodedata: _unicodedata
urllib.parse: urlparse
urllib.robotparser: robotparser
uuid: _uuid
warnings: _warnings
weakref: _weakref _weakrefset
winreg: _winreg
xml.etree.ElementTree: _elementtree xml.etree.cElementTree cElementTree
xmlrpc.client: xmlrpclib
xmlrpc.server: SimpleXMLRPCServer DocXMLRPCServer
zipimport: _zipimport
zoneinfo: zoneinfo._zoneinfo _zoneinfo zoneinfo._common`).map(([plain, alias]) => [alias, plain]),
);

/** The plain name of a module that has several: `os` for `posix` and `nt`, `builtins` for `__builtin__`. */
export function plainModule(module: string): string {
  return ALIASES.get(module) ?? module;
}
