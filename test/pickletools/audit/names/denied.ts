// Names that others found to be dangerous, as tables (see `readTable`).

/** Modules that scanners of pickles deny as a whole, without `difflib`, which only compares texts. */
export const DENIED_MODULES = `
__builtin__ __builtins__ _aix_support _ctypes _frozen_importlib _frozen_importlib_external _imp _interpreters
  _operator _osx_support _pickle _posixsubprocess _pyrepl _signal _sqlite3 _thread _xxsubinterpreters aiohttp
  aiohttp.client asyncio asyncio.subprocess atexit bdb builtins cProfile cloudpickle code codeop commands
  compile compileall ctypes ctypes.util dill dill._dill distutils distutils.file_util doctest ensurepip eval
  exec filecmp fileinput ftplib functools gc glob http httplib idlelib imaplib imp importlib importlib.machinery
  importlib.util inspect joblib lib2to3 linecache logging marshal mmap multiprocessing multiprocessing.pool
  nntplib nt numpy.distutils numpy.f2py numpy.testing._private.utils operator os pdb pexpect pickle pip
  pip._internal pip._internal.cli pip._internal.cli.main pip._vendor pip._vendor.distlib
  pip._vendor.distlib.scripts pipes pkgutil platform poplib posix profile pty py_compile pydoc requests
  requests.api runpy select selectors shelve shutil signal site smtplib socket socketserver sqlite3 ssl
  subprocess sys syslog tarfile telnetlib tempfile test threading timeit torch._dynamo torch._inductor
  torch.compile torch.hub torch.jit trace types unittest urllib urllib.request urllib2 uuid venv webbrowser
  xmlrpc xmlrpc.client xmlrpc.server zipfile zipimport`;

/**
 * Names that scanners of pickles deny. Left out are those that ordinary data needs, and that are as harmless as their operands:
 * `getattr`, `attrgetter`, `itemgetter`, `methodcaller`, `getitem`, `partial`, `reduce`, `codecs.encode`; and `b64encode`, which hides nothing.
 */
export const DENIED_NAMES = `
__builtin__: __import__ apply breakpoint compile eval exec execfile input open raw_input reload
__builtins__: __import__ compile eval exec input open
_io: FileIO open
base64: b64decode decode
builtins: __import__ apply breakpoint code compile delattr dir eval exec file globals input locals open setattr
  vars
cProfile: run runctx
cloudpickle.cloudpickle: _builtin_type _function_setstate _make_cell _make_empty_cell _make_function subimport
code: InteractiveInterpreter.runcode
codecs: decode
concurrent.futures: ProcessPoolExecutor ThreadPoolExecutor
ctypes: CDLL CFUNCTYPE OleDLL PyDLL WINFUNCTYPE WinDLL cast cdll oledll pydll pythonapi windll
dill: load load_module load_module_asdict load_session loads
doctest: debug_script
ensurepip: _run_pip
idlelib.autocomplete: AutoComplete.fetch_completions AutoComplete.get_entity
idlelib.calltip: Calltip.fetch_tip get_entity
idlelib.debugobj: ObjectTreeItem.SetText
idlelib.pyshell: ModifiedInterpreter.runcode ModifiedInterpreter.runcommand
idlelib.run: Executive.runcode
imaplib: IMAP4_stream
importlib: import_module
io: FileIO open
joblib: load
lib2to3.pgen2.grammar: Grammar.loads
lib2to3.pgen2.pgen: ParserGenerator.make_label
logging: FileHandler config
marshal: dump dumps load loads
numpy.testing._private.utils: runstring
os: execl execle execlp execlpe execv execve execvp execvpe popen popen2 popen3 popen4 spawn spawnl spawnle
  spawnlp spawnlpe spawnv spawnve spawnvp spawnvpe system
pdb: run runcall runctx runeval
pickle: load loads
pip: main
pip._internal: main
pip._internal.cli.main: main
pip._vendor.distlib.scripts: ScriptMaker
pkgutil: get_importer resolve_name walk_packages
platform: popen system
profile: run runctx
pty: spawn
shutil: copy copytree move rmtree
subprocess: Popen call check_call check_output getoutput getstatusoutput run
tempfile: mktemp
timeit: repeat timeit
torch: compile load
torch._dynamo.guards: GuardBuilder.get
torch._inductor.codecache: compile_file
torch.distributed.elastic.rendezvous.api: basichandlers
torch.distributed.rpc: RemoteModule remote rpc_async rpc_sync
torch.fx.experimental.symbolic_shapes: ShapeEnv.evaluate_guards_expression
torch.hub: load load_state_dict_from_url
torch.jit.unsupported_tensor_ops: execWrapper
torch.serialization: load
torch.storage: _load_from_bytes
torch.utils._config_module: ConfigModule ConfigModule.load_config
torch.utils.bottleneck.__main__: run_autograd_prof run_cprofile
torch.utils.collect_env: run
torch.utils.data.datapipes.utils.decoder: basichandlers
trace: Trace.run Trace.runctx
types: CodeType FunctionType
uuid: _get_command_stdout _popen`;

/** Functions of the standard library of Python 3.13 that run source, import by name, load pickles or start programs. */
export const GADGETS = `
_aix_support: _aix_bos_rte _read_cmd_output
_osx_support: _read_output _remove_unsupported_archs
_pyrepl.main: interactive_console
_pyrepl.pager: get_pager pipe_pager tempfile_pager
asyncio.__main__: REPLThread.run
asyncio.unix_events: _UnixSubprocessTransport._start
bdb: Bdb.run Bdb.runeval effective
cProfile: Profile.runctx
code: InteractiveInterpreter.runcode
collections: namedtuple
dbm: open
doctest: DocTestRunner.__run _normalize_module _test debug_script
encodings: search_function
gettext: c2py
http.server: CGIHTTPRequestHandler.run_cgi
imaplib: IMAP4_stream.open
importlib._bootstrap: FrozenImporter.exec_module
importlib._bootstrap_external: _compile_bytecode
importlib.metadata: EntryPoint.load
importlib.resources._common: _
importlib.util: find_spec
inspect: _main _signature_fromstr get_annotations
logging.config: _create_formatters _install_handlers _resolve
modulefinder: ModuleFinder.load_module
multiprocessing.forkserver: main
multiprocessing.managers: MakeProxyType
multiprocessing.sharedctypes: make_property
multiprocessing.spawn: _fixup_main_from_name _fixup_main_from_path
optparse: Values.read_file Values.read_module
pdb: Pdb._exec_in_closure Pdb._getval Pdb._getval_except Pdb.default Pdb.do_break
pickle: _Pickler.save_global _Unpickler.find_class
pkgutil: iter_importers read_code resolve_name walk_packages
platform: _Processor.from_subprocess _syscmd_file _syscmd_ver
profile: Profile.runctx
pstats: Stats.load_stats
pydoc: Helper.help ModuleScanner.run safeimport
rlcompleter: Completer.attr_matches
runpy: _get_module_details _run_code
site: addpackage
sysconfig: _init_posix
timeit: Timer.__init__
tkinter: Tk.readprofile
trace: CoverageResults.__init__ Trace.runctx
tracemalloc: Snapshot.load
unittest.loader: TestLoader._get_module_from_name TestLoader.discover TestLoader.loadTestsFromName
unittest.main: TestProgram.__init__
unittest.mock: _set_async_signature _set_signature
uuid: _get_command_stdout
venv: EnvBuilder._call_new_python
warnings: _getcategory
webbrowser: BackgroundBrowser.open GenericBrowser.open Konqueror.open UnixBrowser._invoke
  register_standard_browsers
xml.dom.domreg: getDOMImplementation
xml.sax: _create_parser
zipimport: _unmarshal_code zipimporter.load_module`;
