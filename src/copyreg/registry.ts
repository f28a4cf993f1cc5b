import type { Global, Instance } from "../python/index.ts";
import { describe } from "./describe.ts";
import { Extensions } from "./extensions.ts";
import { parseName } from "./name.ts";
import type { Class, RegisterOptions, Registration } from "./registration.ts";

/**
 * What a reduce function gives back, as in Python: the name of a global, with its module
 * (`"shop.models.ORDER"`); or what to call (mostly a `Global`), its arguments, and then as wanted the state,
 * list items, dict entries and a function that sets the state; or an `Instance`.
 */
export type ReduceValue =
  | string
  | Instance
  | readonly [
      callable: unknown,
      args: readonly unknown[],
      state?: unknown,
      items?: Iterable<unknown> | null,
      entries?: Iterable<readonly [unknown, unknown]> | null,
      stateSetter?: unknown,
    ];

/** Takes an object apart for pickling. */
export type ReduceFunction<T = unknown> = (value: T) => ReduceValue;

/**
 * Which class of this program stands for which name in Python. It is also the allow-list: reading makes
 * instances of registered classes only, matched on the exact module and qualified name.
 *
 * @example
 * ```ts
 * import { Registry } from "pantry/copyreg";
 * import { dumps, loads } from "pantry/pickle";
 *
 * class Order { id = 0; }
 * const registry = new Registry();
 * registry.register(Order, "shop.models.Order");
 * const order = loads(dumps(new Order(), { registry }), { registry });
 * if (!(order instanceof Order)) throw new Error("another class");
 * ```
 */
export class Registry {
  /** Codes for global names. */
  readonly extensions: Extensions = new Extensions();
  /** Reduce functions by class: what `copyreg.pickle` fills. */
  readonly dispatchTable: Map<Class, ReduceFunction<never>> = new Map();
  readonly #byName = new Map<string, Registration>();
  readonly #byPrototype = new Map<object, Registration>();
  #holdsArrays = false;
  readonly #hooks = new Map<object, RegisterOptions<never>>();

  /**
   * Lets instances of `class_` stand for instances of the Python class `name`.
   *
   * @param class_ A class; each subclass is registered by itself and takes over the options of the class above it.
   * @param name `"shop.models.Order"`, split at the last dot, or `"shop.models:Order.Item"` for a nested class.
   * @throws TypeError for something that is no class, or a name with no module.
   * @throws RangeError for a name that stands for another class already.
   */
  register<T extends object>(class_: Class<T>, name: string, options: RegisterOptions<T> = {}): void {
    if (typeof class_ !== "function" || typeof class_.prototype !== "object")
      throw new TypeError("register: a class was expected");
    const globals = [name, ...(options.aliases ?? [])].map(parseName);
    for (const { module, name } of globals) {
      const other = this.#byName.get(`${module}\n${name}`);
      if (other && other.class !== class_)
        throw new RangeError(`${module}.${name} already stands for the class ${other.class.name}`);
    }
    const registration = describe(class_, globals[0] as Global, options, this.#inherited(class_.prototype));
    for (const { module, name } of globals) this.#byName.set(`${module}\n${name}`, registration);
    this.#byPrototype.set(class_.prototype, registration);
    if (isArray(class_.prototype)) this.#holdsArrays = true;
    this.#hooks.set(class_.prototype, options as RegisterOptions<never>);
  }

  /**
   * Declares how instances of a class are taken apart, as Python's `copyreg.pickle` does.
   *
   * @param class_ Exactly this class: instances of its subclasses are not meant.
   * @param constructorOf Checked to be a function and otherwise unused, as in Python.
   * @throws TypeError unless `reduce` (and `constructorOf`, where given) is a function.
   */
  pickle<T>(class_: Class<T>, reduce: ReduceFunction<T>, constructorOf?: unknown): void {
    if (typeof reduce !== "function") throw new TypeError("reduction functions must be callable");
    if (constructorOf !== undefined) checkConstructor(constructorOf);
    this.dispatchTable.set(class_, reduce);
  }

  /** Gives a global name a code. See the module's `addExtension`. */
  addExtension(module: string, name: string, code: number): void {
    this.extensions.add(module, name, code);
  }

  /** Takes a code back. See the module's `removeExtension`. */
  removeExtension(module: string, name: string, code: number): void {
    this.extensions.remove(module, name, code);
  }

  /** There for Python's sake: nothing is cached, so there is nothing to clear. */
  clearExtensionCache(): void {}

  /** The registration of a Python name, or of an alias; `undefined` for none. */
  named(module: string, name: string): Registration | undefined {
    return this.#byName.size === 0 ? undefined : this.#byName.get(`${module}\n${name}`);
  }

  /** Whether instances of a registered class are arrays. */
  get holdsArrays(): boolean {
    return this.#holdsArrays;
  }

  /** Whether there is a class registered within the class of that name. */
  holdsNested(module: string, name: string): boolean {
    const start = `${module}\n${name}.`;
    return Array.from(this.#byName.keys()).some((key) => key.startsWith(start));
  }

  /** The registration of a class; `undefined` for none. */
  ofClass(class_: unknown): Registration | undefined {
    return typeof class_ === "function" ? this.#byPrototype.get(class_.prototype as object) : undefined;
  }

  /** The registration of an instance: of its own class, not of one above it. `undefined` for none. */
  ofInstance(value: object): Registration | undefined {
    return this.#byPrototype.size === 0
      ? undefined
      : this.#byPrototype.get(Object.getPrototypeOf(value) as object);
  }

  #inherited(prototype: object): RegisterOptions<never> | undefined {
    const chain: RegisterOptions<never>[] = [];
    for (
      let above: object | null = Object.getPrototypeOf(prototype);
      above;
      above = Object.getPrototypeOf(above)
    ) {
      const hooks = this.#hooks.get(above);
      if (hooks) chain.unshift(hooks);
    }
    if (chain.length === 0) return undefined;
    // A `construct` makes the class above; the subclass is made by its own constructor.
    const { aliases: _, construct: __, ...inherited } = Object.assign({}, ...chain) as RegisterOptions<never>;
    return inherited;
  }
}

/**
 * Checks that `callable` is a function, which is all that Python's `copyreg.constructor` does.
 *
 * @throws TypeError for everything else.
 */
export function checkConstructor(callable: unknown): void {
  if (typeof callable !== "function") throw new TypeError("constructors must be callable");
}

/** Whether objects of that prototype are arrays. */
function isArray(prototype: object): boolean {
  return Object.prototype.isPrototypeOf.call(Array.prototype, prototype);
}
