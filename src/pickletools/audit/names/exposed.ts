import { plainModule } from "./aliases.ts";
import { dangerOfModule } from "./dangerous.ts";
import { keyOf, readTable, readWords } from "./table.ts";

// Nearly every module has others as attributes, for it imported them: `random._os`, `pathlib.os`, `gzip.builtins`. A real pickle
// never names one, so that each step from one module to another is suspicious, whatever the module it starts from.

/** Modules under a name that is not their own. */
const OTHER_NAMES: ReadonlyMap<string, string> = /* @__PURE__ */ new Map(
  Object.entries({
    bltns: "builtins",
    np: "numpy",
    _np: "numpy",
    pd: "pandas",
    mp: "multiprocessing",
    stdlib_re: "re",
    _pyprofile: "profile",
    _hashopenssl: "hashlib",
    collections_abc: "collections.abc",
    exceptions_mod: "asyncio.exceptions",
  }),
);

/** The same, where the name could be anything. */
const OTHER_NAMES_IN: ReadonlyMap<string, string> = /* @__PURE__ */ new Map(
  readTable(`
abc: types
cgi: urlparse
cmd: inspect
compiler.pyassem: types
compiler.symbols: types
configparser: types
csv: types
dataclasses: inspect types
dis: types
email.headerregistry: parser
fractions: operator
locale: operator
pathlib: operator
multiprocessing: reducer
optparse: types
os: path st
queue: types
rlcompleter: inspect
typing: operator types
distutils.command.install: fw
lib2to3.refactor: bm bu
traceback: types
turtle: TK
warnings: types
xml.dom.pulldom: types`).map(([module, name]) => [keyOf(module, name), name]),
);

/** Names that no one gives to anything but the module: enough to know one where nothing is said of what it is in. */
const UNMISTAKABLE: ReadonlySet<string> = /* @__PURE__ */ new Set(
  readWords(`os sys subprocess builtins __builtin__ __builtins__ posix nt posixpath ntpath importlib imp runpy pkgutil pty ctypes
    marshal pickle cPickle shutil socket ssl multiprocessing threading thread tempfile linecache urllib urllib2 httplib
    zipimport gc commands popen2 pydoc bdb pdb cProfile timeit doctest unittest webbrowser fcntl mmap termios cloudpickle
    dill joblib requests pip setuptools distutils sqlite3 asyncio codeop compileall py_compile atexit smtplib ftplib functools copyreg copy_reg sysconfig readline
    rlcompleter imghdr sndhdr pwd grp pipes _types`),
);

/** The standard library, and packages that others import. Not those which are also common names of classes and functions in them. */
const COMMON: ReadonlySet<string> = /* @__PURE__ */ new Set(
  readWords(`abc argparse array ast base64 binascii bisect bz2 calendar cmath cmd codecs collections configparser contextlib contextvars
    copy copyreg csv dataclasses datetime decimal difflib dis email encodings enum errno filecmp fnmatch fractions functools
    genericpath getopt gettext glob gzip hashlib heapq hmac html http inspect io ipaddress itertools json keyword locale logging
    lzma math mimetypes numbers opcode operator optparse pathlib platform plistlib pprint queue quopri random re reprlib sched
    secrets select selectors shlex signal site stat statistics string stringprep struct symtable sysconfig tarfile textwrap time
    token tokenize tomllib trace traceback tracemalloc types typing unicodedata uuid warnings weakref xml zipfile zlib zoneinfo
    cStringIO StringIO copy_reg Queue SocketServer exceptions numpy pandas scipy sklearn torch`),
);

/**
 * The module that an attribute is, if it looks like one.
 *
 * @param module What it is an attribute of, by its plain name: a module, or the way to something in one.
 * @param last Whether the way ends there: a function or a class may bear the name of a module.
 */
export function moduleBehind(module: string, attribute: string, last: boolean): string | undefined {
  const other = OTHER_NAMES.get(attribute) ?? OTHER_NAMES_IN.get(keyOf(module, attribute));
  if (other !== undefined) return other;
  for (const name of [attribute, attribute.replace(/^_+/, "")]) {
    if (UNMISTAKABLE.has(name)) return plainModule(name);
    if (!last && (COMMON.has(name) || dangerOfModule(plainModule(name)))) return plainModule(name);
  }
  return undefined;
}
