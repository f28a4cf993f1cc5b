import type { PythonArray } from "./array.ts";
import { kindOf } from "./brand.ts";
import type { DateTime, TimeOnly } from "./datetime.ts";
import type { Deque } from "./deque.ts";
import type { PythonException } from "./exception.ts";
import type { Instance, Step } from "./instance.ts";
import { classNameOf, errorFieldsOf, fieldsOf, isPlainObject, messageOf, typecodeOf } from "./javascript.ts";
import { type LeafSettings, leafRepr, momentEnds, printable } from "./leaf-repr.ts";
import type { DefaultDict } from "./mappings.ts";
import type { PersistentId } from "./references.ts";
import type { Slice } from "./slice.ts";
import { runTask, type Task, type Visitor } from "./tasks.ts";
import { strRepr } from "./text-repr.ts";

/** How `repr` shows a value. */
export interface ReprOptions {
  /** Cut the text to so many characters, the last of which is then `…`; what would be cut is not worked out. Default: no limit. */
  readonly maxLength?: number;
  /** Whether the value is of the exact profile, in which every `number` is a float. Default: `false`. */
  readonly exact?: boolean;
}

const BRIEF_LENGTH = 240;
type Entries = Iterable<readonly [unknown, unknown]>;

/**
 * Python's own `repr()` of a value (that of Python 3.13): `[1, 'two', {'k': (3.0,)}]`.
 *
 * What only its class could show is given an inert form: a name that is no built-in class is `shop.models.Order`, an
 * `Instance` is the call that makes it, with what is added afterwards (items, entries, state):
 * `<shop.models.Order(1) {'paid': True}>`. A JavaScript value that stands for a Python value is shown as that; other
 * objects by the name of their class and their fields.
 *
 * What is shared is written out each time, as Python does, so a small graph can have an enormous text: give a
 * `maxLength` for data that is not trusted. Cycles end (`[...]`), and nesting may be of any depth.
 *
 * @example
 * ```ts
 * import { repr, Tuple } from "pantry/python";
 *
 * const text = repr({ name: "Ada", at: new Tuple(1, 2.5), tags: new Set(["it's"]) });
 * if (text !== `{'name': 'Ada', 'at': (1, 2.5), 'tags': {"it's"}}`) throw new Error(text);
 * ```
 */
export function repr(value: unknown, options: ReprOptions = {}): string {
  const { maxLength = Number.POSITIVE_INFINITY, exact = false } = options;
  const representation = new Representation({ limit: maxLength, exact });
  runTask(representation, value);
  return representation.text();
}

/** Longer texts are cut: what is shared is written out each time, so that a small graph can have an endless one. */
const LONGEST_TEXT = 2 ** 20;

/** What the value classes give as their text: `repr`, cut after a million characters. */
export function textOf(value: unknown): string {
  return repr(value, { maxLength: LONGEST_TEXT });
}

/** The `repr()` of a value cut to a length fit for a message or a console; never walks all of a large value. */
export function brief(value: unknown): string {
  return repr(value, { maxLength: BRIEF_LENGTH });
}

/** Writes as it walks. Once there is more text than wanted, whatever is left to walk is given up. */
class Representation implements Visitor<true> {
  readonly #settings: LeafSettings;
  readonly #pieces: string[] = [];
  #length = 0;
  /** How many containers were met. Each writes a character at least, though not always before what is in it. */
  #met = 0;
  /** The containers around the value at hand. */
  readonly #open = new Set<object>();

  constructor(settings: LeafSettings) {
    this.#settings = settings;
  }

  text(): string {
    const text = this.#pieces.join("");
    const { limit } = this.#settings;
    if (text.length <= limit && !this.#isFull()) return text;
    // Half of a character is worse than none.
    return `${text.slice(0, Math.max(limit - 1, 0)).replace(/[\ud800-\udbff]$/, "")}…`;
  }

  leaf(value: unknown): true | undefined {
    if (this.#isFull()) return true;
    const text = leafRepr(value, this.#settings) ?? this.#insideItself(value as object);
    return text === undefined ? undefined : this.#write(text);
  }

  *task(value: object): Task<true> {
    this.#open.add(value);
    this.#met += 1;
    const kind = kindOf(value);
    yield* kind === undefined ? this.#host(value) : this.#known(value, kind);
    this.#open.delete(value);
    return true;
  }

  #isFull(): boolean {
    return this.#length > this.#settings.limit || this.#met > this.#settings.limit;
  }

  #write(text: string): true {
    if (this.#isFull()) return true;
    this.#pieces.push(text);
    this.#length += text.length;
    return true;
  }

  #insideItself(value: object): string | undefined {
    if (!this.#open.has(value)) return undefined;
    switch (kindOf(value)) {
      case "Tuple":
        return "(...)";
      case "Deque":
        return "[...]";
      case "OrderedDict":
        return "...";
      case "DefaultDict":
        return `defaultdict(${leafRepr((value as DefaultDict).defaultFactory, this.#settings) ?? "..."}, {...})`;
      case "SimpleNamespace":
        return "namespace(...)";
      case "FrozenSet":
        return "frozenset(...)";
      case "FrozenDict":
        return "frozendict({...})";
      case undefined:
        if (Array.isArray(value)) return "[...]";
        return value instanceof Set ? "set(...)" : "{...}";
      default:
        return "...";
    }
  }

  *#known(value: object, kind: string): Task<true> {
    switch (kind) {
      case "Tuple":
        return yield* this.#series("(", value as unknown[], (value as unknown[]).length === 1 ? ",)" : ")");
      case "FrozenSet":
        if ((value as Set<unknown>).size === 0) return this.#write("frozenset()");
        return yield* this.#series("frozenset({", value as Set<unknown>, "})");
      case "Deque": {
        const { maxlen } = value as Deque;
        return yield* this.#series(
          "deque([",
          value as Deque,
          maxlen === null ? "])" : `], maxlen=${maxlen})`,
        );
      }
      case "FrozenDict":
        if ((value as Map<unknown, unknown>).size === 0) return this.#write("frozendict()");
        return yield* this.#entries("frozendict({", value as Map<unknown, unknown>, "})");
      case "OrderedDict":
        if ((value as Map<unknown, unknown>).size === 0) return this.#write("OrderedDict()");
        return yield* this.#entries("OrderedDict({", value as Map<unknown, unknown>, "})");
      case "Counter":
        if ((value as Map<unknown, unknown>).size === 0) return this.#write("Counter()");
        return yield* this.#entries("Counter({", this.#mostCommon(value as Map<unknown, unknown>), "})");
      case "DefaultDict":
        this.#write("defaultdict(");
        yield (value as DefaultDict).defaultFactory;
        return yield* this.#entries(", {", value as DefaultDict, "})");
      case "SimpleNamespace":
        return yield* this.#attributes("namespace(", fieldsOf(value), ")");
      case "PythonException": {
        const { class: class_, args } = value as PythonException;
        const name = printable(class_.name.slice(class_.name.lastIndexOf(".") + 1));
        return yield* this.#series(`${name}(`, args, ")");
      }
      case "PythonArray":
        return this.#array((value as PythonArray).typecode, (value as PythonArray).values);
      case "DateTime":
      case "TimeOnly": {
        const { tzinfo } = value as DateTime | TimeOnly;
        const [before, after] = momentEnds(value as DateTime | TimeOnly);
        return tzinfo === null
          ? this.#write(before + after)
          : yield* this.#series(`${before}, tzinfo=`, [tzinfo], after);
      }
      case "Slice": {
        const { start, stop, step } = value as Slice;
        return yield* this.#series("slice(", [start, stop, step], ")");
      }
      case "PersistentId":
        return yield* this.#series("<persistent id ", [(value as PersistentId).id], ">");
      case "Instance":
        return yield* this.#instance(value as Instance);
      default:
        return this.#write(`<${kind}>`);
    }
  }

  /** JavaScript's own objects, and those of the program's classes. */
  *#host(value: object): Task<true> {
    const typecode = typecodeOf(value);
    if (typecode !== undefined) return this.#array(typecode, value as unknown as Iterable<unknown>);
    const prototype: unknown = Object.getPrototypeOf(value);
    if (prototype === Array.prototype) return yield* this.#series("[", value as unknown[], "]");
    if (prototype === Map.prototype) return yield* this.#entries("{", value as Map<unknown, unknown>, "}");
    if (prototype === Set.prototype) {
      return (value as Set<unknown>).size === 0
        ? this.#write("set()")
        : yield* this.#series("{", value as Set<unknown>, "}");
    }
    if (isPlainObject(value)) return yield* this.#entries("{", fieldsOf(value), "}");
    const name = printable(classNameOf(value));
    if (value instanceof Error && errorFieldsOf(value).next().done)
      return yield* this.#series(`${name}(`, [messageOf(value)], ")");
    return yield* this.#object(name, value);
  }

  *#object(name: string, value: object): Task<true> {
    this.#write(`<${name}`);
    if (Array.isArray(value)) yield* this.#series(" [", value, "]");
    else if (value instanceof Map) yield* this.#entries(" {", value, "}");
    else if (value instanceof Set) yield* this.#series(" {", value, "}");
    else if (value instanceof Error) yield* this.#series("(", [messageOf(value)], ")");
    const fields = value instanceof Error ? errorFieldsOf(value) : fieldsOf(value);
    return yield* this.#entries(" {", fields, "}>");
  }

  *#instance(instance: Instance): Task<true> {
    const { class: class_, args, kwargs, state, stateSetter, items, entries, later, form } = instance;
    const added = [state, items, entries, later].some((part) => part !== undefined);
    if (added) this.#write("<");
    if (kindOf(class_) === "Global") this.#write(printable(String(class_)));
    else yield class_;
    if (args.length > 0 || kwargs !== undefined || !added || form === "call") {
      yield* this.#series("(", args, "");
      yield* this.#attributes(args.length > 0 && kwargs !== undefined ? ", " : "", kwargs ?? [], ")");
    }
    if (items) yield* this.#series(" [", items, "]");
    if (entries) yield* this.#entries(" {", entries, "}");
    if (state !== undefined) {
      this.#write(" ");
      if (stateSetter !== undefined) yield* this.#series("", [stateSetter], ": ");
      yield state;
    }
    for (const step of later ?? []) yield* this.#step(step);
    return added ? this.#write(">") : true;
  }

  *#step(step: Step): Task<true> {
    if (step.operation === "append") return yield* this.#series(" [", step.items, "]");
    if (step.operation === "add") return yield* this.#series(" {", step.items, "}");
    if (step.operation === "set") return yield* this.#entries(" {", step.entries, "}");
    return yield* this.#series(" ", [step.state], "");
  }

  #array(typecode: string, values: Iterable<unknown>): true {
    if (typecode === "u" || typecode === "w")
      return this.#write(`array('${typecode}', ${strRepr(Array.from(values).join(""))})`);
    const settings = { ...this.#settings, exact: typecode === "f" || typecode === "d" };
    let before = `array('${printable(typecode)}', [`;
    for (const value of values) {
      if (this.#isFull()) return true;
      this.#write(before + (leafRepr(value, settings) ?? "..."));
      before = ", ";
    }
    return this.#write(before === ", " ? "])" : `array('${printable(typecode)}')`);
  }

  *#series(open: string, items: Iterable<unknown>, close: string): Task<true> {
    let before = open;
    for (const item of items) {
      if (this.#isFull()) return true;
      this.#write(before);
      before = ", ";
      yield item;
    }
    return this.#write(before === open ? open + close : close);
  }

  *#entries(open: string, entries: Entries, close: string): Task<true> {
    let before = open;
    for (const [key, value] of entries) {
      if (this.#isFull()) return true;
      this.#write(before);
      before = ", ";
      yield key;
      this.#write(": ");
      yield value;
    }
    return this.#write(before === open ? open + close : close);
  }

  *#attributes(open: string, attributes: Iterable<readonly [string, unknown]>, close: string): Task<true> {
    this.#write(open);
    let before = "";
    for (const [name, value] of attributes) {
      if (this.#isFull()) return true;
      // As in Python, an attribute with an empty name is not shown.
      if (name === "") continue;
      this.#write(`${before}${printable(name)}=`);
      before = ", ";
      yield value;
    }
    return this.#write(close);
  }

  /** The entries of a `Counter`, the highest count first where all are numbers. Cut short, only the first are sorted. */
  #mostCommon(counter: ReadonlyMap<unknown, unknown>): [unknown, unknown][] {
    const entries: [unknown, unknown][] = [];
    for (const entry of counter) {
      if (entries.length > this.#settings.limit) break;
      entries.push(entry);
    }
    const counts = new Map(entries.map(([key, count]) => [key, countOf(count)]));
    if (Array.from(counts.values()).includes(undefined)) return entries;
    return entries.sort(([left], [right]) => {
      const [one, other] = [counts.get(left) as number, counts.get(right) as number];
      return one < other ? 1 : one > other ? -1 : 0;
    });
  }
}

/** The count itself: numbers and bigints compare with each other. */
function countOf(count: unknown): number | bigint | undefined {
  if (typeof count === "number" || typeof count === "bigint") return count;
  if (typeof count === "boolean") return Number(count);
  const kind = kindOf(count);
  return kind === "Float" || kind === "Int" || kind === "Long"
    ? (count as { readonly value: number | bigint }).value
    : undefined;
}
