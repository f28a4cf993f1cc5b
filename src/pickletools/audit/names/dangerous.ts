import { plainModule } from "./aliases.ts";
import { LIBRARY_DANGERS } from "./dangerous-libraries.ts";
import type { Danger } from "./judgement.ts";
import { keyOf, readTable, readWords } from "./table.ts";

/** What the paths of `pathlib` that are more than text do with files. */
const PATH_METHODS =
  readWords(`absolute chmod copy copy_into cwd exists expanduser glob group hardlink_to home is_block_device
  is_char_device is_dir is_fifo is_file is_mount is_socket is_symlink iterdir lchmod link_to lstat mkdir move move_into
  open owner read_bytes read_text readlink rename replace resolve rglob rmdir samefile stat symlink_to touch unlink walk
  write_bytes write_text`);

/** Everything that is dangerous. Each module has its plain name: `aliases.ts` knows the others (`posix`, `_io`, `__builtin__`). */
export const DANGERS: readonly Danger[] = [
  {
    family: "process",
    reason: "runs programs",
    modules: `uuid subprocess _posixsubprocess commands popen2 pty pipes multiprocessing concurrent asyncio
      webbrowser antigravity _osx_support _aix_support _ios_support _android_support platform pydoc _pyrepl
      _winapi _overlapped _posixshmem _multiprocessing msilib`,
    names: `
os: system popen popen2 popen3 popen4 spawnl spawnle spawnlp spawnlpe spawnv spawnve spawnvp spawnvpe startfile execl
  execle execlp execlpe execv execve execvp execvpe posix_spawn posix_spawnp fork forkpty kill killpg _exit abort
  _execvpe _spawnvef
cgitb: enable`,
  },
  {
    family: "process",
    reason: "starts threads or handles signals",
    modules: "threading signal atexit dummy_threading",
  },
  {
    family: "process",
    reason: "reaches the operating system",
    modules: "os",
  },
  {
    family: "code",
    reason: "evaluates Python source",
    modules: `code codeop bdb pdb profile cProfile hotshot timeit doctest trace unittest test lib2to3 idlelib rexec
      Bastion eval exec compile turtledemo symtable`,
    names: `
compiler: compile compileFile
compiler.pycodegen: compile compileFile Module Expression Interactive
new: function code instance instancemethod classobj module
parser: expr suite compilest compileast sequence2st sequence2ast tuple2st tuple2ast st2tuple st2list
builtins: eval exec execfile compile input __build_class__ apply breakpoint
collections: namedtuple
aifc: namedtuple
crypt: _namedtuple
decimal: _namedtuple
difflib: _namedtuple
sched: namedtuple
statistics: namedtuple
stringold: _apply
sunau: namedtuple
wave: namedtuple
dataclasses: make_dataclass _create_fn _process_class _FuncBuilder
enum: _test_simple_enum
gettext: c2py
logging.config: _resolve
optparse: Values.read_file Values.read_module
rlcompleter: Completer.attr_matches Completer.complete
tkinter: Tk.readprofile
turtle: config_dict
types: FunctionType LambdaType CodeType new_class coroutine
typing: get_type_hints _eval_type ForwardRef._evaluate ForwardRef.evaluate evaluate_forward_ref NamedTuple TypedDict
annotationlib: get_annotations call_annotate_function call_evaluate_function ForwardRef.evaluate
inspect: get_annotations signature
functools: singledispatch singledispatchmethod`,
  },
  {
    family: "code",
    reason: "builds functions, classes or modules",
    modules: "types",
    names: `
collections.abc: FunctionType
contextlib: MethodType
dataclasses: FunctionType
enum: DynamicClassAttribute
hmac: _functype
random: _MethodType _BuiltinMethodType
typing: _NamedTuple _TypedDict`,
  },
  {
    family: "import",
    reason: "imports modules by name",
    modules: `importlib imp ihooks imputil pkgutil runpy zipimport modulefinder zipapp six.moves`,
    names: `
builtins: __import__ reload __loader__ __spec__
encodings: search_function
warnings: _getcategory
xml.sax: make_parser _create_parser
xml.dom: getDOMImplementation
xml.dom.domreg: getDOMImplementation
pyclbr: readmodule readmodule_ex
cgitb: lookup
multiprocessing.forkserver: main`,
  },
  {
    family: "attributes",
    reason: "reaches attributes by name",
    names: `
builtins: setattr delattr hasattr vars dir globals locals super
string: Formatter.get_field Formatter.vformat Formatter.format
functools: update_wrapper wraps
contextlib: wraps
xdrlib: wraps
unittest.mock: _dot_lookup _importer
xmlrpc.server: resolve_dotted_attribute
copy: _reconstruct
inspect: getattr_static`,
  },
  {
    family: "attributes",
    reason: "combines callables",
    modules: "operator functools",
    names: `
sched: scheduler scheduler.run
contextlib: ExitStack AsyncExitStack`,
  },
  {
    family: "interpreter",
    reason: "reaches inside the interpreter",
    modules: `builtins sys gc inspect site sitecustomize usercustomize faulthandler copyreg sysconfig _interpreters _xxsubinterpreters _interpchannels _xxinterpchannels _interpqueues _suggestions
      readline`,
    names: `
codecs: register register_error unregister
locale: setlocale bindtextdomain _setlocale
cgi: filterwarnings
mimetools: filterwarnings
resource: setrlimit prlimit
weakref: finalize
warnings: showwarning filterwarnings simplefilter resetwarnings
builtins: help exit quit copyright credits license`,
  },
  {
    family: "native",
    reason: "reaches native code or raw memory",
    modules: `ctypes mmap dl msvcrt winreg winsound fcntl termios tty nis _testcapi _testinternalcapi _testlimitedcapi
      _testclinic _testmultiphase _testbuffer _testimportmultiple _testsinglephase _ctypes_test _xxtestfuzz xxlimited
      xxlimited_35 xxsubtype curses tkinter turtle FixTk ossaudiodev linuxaudiodev sunaudiodev`,
  },
  {
    family: "network",
    reason: "reaches the network",
    modules: `socket ssl select selectors socketserver asyncore asynchat smtpd http httplib BaseHTTPServer
      SimpleHTTPServer CGIHTTPServer urllib urllib2 urlparse robotparser ftplib smtplib imaplib poplib nntplib
      telnetlib gopherlib xmlrpc xmlrpclib SimpleXMLRPCServer DocXMLRPCServer wsgiref logging.handlers
      xml.sax.saxutils xml.sax.expatreader`,
    names: `
email.utils: make_msgid
smtpd: SMTPServer`,
  },
  {
    family: "files",
    reason: "reaches the file system",
    modules: `shutil tempfile filecmp fileinput glob dircache linecache posixpath statvfs tarfile zipfile shelve sqlite3
      dbm anydbm dumbdbm dbhash gdbm bsddb whichdb mailbox mhlib syslog logging gettext getpass pwd grp spwd sndhdr
      imghdr tabnanny pyclbr pstats cgitb`,
    names: `
io: open FileIO open_code OpenWrapper _WindowsConsoleIO
builtins: open file raw_input
codecs: open EncodedFile
tokenize: open main _builtin_open
bz2: open BZ2File _builtin_open
gzip: open GzipFile main _test
lzma: open LZMAFile
mimetypes: init read_mime_types MimeTypes.read
netrc: netrc
mailcap: getcaps findmatch
uu: encode decode
binhex: binhex hexbin BinHex HexBin
wave: open openfp Wave_read Wave_write
aifc: open openfp Aifc_read Aifc_write
sunau: open openfp Au_read Au_write
configparser: RawConfigParser.read ConfigParser.read
xml.etree.ElementTree: parse iterparse ElementTree.parse ElementTree.write
xml.etree.ElementInclude: include default_loader
xml.dom.minidom: parse
xml.dom.pulldom: parse
xml.dom.expatbuilder: parse
xml.sax: parse
plistlib: readPlist writePlist
${pathMethods()}
_strptime: _getlang
hashlib: file_digest
distutils.file_util: copy_file move_file write_file
trace: CoverageResults
profile: Profile.dump_stats
zoneinfo: reset_tzpath
zoneinfo._tzpath: reset_tzpath find_tzfile`,
  },
  {
    family: "unpickling",
    reason: "loads pickles, marshalled code or other hidden data",
    modules: "pickle marshal pickletools",
    names: `
codecs: decode
base64: b64decode decode decodebytes decodestring b32decode b16decode b85decode a85decode z85decode standard_b64decode
  urlsafe_b64decode b32hexdecode main
Cookie: SerialCookie SmartCookie
http.cookies: SerialCookie SmartCookie
tracemalloc: Snapshot.load`,
  },
  {
    family: "packaging",
    reason: "installs or builds packages",
    modules:
      "pip ensurepip venv setuptools distutils pkg_resources easy_install _distutils_hack compileall py_compile",
  },
  ...LIBRARY_DANGERS,
];

function pathMethods(): string {
  const names = ["Path", "PosixPath", "WindowsPath"].flatMap((path) =>
    PATH_METHODS.map((method) => `${path}.${method}`),
  );
  return `pathlib: ${names.join(" ")}`;
}

/** No listed module has more parts. */
const MOST_PARTS = 6;

const MODULES: ReadonlyMap<string, Danger> = /* @__PURE__ */ new Map(
  DANGERS.flatMap((danger) => readWords(danger.modules ?? "").map((module) => [module, danger] as const)),
);

const NAMES: ReadonlyMap<string, Danger> = /* @__PURE__ */ new Map(
  DANGERS.flatMap((danger) =>
    readTable(danger.names ?? "").map(([module, name]) => [keyOf(module, name), danger] as const),
  ),
);

/** Why exactly this name is dangerous, if it is listed. */
export function dangerOfName(module: string, name: string): Danger | undefined {
  return NAMES.get(keyOf(module, name));
}

/** Why a module is dangerous as a whole: for the nearest of it and the packages it is in. */
export function dangerOfModule(module: string): Danger | undefined {
  let danger: Danger | undefined;
  let end = -1;
  for (let parts = 0; parts < MOST_PARTS && end < module.length; parts++) {
    const dot = module.indexOf(".", end + 1);
    end = dot < 0 ? module.length : dot;
    const part = module.slice(0, end);
    const plain = plainModule(part);
    danger = (plain === part ? MODULES.get(part) : dangerOfModule(plain)) ?? danger;
  }
  return danger;
}
