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

/** What was changed, or `undefined` if nothing was. It is changed back, or each input to come would be blamed for it. */
export function intactness(): string | undefined {
  questions += 1;
  const isEasy = questions % EVERY !== 0;
  if (isEasy && MOST_SHARED.every((shared, index) => Reflect.ownKeys(shared).length === counts[index]))
    return undefined;
  for (const [index, shared] of SHARED.entries()) {
    const [was, is] = [before[index] as State, stateOf(shared)];
    for (const key of new Set([...was.keys(), ...is.keys()])) {
      if (isSame(was.get(key), is.get(key))) continue;
      const original = was.get(key);
      if (original) Object.defineProperty(shared, key, original);
      else Reflect.deleteProperty(shared, key);
      return `${nameOf(shared)}.${String(key)} was changed`;
    }
  }
  return undefined;
}

type State = ReadonlyMap<PropertyKey, PropertyDescriptor>;

/** The own properties. Of the global ones, which Node makes when they are asked for, only which there are. */
function stateOf(shared: object): State {
  const keys = Reflect.ownKeys(shared);
  const state = new Map<PropertyKey, PropertyDescriptor>();
  for (const key of keys) {
    const descriptor = shared === globalThis ? {} : Object.getOwnPropertyDescriptor(shared, key);
    // What a regular expression matched last is kept at its class, by accessors: what they give is not asked for.
    if (descriptor) state.set(key, descriptor);
  }
  return state;
}

function isSame(one: PropertyDescriptor | undefined, other: PropertyDescriptor | undefined): boolean {
  return (
    one !== undefined &&
    other !== undefined &&
    Object.is(one.value, other.value) &&
    one.get === other.get &&
    one.set === other.set
  );
}

function nameOf(shared: object): string {
  if (shared === globalThis) return "globalThis";
  return typeof shared === "function" ? shared.name : `${shared.constructor?.name ?? "an object"}.prototype`;
}
