import { brand, PythonObject } from "./python-object.ts";

/**
 * A Python class or function, by name. Nothing is imported or called: it is the name alone.
 *
 * ```ts
 * import { Global } from "pantry/python";
 *
 * if (String(new Global("collections", "OrderedDict")) !== "collections.OrderedDict") throw new Error("not its name");
 * ```
 */
export class Global extends PythonObject {
  static {
    brand(Global.prototype, "Global");
  }

  readonly module: string;
  /** The qualified name; that of a nested class has dots (`Order.Line`). */
  readonly name: string;
  /** The module and name in Python 2, where they are not the ones that Python 3 itself would write for it. */
  readonly former: readonly [module: string, name: string] | undefined;

  constructor(module: string, name: string, former?: readonly [module: string, name: string]) {
    super();
    this.module = module;
    this.name = name;
    this.former = former;
  }

  /** The module and the name with a dot between them. */
  override toString(): string {
    return `${this.module}.${this.name}`;
  }
}
