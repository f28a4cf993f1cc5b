import type { Class, RegisterOptions } from "./registration.ts";
import { type ReduceFunction, Registry } from "./registry.ts";

/** The registry that the functions of this module fill, and that reading and writing use unless another is given. */
export const defaultRegistry: Registry = /* @__PURE__ */ new Registry();

/**
 * Lets instances of a class stand for instances of a Python class, in both directions. See `Registry.register`.
 *
 * @param name `"shop.models.Order"`, split at the last dot, or `"shop.models:Order.Item"` for a nested class.
 * @throws TypeError for something that is no class, or a name with no module.
 * @throws RangeError for a name that stands for another class already.
 *
 * @example
 * ```ts
 * import * as copyreg from "pantry/copyreg";
 * import { dumps, loads } from "pantry/pickle";
 *
 * class Money {
 *   readonly amount: number;
 *   readonly currency: string;
 *   constructor(amount: number, currency: string) {
 *     this.amount = amount;
 *     this.currency = currency;
 *   }
 * }
 * copyreg.register(Money, "shop.money.Money", {
 *   reduce: (money) => [money.amount, money.currency],
 *   construct: (amount: number, currency: string) => new Money(amount, currency),
 * });
 * const price = loads<Money>(dumps(new Money(5, "EUR")));
 * if (!(price instanceof Money) || price.currency !== "EUR") throw new Error("not the same money");
 * ```
 */
export function register<T extends object>(
  class_: Class<T>,
  name: string,
  options?: RegisterOptions<T>,
): void {
  defaultRegistry.register(class_, name, options);
}

/**
 * Declares how instances of a class are taken apart, as Python's `copyreg.pickle`: `reduce` gives the name of what
 * Python calls, and its arguments. They are read back as whatever that name is registered for, else as an `Instance`.
 *
 * @param class_ Exactly this class: instances of its subclasses are not meant.
 * @param constructorOf Checked to be a function and otherwise unused, as in Python.
 * @throws TypeError unless `reduce` (and `constructorOf`, where given) is a function.
 *
 * @example
 * ```ts
 * import * as copyreg from "pantry/copyreg";
 * import { dumps, loads } from "pantry/pickle";
 * import { Global } from "pantry/python";
 *
 * class Celsius {
 *   degrees = 21;
 * }
 * copyreg.pickle(Celsius, ({ degrees }) => [new Global("weather", "Celsius"), [degrees]]);
 * if (String(loads(dumps(new Celsius()))) !== "weather.Celsius(21)") throw new Error("not that call");
 * ```
 */
export function pickle<T>(class_: Class<T>, reduce: ReduceFunction<T>, constructorOf?: unknown): void {
  defaultRegistry.pickle(class_, reduce, constructorOf);
}

/**
 * Gives a global name a short code, which pickles of protocol 2 and higher hold in its place (PEP 307). Both sides
 * must agree on the codes: 240 to 255 are for private use.
 *
 * @throws RangeError for a code that is not an integer from 1 to 2³¹ - 1, and for a name or code that is taken.
 *
 * @example
 * ```ts
 * import * as copyreg from "pantry/copyreg";
 * import { dumps } from "pantry/pickle";
 * import { Global } from "pantry/python";
 *
 * copyreg.addExtension("shop.models", "Order", 240);
 * if (dumps(new Global("shop.models", "Order"), { protocol: 2 }).length !== 5) throw new Error("not just the code");
 * copyreg.removeExtension("shop.models", "Order", 240);
 * ```
 */
export function addExtension(module: string, name: string, code: number): void {
  defaultRegistry.addExtension(module, name, code);
}

/**
 * Takes back what `addExtension` gave.
 *
 * @throws RangeError unless the name has this code.
 */
export function removeExtension(module: string, name: string, code: number): void {
  defaultRegistry.removeExtension(module, name, code);
}

/** There for Python's sake: nothing is cached, so there is nothing to clear. */
export function clearExtensionCache(): void {
  defaultRegistry.clearExtensionCache();
}
