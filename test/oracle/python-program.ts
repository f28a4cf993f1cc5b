import {
  type ByteArray,
  type Complex,
  Counter,
  type DateTime,
  DefaultDict,
  Deque,
  type Float,
  type Global,
  kindOf,
  OrderedDict,
  type PurePath,
  repr,
  SimpleNamespace,
  type TimeOnly,
} from "pantry/python";

/** Which values the program is to make. */
export interface ProgramOptions {
  /** As the exact profile has it: a number is a float. */
  readonly exact?: boolean;
  /** Whether Python 2 runs it. */
  readonly python2?: boolean;
  /** Whether a small bigint is an int to Python 2, as before protocol 2, where nothing marks it. */
  readonly beforeProtocol2?: boolean;
  /** Whether memory is bytes, as marshal has it. */
  readonly marshalled?: boolean;
  /** The Python class of an object of no class of ours. */
  readonly classOf?: (value: unknown) => string | undefined;
}

/**
 * Statements of Python that leave in `value` what Python is to see in a graph of JavaScript values: type, value, order and
 * sharing. They know nothing of any format. `undefined` for what Python cannot compare: two objects that only identity
 * tells apart, in one set.
 */
export function pythonProgram(value: unknown, options: ProgramOptions = {}): string | undefined {
  return new Program(options).write(value);
}

/** What each of JavaScript's errors is to Python. */
const EXCEPTIONS: Readonly<Record<string, string>> = {
  Error: "Exception",
  TypeError: "TypeError",
  RangeError: "ValueError",
  URIError: "ValueError",
  SyntaxError: "SyntaxError",
  ReferenceError: "NameError",
  EvalError: "RuntimeError",
};

class Program {
  readonly #options: ProgramOptions;
  readonly #lines: string[] = [];
  readonly #names = new Map<object, string>();
  /** What fills the objects that are made already: all of them first, so that cycles can go through them. */
  readonly #waiting: (() => void)[] = [];
  #isJudged = true;

  constructor(options: ProgramOptions) {
    this.#options = options;
  }

  write(value: unknown): string | undefined {
    const root = this.#of(value);
    for (let fill = this.#waiting.shift(); fill !== undefined; fill = this.#waiting.shift()) fill();
    this.#lines.push(`value = ${root}\n`);
    return this.#isJudged ? this.#lines.join("\n") : undefined;
  }

  /** An expression for a value. */
  #of(value: unknown): string {
    switch (typeof value) {
      case "string":
        return pythonText(value);
      case "number":
        return this.#number(value);
      case "bigint":
        return this.#isLong(value) ? `long(${value})` : `${value}`;
      case "boolean":
        return value ? "True" : "False";
      case "object":
        return value === null ? "None" : this.#object(value);
      default:
        return "None";
    }
  }

  #number(value: number): string {
    const isInt = !this.#options.exact && Number.isSafeInteger(value) && !Object.is(value, -0);
    if (!isInt) return pythonFloat(value);
    return this.#options.python2 && value !== (value | 0) ? `long(${value})` : `${value}`;
  }

  #isLong(value: bigint): boolean {
    const { exact, python2, beforeProtocol2 } = this.#options;
    return python2 === true && (!(exact || beforeProtocol2) || BigInt.asIntN(32, value) !== value);
  }

  #object(value: object): string {
    const known = this.#names.get(value);
    if (known !== undefined) return known;
    const made = this.#made(value);
    const name = `v${this.#names.size}`;
    this.#names.set(value, name);
    this.#lines.push(`${name} = ${made}`);
    return name;
  }

  /** An expression that makes an object, empty if it is one that is filled. */
  #made(value: object): string {
    if (Array.isArray(value)) return this.#array(value);
    if (value instanceof Map) return this.#map(value);
    if (value instanceof Set) return this.#set(value);
    if (value instanceof Error) return this.#error(value);
    if (value instanceof SimpleNamespace)
      return this.#later(value, "types.SimpleNamespace()", this.#attributes);
    const own = this.#options.classOf?.(value);
    if (own !== undefined) return this.#later(value, `${own}.__new__(${own})`, this.#attributes);
    if (Object.getPrototypeOf(value) === Object.prototype)
      return this.#later(value, "{}", (name) => this.#entries(name, Object.entries(value)));
    return this.#leaf(value);
  }

  #array(value: unknown[]): string {
    if (kindOf(value) === "Tuple") return pythonTuple(value.map((item) => this.#of(item)));
    const empty = value instanceof Deque ? "collections.deque()" : "[]";
    return this.#later(value, empty, (name) => {
      for (const item of value) this.#lines.push(`${name}.append(${this.#of(item)})`);
    });
  }

  #map(value: Map<unknown, unknown>): string {
    return this.#later(value, this.#emptyMap(value), (name) => this.#entries(name, [...value]));
  }

  #emptyMap(value: Map<unknown, unknown>): string {
    if (value instanceof Counter) return "collections.Counter()";
    if (value instanceof OrderedDict) return "collections.OrderedDict()";
    if (!(value instanceof DefaultDict)) return "{}";
    return `collections.defaultdict(${nameOf(value.defaultFactory as Global)})`;
  }

  #set(value: ReadonlySet<unknown>): string {
    const members = [...value];
    const instances = members.filter((member) => this.#options.classOf?.(member) !== undefined);
    if (instances.length > 1) this.#isJudged = false;
    const kind = kindOf(value) === "FrozenSet" ? "frozenset" : "set";
    return `${kind}([${members.map((member) => this.#of(member)).join(", ")}])`;
  }

  #error(error: Error): string {
    const { name } = Object.getPrototypeOf(error).constructor as { readonly name: string };
    const hasMessage = Object.hasOwn(error, "message");
    return this.#later(
      error,
      `${EXCEPTIONS[name]}(${hasMessage ? pythonText(error.message) : ""})`,
      (made) => {
        const cause = Object.hasOwn(error, "cause") ? [["cause", error.cause] as const] : [];
        // The state is an object, so its keys are in the order of such.
        const state = Object.fromEntries([["javascript", name], ...cause, ...Object.entries(error)]);
        const parts = Object.entries(state).map(([key, part]) => `(${pythonText(key)}, ${this.#of(part)})`);
        this.#lines.push(`${made}.__setstate__(collections.OrderedDict([${parts.join(", ")}]))`);
      },
    );
  }

  /** Notes how an object is filled once all are made. */
  #later<T extends object>(value: T, empty: string, fill: (name: string, value: T) => void): string {
    this.#waiting.push(() => fill.call(this, this.#names.get(value) as string, value));
    return empty;
  }

  #entries(name: string, entries: readonly (readonly [unknown, unknown])[]): void {
    for (const [key, part] of entries) this.#lines.push(`${name}[${this.#of(key)}] = ${this.#of(part)}`);
  }

  #attributes(name: string, value: object): void {
    this.#entries(`vars(${name})`, Object.entries(value));
  }

  /** What holds no other objects, or hardly any. */
  #leaf(value: object): string {
    switch (kindOf(value)) {
      case "Complex":
        return `complex(${pythonFloat((value as Complex).real)}, ${pythonFloat((value as Complex).imag)})`;
      case "Float":
        return pythonFloat((value as Float).value);
      case "Global":
        return nameOf(value as Global);
      case "DateTime":
      case "TimeOnly":
        return this.#moment(value as DateTime | TimeOnly);
      case "PurePath":
        return `${(value as PurePath).flavour}(${(value as PurePath).parts.map(pythonText).join(", ")})`;
      case "ByteArray":
        return this.#options.marshalled ? repr(new Uint8Array(value as ByteArray)) : repr(value);
      default:
        return repr(value);
    }
  }

  #moment(value: DateTime | TimeOnly): string {
    if (value.tzinfo === null) return repr(value);
    const zone = this.#of(value.tzinfo);
    return `${repr(value).replace(/, tzinfo=.*/, ")")}.replace(tzinfo=${zone})`;
  }
}

function nameOf({ module, name }: Global): string {
  return module === "builtins" ? name : `${module}.${name}`;
}

function pythonTuple(items: readonly string[]): string {
  return `(${items.join(", ")}${items.length === 1 ? "," : ""})`;
}

function pythonFloat(value: number): string {
  return Object.is(value, -0) ? "-0.0" : `float('${value}')`;
}

/** A literal of ASCII alone; `u` is the type of a text in Python 2. */
function pythonText(text: string): string {
  const letters = Array.from(text, (letter) => {
    const point = letter.codePointAt(0) as number;
    if (point >= 0x20 && point < 0x7f && letter !== "'" && letter !== "\\") return letter;
    const hex = point.toString(16);
    if (point < 0x100) return `\\x${hex.padStart(2, "0")}`;
    return point < 0x10000 ? `\\u${hex.padStart(4, "0")}` : `\\U${hex.padStart(8, "0")}`;
  });
  return `u'${letters.join("")}'`;
}
