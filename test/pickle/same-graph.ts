import { Global, Tuple } from "pantry/python";

/**
 * The path to the first difference between two graphs of values, and what it is; `undefined` for the same graph. The same
 * is: the same values bit by bit, prototypes, own properties with their attributes and their order, keys and members in
 * their order, and the same objects shared at the same places.
 */
export function graphDifference(left: unknown, right: unknown): string | undefined {
  const graph = new Comparison();
  graph.compare(left, right, "value");
  return graph.difference;
}

class Comparison {
  difference: string | undefined;
  readonly #left = new Map<object, object>();
  readonly #right = new Map<object, object>();

  compare(left: unknown, right: unknown, path: string): void {
    if (this.difference !== undefined) return;
    if (typeof left !== "object" || left === null || typeof right !== "object" || right === null) {
      if (!Object.is(left, right)) this.#fail(path, `${show(left)} became ${show(right)}`);
    } else if (this.#isNew(left, right, path)) {
      this.#compareObjects(left, right, path);
    }
  }

  /** Whether the two were not met before. What both languages have one of, or make anew, is always new. */
  #isNew(left: object, right: object, path: string): boolean {
    if (left instanceof Global || (left instanceof Tuple && left.length === 0)) return true;
    const known = this.#left.get(left);
    const other = this.#right.get(right);
    if (known === undefined && other === undefined) {
      this.#left.set(left, right);
      this.#right.set(right, left);
      return true;
    }
    if (known !== right) this.#fail(path, known ? "no longer shared" : "shared although it was not");
    return false;
  }

  #compareObjects(left: object, right: object, path: string): void {
    if (Object.getPrototypeOf(left) !== Object.getPrototypeOf(right)) this.#fail(path, "another prototype");
    else if (left instanceof Date) this.compare(left.getTime(), (right as Date).getTime(), `${path}.time`);
    else if (left instanceof Map) this.#lists([...left].flat(1), [...(right as typeof left)].flat(1), path);
    else if (left instanceof Set) this.#lists([...left], [...(right as typeof left)], path);
    this.#properties(left, right, path);
  }

  #lists(left: readonly unknown[], right: readonly unknown[], path: string): void {
    this.compare(left.length, right.length, `${path}.size`);
    for (const [index, item] of left.entries()) this.compare(item, right[index], `${path}{${index}}`);
  }

  #properties(left: object, right: object, path: string): void {
    const keys = keysOf(left);
    const others = keysOf(right);
    if (keys.length !== others.length || keys.some((key, index) => key !== others[index])) {
      this.#fail(path, `the keys ${show(keys)} became ${show(others)}`);
    }
    for (const key of keys) {
      const { value: one, ...rest } = descriptorOf(left, key);
      const { value: other, ...others } = descriptorOf(right, key);
      if (JSON.stringify(rest) !== JSON.stringify(others))
        this.#fail(`${path}.${String(key)}`, "other attributes");
      this.compare(one, other, `${path}.${String(key)}`);
    }
  }

  #fail(path: string, text: string): void {
    this.difference ??= `${path}: ${text}`;
  }
}

/** The own keys; an error's stack is of the place that made it. */
function keysOf(value: object): PropertyKey[] {
  return Reflect.ownKeys(value).filter((key) => !(key === "stack" && value instanceof Error));
}

function descriptorOf(value: object, key: PropertyKey): PropertyDescriptor {
  return Reflect.getOwnPropertyDescriptor(value, key) ?? {};
}

function show(value: unknown): string {
  if (typeof value === "bigint") return `${value}n`;
  if (Object.is(value, -0)) return "-0";
  return Array.isArray(value) ? value.map(String).join() : String(value);
}
