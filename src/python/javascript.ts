// How JavaScript's own objects are seen: names, fields and typecodes. Nothing here runs code of the object.

const TYPECODES: ReadonlyMap<string, string> = new Map([
  ["Int8Array", "b"],
  ["Uint8ClampedArray", "B"],
  ["Int16Array", "h"],
  ["Uint16Array", "H"],
  ["Int32Array", "i"],
  ["Uint32Array", "I"],
  ["BigInt64Array", "q"],
  ["BigUint64Array", "Q"],
  ["Float32Array", "f"],
  ["Float64Array", "d"],
]);

/** Whether a value is Python's `bytes`: a `Uint8Array` (so a `Buffer` too), which a `Uint8ClampedArray` is not. */
export function isBytes(value: unknown): value is Uint8Array {
  return value instanceof Uint8Array;
}

/** The typecode of `array.array` for a typed array; `undefined` for every other object, `Uint8Array` included. */
export function typecodeOf(value: object): string | undefined {
  if (!ArrayBuffer.isView(value)) return undefined;
  // The name that typed arrays know themselves by, which their subclasses inherit.
  return TYPECODES.get((value as { readonly [Symbol.toStringTag]?: string })[Symbol.toStringTag] ?? "");
}

/** Whether an object is as `{}` makes it, or has no prototype at all. */
export function isPlainObject(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}

/** The name of an object's class. */
export function classNameOf(value: object): string {
  const prototype: unknown = Object.getPrototypeOf(value);
  if (typeof prototype !== "object" || prototype === null) return "Object";
  const made: unknown = Object.getOwnPropertyDescriptor(prototype, "constructor")?.value;
  return typeof made === "function" ? nameOf(made) : "Object";
}

/** The name of a function or class. */
export function nameOf(value: object): string {
  const name: unknown = Object.getOwnPropertyDescriptor(value, "name")?.value;
  return typeof name === "string" && name !== "" ? name : "anonymous";
}

/** The own enumerable fields that have a value: a getter is not asked. Elements of an array are none. */
export function* fieldsOf(value: object): Generator<[string, unknown], void, undefined> {
  const elements = Array.isArray(value) ? value.length : 0;
  let index = 0;
  for (const key of Object.keys(value)) {
    // Elements come first.
    if (index < elements && String(Number(key) >>> 0) === key) {
      index += 1;
      continue;
    }
    const field = Object.getOwnPropertyDescriptor(value, key);
    if (field && "value" in field) yield [key, field.value];
  }
}

/** What a JavaScript error holds besides its message and stack: its fields, its cause, an `AggregateError`'s errors. */
export function* errorFieldsOf(error: Error): Generator<[string, unknown], void, undefined> {
  for (const key of ["cause", "errors"]) {
    const field = Object.getOwnPropertyDescriptor(error, key);
    if (field && !field.enumerable && "value" in field) yield [key, field.value];
  }
  for (const field of fieldsOf(error)) if (field[0] !== "stack" && field[0] !== "message") yield field;
}

/** The message of a JavaScript error, an own property; `""` when it has none. */
export function messageOf(error: Error): string {
  const message: unknown = Object.getOwnPropertyDescriptor(error, "message")?.value;
  return typeof message === "string" ? message : "";
}
