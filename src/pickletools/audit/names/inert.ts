import { plainModule } from "./aliases.ts";
import { EXCEPTIONS } from "./exceptions.ts";
import type { InertNames } from "./judgement.ts";
import { LIBRARIES, libraryModule } from "./libraries.ts";
import { METHODS } from "./methods.ts";
import { keyOf, readTable } from "./table.ts";

/** Classes whose constructors only keep or convert what they are given. */
const CLASSES = `
builtins: object bool int float complex str bytes bytearray list tuple set frozenset dict frozendict range slice memoryview enumerate
  zip reversed long unicode basestring xrange buffer
argparse: Namespace
array: array
calendar: Calendar TextCalendar HTMLCalendar
collections: OrderedDict Counter deque ChainMap UserDict IterableUserDict UserList UserString
collections.abc: Awaitable Coroutine AsyncIterable AsyncIterator AsyncGenerator Hashable Iterable Iterator Generator
  Reversible Sized Container Callable Collection Set MutableSet Mapping MutableMapping MappingView KeysView ItemsView
  ValuesView Sequence MutableSequence ByteString Buffer
numbers: Number Complex Real Rational Integral
cStringIO: StringIO
csv: Dialect excel excel_tab unix_dialect
datetime: date datetime time timedelta timezone tzinfo
decimal: Decimal Context
email.charset: Charset
fractions: Fraction
graphlib: TopologicalSorter
http.cookies: SimpleCookie BaseCookie Morsel
io: BytesIO StringIO
ipaddress: IPv4Address IPv4Network IPv4Interface IPv6Address IPv6Network IPv6Interface
itertools: count cycle repeat chain compress islice product permutations combinations combinations_with_replacement
  zip_longest izip izip_longest pairwise batched _tee _tee_dataobject _grouper
logging: LogRecord Formatter BufferingFormatter Filter PercentStyle StrFormatStyle StringTemplateStyle
optparse: Values
pathlib: Path PosixPath WindowsPath PurePath PurePosixPath PureWindowsPath
pickle: PickleBuffer
random: Random SystemRandom WichmannHill
reprlib: Repr
sets: Set ImmutableSet BaseSet
statistics: NormalDist
string: Template
StringIO: StringIO
struct: Struct
subprocess: CompletedProcess
tarfile: TarInfo
textwrap: TextWrapper
types: SimpleNamespace MappingProxyType UnionType
typing: TypeVar ParamSpec TypeVarTuple
uuid: UUID
xml.etree.ElementTree: Element
xmlrpc.client: DateTime Binary Boolean
zipfile: ZipInfo
zoneinfo: ZoneInfo`;

/** Enumerations and named tuples. */
const RECORDS = `
calendar: Day Month
concurrent.futures._base: DoneAndNotDoneFutures
decimal: DecimalTuple
difflib: Match
enum: EnumCheck FlagBoundary
http: HTTPMethod HTTPStatus
inspect: _ParameterKind
os: sched_param stat_result statvfs_result terminal_size times_result uname_result waitid_result
platform: AndroidVer IOSVersionInfo uname_result
re: RegexFlag
sched: Event
selectors: SelectorKey
signal: Handlers Sigmasks Signals struct_siginfo
socket: AddressFamily AddressInfo MsgFlag SocketKind
ssl: AlertDescription DefaultVerifyPaths Options Purpose SSLErrorNumber TLSVersion VerifyFlags VerifyMode
  _SSLMethod _TLSAlertType _TLSContentType _TLSMessageType
statistics: LinearRegression
time: struct_time
urllib.parse: DefragResult DefragResultBytes ParseResult ParseResultBytes SplitResult SplitResultBytes
urlparse: ParseResult SplitResult
uuid: SafeUUID`;

/** Nodes of syntax trees, which are data. */
const SYNTAX = `
ast: AST Add And AnnAssign Assert Assign AsyncFor AsyncFunctionDef AsyncWith Attribute AugAssign AugLoad
  AugStore Await BinOp BitAnd BitOr BitXor BoolOp Break Bytes Call ClassDef Compare Constant Continue Del Delete
  Dict DictComp Div Ellipsis Eq ExceptHandler Exec Expr Expression ExtSlice FloorDiv For FormattedValue
  FunctionDef GeneratorExp Global Gt GtE If IfExp Import ImportFrom In Index Interactive Invert Is IsNot
  JoinedStr LShift Lambda List ListComp Load Lt LtE MatMult Match MatchAs MatchClass MatchMapping MatchOr
  MatchSequence MatchSingleton MatchStar MatchValue Mod Module Mult Name NameConstant NamedExpr Nonlocal Not
  NotEq NotIn Num Or Param ParamSpec Pass Pow Print RShift Raise Repr Return Set SetComp Slice Starred Store Str
  Sub Subscript Suite Try TryExcept TryFinally TryStar Tuple TypeAlias TypeIgnore TypeVar TypeVarTuple UAdd USub
  UnaryOp While With Yield YieldFrom alias arg arguments boolop cmpop comprehension excepthandler expr
  expr_context keyword match_case mod operator pattern slice stmt type_ignore type_param unaryop withitem`;

/** Classes that only keep a state, and whose constructors do more than that. */
const REBUILT = `
configparser: ConfigParser RawConfigParser SafeConfigParser SectionProxy Interpolation BasicInterpolation
  ExtendedInterpolation LegacyInterpolation ConverterMapping
dataclasses: Field _MISSING_TYPE _HAS_DEFAULT_FACTORY_CLASS _FIELD_BASE
email._policybase: Compat32
email.header: Header
email.headerregistry: HeaderRegistry Address Group
email.message: Message EmailMessage MIMEPart
email.policy: EmailPolicy
http.cookiejar: Cookie DefaultCookiePolicy
inspect: Signature Parameter BoundArguments
json.decoder: JSONDecoder
json.encoder: JSONEncoder
tracemalloc: Snapshot Statistic StatisticDiff Trace Traceback Frame Filter DomainFilter
xml.dom.minicompat: NodeList
xml.dom.minidom: Document DocumentFragment DocumentType Element Attr Text Comment CDATASection ProcessingInstruction
  NamedNodeMap`;

const FUNCTIONS = `
builtins: abs all any ascii bin callable chr cmp coerce divmod format hash hex id intern isinstance issubclass len next oct ord
  repr round sum unichr
array: _array_reconstructor
codecs: encode
concurrent.futures.process: _rebuild_exc
copyreg: pickle_complex
ipaddress: ip_address ip_network ip_interface
logging: getLogger
math: acos acosh asin asinh atan atan2 atanh ceil copysign cos cosh degrees erf erfc exp expm1 fabs floor fmod frexp gamma
  hypot isfinite isinf isnan ldexp lgamma log log10 log1p log2 modf radians sin sinh sqrt tan tanh trunc
multiprocessing.pool: rebuild_exc
operator: abs add and_ contains countOf eq floordiv ge getitem gt index indexOf inv invert is_ is_not le lt matmul mod ne
  neg not_ or_ pos rshift sub truediv truth xor itemgetter isCallable isMappingType isNumberType isSequenceType
os: _make_stat_result _make_statvfs_result
posixpath: join basename dirname normpath split splitext isabs normcase commonprefix
re: _compile compile escape
sys: intern
urllib.parse: quote quote_plus unquote unquote_plus urlencode urljoin urlparse urlsplit urlunparse urlunsplit parse_qs
  parse_qsl
uuid: uuid3 uuid5
xml.etree.ElementTree: Comment ProcessingInstruction PI
zoneinfo: ZoneInfo._unpickle
itertools: chain.from_iterable
urllib: quote quote_plus unquote unquote_plus urlencode`;

const CONSTANTS = `
builtins: Ellipsis NotImplemented None True False
signal: SIGABRT SIGALRM SIGBUS SIGCHLD SIGCLD SIGCONT SIGFPE SIGHUP SIGILL SIGINT SIGIO SIGIOT SIGKILL
  SIGPIPE SIGPOLL SIGPROF SIGPWR SIGQUIT SIGRTMAX SIGRTMIN SIGSEGV SIGSTKFLT SIGSTOP SIGSYS SIGTERM
  SIGTRAP SIGTSTP SIGTTIN SIGTTOU SIGURG SIGUSR1 SIGUSR2 SIGVTALRM SIGWINCH SIGXCPU SIGXFSZ SIG_BLOCK
  SIG_DFL SIG_IGN SIG_SETMASK SIG_UNBLOCK
socket: AF_ALG AF_APPLETALK AF_ASH AF_ATMPVC AF_ATMSVC AF_AX25 AF_BRIDGE AF_CAN AF_ECONET AF_INET
  AF_INET6 AF_IPX AF_IRDA AF_KEY AF_LLC AF_NETBEUI AF_NETLINK AF_NETROM AF_PACKET AF_PPPOX AF_QIPCRTR
  AF_RDS AF_ROSE AF_ROUTE AF_SECURITY AF_SNA AF_TIPC AF_UNIX AF_UNSPEC AF_VSOCK AF_WANPIPE AF_X25
  AI_ADDRCONFIG AI_ALL AI_CANONNAME AI_NUMERICHOST AI_NUMERICSERV AI_PASSIVE AI_V4MAPPED
  MSG_CMSG_CLOEXEC MSG_CONFIRM MSG_CTRUNC MSG_DONTROUTE MSG_DONTWAIT MSG_EOR MSG_ERRQUEUE MSG_FASTOPEN
  MSG_MORE MSG_NOSIGNAL MSG_OOB MSG_PEEK MSG_TRUNC MSG_WAITALL SOCK_CLOEXEC SOCK_DGRAM SOCK_NONBLOCK
  SOCK_RAW SOCK_RDM SOCK_SEQPACKET SOCK_STREAM
string: ascii_letters ascii_lowercase ascii_uppercase digits hexdigits octdigits punctuation whitespace printable
typing: AbstractSet Annotated Any AnyStr AsyncContextManager AsyncGenerator AsyncIterable AsyncIterator
  Awaitable BinaryIO ByteString Callable ChainMap ClassVar Collection Concatenate Container ContextManager
  Coroutine Counter DefaultDict Deque Dict Final FrozenSet Generator Generic Hashable IO ItemsView Iterable
  Iterator KeysView List Literal LiteralString Mapping MappingView Match MutableMapping MutableSequence
  MutableSet Never NoReturn NotRequired Optional OrderedDict ParamSpecArgs ParamSpecKwargs Pattern Protocol
  ReadOnly Required Reversible Self Sequence Set Sized SupportsAbs SupportsBytes SupportsComplex SupportsFloat
  SupportsIndex SupportsInt SupportsRound Text TextIO Tuple Type TypeAlias TypeGuard TypeIs Union Unpack
  ValuesView`;

/** What keeps an argument to call it. */
const CALLING_CLASSES = `
builtins: type map filter property classmethod staticmethod
collections: defaultdict
functools: partial partialmethod
itertools: accumulate dropwhile filterfalse groupby starmap takewhile imap ifilter ifilterfalse
types: GenericAlias`;

/** What calls an argument. */
const CALLING_FUNCTIONS = `
builtins: sorted min max iter reduce
copyreg: _reconstructor __newobj__ __newobj_ex__
functools: reduce cmp_to_key`;

/** What reaches an attribute that an argument names. */
const REACHING = `
builtins: getattr
operator: attrgetter methodcaller`;

/** The inert names of the standard library. */
export const STANDARD: readonly InertNames[] = [
  { kind: "class", names: CLASSES },
  { kind: "class", names: RECORDS },
  { kind: "class", names: EXCEPTIONS },
  { kind: "class", names: SYNTAX },
  { kind: "class", care: "rebuild", names: REBUILT },
  { kind: "function", names: FUNCTIONS },
  { kind: "function", names: METHODS },
  { kind: "constant", names: CONSTANTS },
  { kind: "class", care: "callable", names: CALLING_CLASSES },
  { kind: "function", care: "callable", names: CALLING_FUNCTIONS },
  { kind: "function", care: "attribute", names: REACHING },
];

const NAMES: ReadonlyMap<string, InertNames> = /* @__PURE__ */ new Map(
  [...STANDARD, ...LIBRARIES].flatMap((inert) =>
    readTable(inert.names).map(
      ([module, name]) => [keyOf(plainModule(libraryModule(module)), name), inert] as const,
    ),
  ),
);

/** In which way exactly this name is inert, if it is listed. */
export function inertName(module: string, name: string): InertNames | undefined {
  return NAMES.get(keyOf(module, name));
}
