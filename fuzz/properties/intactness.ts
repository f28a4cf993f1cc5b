// Whether what all programs share is as it was: the data must not reach it.

/** What could be changed for everybody. */
const SHARED: readonly object[] = [
  globalThis,
  ...[
    Object,
    Function,
    Array,
    String,
    Number,
    Boolean,
    BigInt,
    Symbol,
    Map,
    Set,
    WeakMap,
    WeakSet,
    Date,
    RegExp,
    Promise,
  ],
  ...[
    Error,
    TypeError,
    RangeError,
    SyntaxError,
    ArrayBuffer,
    SharedArrayBuffer,
    DataView,
    JSON,
    Math,
    Reflect,
  ],
  ...[Uint8Array, Float64Array, Object.getPrototypeOf(Uint8Array)],
  Object.getPrototypeOf(Object.getPrototypeOf([].values())),
  Object.getPrototypeOf(function* () {}),
].flatMap((shared) => ("prototype" in shared ? [shared, shared.prototype as object] : [shared]));

/** Every so many questions all of it is looked at, else what matters most. */
const EVERY = 128;
const MOST_SHARED: readonly object[] = [Object.prototype, Array.prototype, Function.prototype];

const before = SHARED.map(stateOf);
const counts = MOST_SHARED.map((shared) => Reflect.ownKeys(shared).length);
let questions = 0;

/** What was changed, or `undefined` if nothing was. */
export function intactness(): string | undefined {
  questions += 1;
  const isEasy = questions % EVERY !== 0;
  if (isEasy && MOST_SHARED.every((shared, index) => Reflect.ownKeys(shared).length === counts[index]))
    return;
  for (const [index, shared] of SHARED.entries()) {
    const [was, is] = [before[index] as Map<PropertyKey, unknown>, stateOf(shared)];
    for (const key of new Set([...was.keys(), ...is.keys()])) {
      if (!Object.is(was.get(key), is.get(key))) return `${nameOf(shared)}.${String(key)} was changed`;
    }
  }
  return undefined;
}

/** The own properties: the functions themselves of accessors and methods. Lazy globals of Node's are not asked for. */
function stateOf(shared: object): Map<PropertyKey, unknown> {
  const state = new Map<PropertyKey, unknown>();
  for (const key of Reflect.ownKeys(shared)) {
    if (shared === globalThis) {
      state.set(key, true);
      continue;
    }
    const { value, get, set } = Object.getOwnPropertyDescriptor(shared, key) ?? {};
    state.set(key, value ?? get ?? set);
  }
  // What a regular expression matched last is kept at its class.
  if (shared === RegExp)
    for (const key of Reflect.ownKeys(shared)) if (typeof state.get(key) !== "function") state.delete(key);
  state.set("its prototype", Object.getPrototypeOf(shared));
  return state;
}

function nameOf(shared: object): string {
  return shared === globalThis ? "globalThis" : (shared.constructor?.name ?? "an object");
}
