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

  /** The module by its full name: `os.path`. */
  readonly module: string;
  /** The qualified name; that of a nested class has dots (`Order.Line`). */
  readonly name: string;
  /** Module and name in Python 2, where they are not those that Python 3 would write; else `undefined`. */
  readonly former: readonly [module: string, name: string] | undefined;

  /** What `module` has under `name`, whether or not there is such a thing. Default: no former name. */
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
