// How Python 2 names the modules and functions that Python 3 moved, both ways: facts of CPython's `_compat_pickle`.
// The ways are not each other's inverse, on purpose: a name of Python 3 may have had several before.

/**
 * A row for each module: what Python 2 calls it, whether that becomes what follows (`>`), the other way round (`<`) or both (`<>`),
 * and what Python 3 calls it. In a row with names they alone have moved; `former=present` is a name that has changed.
 */
const MOVES = `
__builtin__ <> builtins
copy_reg <> copyreg
Queue <> queue
SocketServer <> socketserver
ConfigParser <> configparser
repr <> reprlib
tkFileDialog <> tkinter.filedialog
tkSimpleDialog <> tkinter.simpledialog
tkColorChooser <> tkinter.colorchooser
tkCommonDialog <> tkinter.commondialog
Dialog <> tkinter.dialog
Tkdnd <> tkinter.dnd
tkFont <> tkinter.font
tkMessageBox <> tkinter.messagebox
ScrolledText <> tkinter.scrolledtext
Tkconstants <> tkinter.constants
ttk <> tkinter.ttk
Tkinter <> tkinter
markupbase <> _markupbase
_winreg <> winreg
thread <> _thread
dummy_thread <> _dummy_thread
dbhash <> dbm.bsd
dumbdbm <> dbm.dumb
dbm <> dbm.ndbm
gdbm <> dbm.gnu
xmlrpclib <> xmlrpc.client
SimpleXMLRPCServer <> xmlrpc.server
httplib <> http.client
htmlentitydefs <> html.entities
HTMLParser <> html.parser
Cookie <> http.cookies
cookielib <> http.cookiejar
BaseHTTPServer <> http.server
test.test_support <> test.support
commands <> subprocess
urlparse <> urllib.parse
robotparser <> urllib.robotparser
urllib2 <> urllib.request
anydbm <> dbm
_abcoll <> collections.abc
cPickle > pickle
_elementtree > xml.etree.ElementTree
FileDialog > tkinter.filedialog
SimpleDialog > tkinter.simpledialog
DocXMLRPCServer > xmlrpc.server
SimpleHTTPServer > http.server
CGIHTTPServer > http.server
UserDict > collections
UserList > collections
UserString > collections
whichdb > dbm
StringIO > io
cStringIO > io
bz2 < _bz2
dbm < _dbm
functools < _functools
gdbm < _gdbm
pickle < _pickle
__builtin__ <> builtins xrange=range unichr=chr unicode=str long=int
__builtin__ <> functools reduce
__builtin__ <> sys intern
itertools <> builtins izip=zip imap=map ifilter=filter
itertools <> itertools ifilterfalse=filterfalse izip_longest=zip_longest
UserDict <> collections IterableUserDict=UserDict
UserList <> collections UserList
UserString <> collections UserString
whichdb <> dbm whichdb
_socket <> socket fromfd
_multiprocessing <> multiprocessing.connection Connection
multiprocessing.process <> multiprocessing.context Process
multiprocessing.forking <> multiprocessing.popen_fork Popen
urllib <> urllib.error ContentTooShortError
urllib <> urllib.request getproxies pathname2url url2pathname urlcleanup urlopen urlretrieve
urllib <> urllib.parse quote_plus quote unquote_plus unquote urlencode
urllib2 <> urllib.error HTTPError URLError
exceptions <> builtins ArithmeticError AssertionError AttributeError BaseException BufferError BytesWarning
exceptions <> builtins DeprecationWarning EOFError EnvironmentError Exception FloatingPointError
exceptions <> builtins FutureWarning GeneratorExit IOError ImportError ImportWarning IndentationError
exceptions <> builtins IndexError KeyError KeyboardInterrupt LookupError MemoryError NameError
exceptions <> builtins NotImplementedError OSError OverflowError PendingDeprecationWarning ReferenceError
exceptions <> builtins RuntimeError RuntimeWarning StopIteration SyntaxError SyntaxWarning SystemError
exceptions <> builtins SystemExit TabError TypeError UnboundLocalError UnicodeDecodeError UnicodeEncodeError
exceptions <> builtins UnicodeError UnicodeTranslateError UnicodeWarning UserWarning ValueError Warning
exceptions <> builtins ZeroDivisionError
multiprocessing <> multiprocessing.context AuthenticationError BufferTooShort ProcessError TimeoutError
__builtin__ > builtins basestring=str
exceptions > builtins StandardError=Exception
UserDict > collections UserDict
socket > socket _socketobject=SocketType
__builtin__ < _functools reduce
FileDialog < tkinter.filedialog FileDialog LoadFileDialog SaveFileDialog
SimpleDialog < tkinter.simpledialog SimpleDialog
DocXMLRPCServer < xmlrpc.server ServerHTMLDoc XMLRPCDocGenerator DocXMLRPCRequestHandler DocXMLRPCServer
DocXMLRPCServer < xmlrpc.server DocCGIXMLRPCRequestHandler
SimpleHTTPServer < http.server SimpleHTTPRequestHandler
CGIHTTPServer < http.server CGIHTTPRequestHandler
socket < _socket _socketobject=socket
exceptions < builtins OSError=BrokenPipeError OSError=ChildProcessError OSError=ConnectionAbortedError
exceptions < builtins OSError=ConnectionError OSError=ConnectionRefusedError OSError=ConnectionResetError
exceptions < builtins OSError=FileExistsError OSError=FileNotFoundError OSError=InterruptedError
exceptions < builtins OSError=IsADirectoryError OSError=NotADirectoryError OSError=PermissionError
exceptions < builtins OSError=ProcessLookupError OSError=TimeoutError ImportError=ModuleNotFoundError`;

/** What modules (`"queue"`) and names (`"builtins str"`) are called at present, and what they were called, by the other. */
interface Names {
  readonly present: ReadonlyMap<string, string>;
  readonly former: ReadonlyMap<string, string>;
}

let names: Names | undefined;

/** What Python 3 calls a module of Python 2, or `"module name"`; `undefined` if that has not changed. */
export function presentOf(former: string): string | undefined {
  return movedNames().present.get(former);
}

/** What Python 2 calls a module of Python 3, or `"module name"`; `undefined` if that has not changed. */
export function formerOf(present: string): string | undefined {
  return movedNames().former.get(present);
}

/** All of them. They are read when they are first asked for, which most programs never do: protocols 3 and later need none. */
export function movedNames(): Names {
  names ??= readMoves();
  return names;
}

function readMoves(): Names {
  const present = new Map<string, string>();
  const former = new Map<string, string>();
  for (const row of MOVES.trim().split("\n")) {
    const [module2 = "", way = "", module3 = "", ...moved] = row.split(" ");
    for (const name of moved.length === 0 ? [""] : moved) {
      const [name2 = "", name3 = name2] = name.split("=");
      const before = `${module2} ${name2}`.trimEnd();
      const after = `${module3} ${name3}`.trimEnd();
      if (way.includes(">")) present.set(before, after);
      if (way.includes("<")) former.set(after, before);
    }
  }
  return { present, former };
}
