import { plainModule } from "./names/aliases.ts";
import { keyOf, readTable } from "./names/table.ts";
import { Entries, Imported, Items, LongInteger, Made, Mutable } from "./nodes.ts";

/** The functions that make an instance of the class that is their first argument. */
const REBUILDERS: ReadonlySet<string> = new Set(["_reconstructor", "__newobj__", "__newobj_ex__"]);

/** What calls hand out though others hold it, too: one of what they were given, or the one that there is of a name. */
const HANDING_OUT: ReadonlySet<string> = new Set([
  "min",
  "max",
  "reduce",
  "type",
  "scalar",
  "accumulate",
  "object_",
]);
/** Modules whose functions find things or compute them, and make nothing that gets a state. */
const HELD: ReadonlySet<string> = new Set([
  "builtins",
  "collections",
  "datetime",
  "logging",
  "operator",
  "pytz",
  "sys",
]);
/** Classes whose instances are there once for the whole program. */
const SINGLE: ReadonlySet<string> = /* @__PURE__ */ new Set(
  readTable(`calendar: Day Month
enum: EnumCheck FlagBoundary
http: HTTPMethod HTTPStatus
inspect: _ParameterKind
re: RegexFlag
signal: Handlers Sigmasks Signals
socket: AddressFamily AddressInfo MsgFlag SocketKind
ssl: AlertDescription Options Purpose SSLErrorNumber TLSVersion VerifyFlags VerifyMode _SSLMethod _TLSAlertType
  _TLSContentType _TLSMessageType
uuid: SafeUUID
zoneinfo: ZoneInfo`).map(([module, name]) => keyOf(module, name)),
);

/** Classes whose instances are no iterators, and are often iterated in pickles. */
const ITERABLE: ReadonlySet<string> = new Set(
  readTable(`array: array
builtins: range xrange
collections: OrderedDict Counter deque`).map(([module, name]) => keyOf(module, name)),
);

/** What was imported, or reached from there by its name. */
export function importedBy(node: unknown): Imported | undefined {
  return node instanceof Made ? node.attribute : node instanceof Imported ? node : undefined;
}

/** The class of what was made, if that is known. */
export function classOf(node: unknown): Imported | undefined {
  if (!(node instanceof Made)) return undefined;
  const { args, form } = node;
  const callee = importedBy(node.callee);
  if (callee === undefined) return undefined;
  const { care, kind } = callee.judgement;
  if (care === "callable" && REBUILDERS.has(callee.name))
    return args instanceof Items ? importedBy(args.items[0]) : undefined;
  return kind === "function" && form !== "new" ? undefined : callee;
}

/** The built-in type of a value that stands for itself. */
export function nameOfType(value: unknown): string | undefined {
  if (typeof value === "string") return "str";
  if (typeof value === "number") return Number.isInteger(value) ? "int" : "float";
  if (typeof value === "bigint" || value instanceof LongInteger) return "int";
  if (typeof value === "boolean") return "bool";
  if (value === null) return "NoneType";
  if (value instanceof Uint8Array) return "bytes";
  if (value instanceof Mutable) return "bytearray";
  if (value instanceof Items) return value.kind;
  return value instanceof Entries ? "dict" : undefined;
}

/** Whether a name is a member of an enumeration. */
export function isMember({ module, name }: Imported, member: string): boolean {
  return SINGLE.has(keyOf(plainModule(module), name)) && /^[A-Z][A-Z0-9_]*$/.test(member);
}

/** Whether `iter` of it is a new object. */
function isIterable(value: unknown): boolean {
  const class_ = classOf(value);
  return class_
    ? ITERABLE.has(keyOf(plainModule(class_.module), class_.name))
    : nameOfType(value) !== undefined;
}

/** Whether what a call gives was there before it, so that a change of it is one for others, too. */
export function isShared({ args, callee }: Made): boolean {
  const imported = importedBy(callee);
  if (imported === undefined || imported.judgement.tier !== "inert") return false;
  const { module, name, judgement } = imported;
  if (HANDING_OUT.has(name) || SINGLE.has(keyOf(plainModule(module), name))) return true;
  // An iterator is its own iterator; what is none hands out a new one.
  if (name === "iter") return args instanceof Items && !isIterable(args.items[0]);
  return judgement.kind === "function" && judgement.care !== "callable" && HELD.has(plainModule(module));
}
