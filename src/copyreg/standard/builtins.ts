import { defineField } from "../../python/fields.ts";
import {
  ByteArray,
  Ellipsis,
  Global,
  Instance,
  kindOf,
  NotImplemented,
  type Python2String,
  Range,
  SimpleNamespace,
  Slice,
  type Tuple,
} from "../../python/index.ts";
import { anyInt, attempt, call, int, isBytes } from "./parts.ts";
import { INERT, type KindReducers, type Recipe, type ReduceContext } from "./recipe.ts";

const RANGE = /* @__PURE__ */ new Global("builtins", "range");
const SLICE = /* @__PURE__ */ new Global("builtins", "slice");
const ELLIPSIS = /* @__PURE__ */ new Global("builtins", "Ellipsis");
const NOT_IMPLEMENTED = /* @__PURE__ */ new Global("builtins", "NotImplemented");
const NAMESPACE = /* @__PURE__ */ new Global("types", "SimpleNamespace");

const LATIN1: ReadonlySet<unknown> = /* @__PURE__ */ new Set(["latin1", "latin-1", "iso-8859-1"]);

export const recipes: readonly Recipe[] = [
  { names: ["builtins Ellipsis"], value: Ellipsis },
  { names: ["builtins NotImplemented"], value: NotImplemented },
  { names: ["builtins range"], call: readRange },
  { names: ["builtins slice"], call: readSlice },
  { names: ["builtins bytes"], call: readBytes },
  { names: ["builtins bytearray"], call: readByteArray },
  { names: ["_codecs encode"], call: readEncoded },
  { names: ["types SimpleNamespace"], call: readNamespace },
  // What the reader of objects takes care of: a set's members need as much care as those of the opcodes for sets.
  { names: ["builtins set", "builtins frozenset", "builtins object"] },
  { names: ["copyreg _reconstructor", "copyreg __newobj__", "copyreg __newobj_ex__"] },
];

export const kinds: KindReducers = [
  ["Ellipsis", () => ELLIPSIS],
  ["NotImplemented", () => NOT_IMPLEMENTED],
  ["Range", reduceRange],
  ["Slice", reduceSlice],
  ["SimpleNamespace", reduceNamespace],
];

function readRange(args: Tuple, exact: boolean): unknown {
  if (args.length < 1 || args.length > 3 || (exact && args.length !== 3)) return INERT;
  const numbers = args.map((arg) => anyInt(arg, exact));
  if (numbers.includes(undefined)) return INERT;
  const [start = 0n, stop = 0n, step = 1n] = numbers.length === 1 ? [0n, ...numbers] : numbers;
  return attempt(() => new Range(start, stop, step));
}

function reduceRange({ start, stop, step }: Range, context: ReduceContext): Instance {
  return call(RANGE, int(start, context), int(stop, context), int(step, context));
}

function readSlice(args: Tuple, exact: boolean): unknown {
  if (args.length < 1 || args.length > 3 || (exact && args.length !== 3)) return INERT;
  return args.length === 1 ? new Slice(null, args[0]) : new Slice(...args);
}

function reduceSlice({ start, stop, step }: Slice): Instance {
  return call(SLICE, start, stop, step);
}

/** Before protocol 3 empty bytes are a call without arguments. */
function readBytes(args: Tuple): unknown {
  return args.length === 0 ? new Uint8Array(0) : INERT;
}

/** Before protocol 3 bytes are a text that is to be encoded, a character for each byte. */
function readEncoded(args: Tuple, exact: boolean): unknown {
  const [text, encoding] = args;
  const known = exact ? encoding === "latin1" : LATIN1.has(encoding);
  return args.length === 2 && known && typeof text === "string" ? encodeLatin1(text) : INERT;
}

function encodeLatin1(text: string): Uint8Array | typeof INERT {
  const bytes = new Uint8Array(text.length);
  for (let i = 0; i < text.length; i += 1) {
    const code = text.charCodeAt(i);
    if (code > 0xff) return INERT;
    bytes[i] = code;
  }
  return bytes;
}

/** Called with bytes, or, before protocol 3 and by older Pythons, with a text and its encoding. */
function readByteArray(args: Tuple): unknown {
  if (args.length === 0) return new ByteArray();
  const [source, encoding] = args;
  if (args.length === 1) return isBytes(source) ? new ByteArray(source) : INERT;
  const name = kindOf(encoding) === "Python2String" ? String(encoding as Python2String) : encoding;
  if (args.length !== 2 || typeof source !== "string" || !LATIN1.has(name)) return INERT;
  const bytes = encodeLatin1(source);
  return bytes === INERT ? INERT : new ByteArray(bytes);
}

/** Its attributes come as its state. */
function readNamespace(args: Tuple): unknown {
  return args.length === 0 ? new SimpleNamespace() : INERT;
}

function reduceNamespace(namespace: SimpleNamespace): Instance {
  const state: object = {};
  for (const key of Object.keys(namespace)) defineField(state, key, namespace[key]);
  return new Instance(NAMESPACE, { state });
}
