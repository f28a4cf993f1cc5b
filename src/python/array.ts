import { brand, PythonObject } from "./python-object.ts";

/**
 * Python's `array.array` of a typecode that no typed array fits (`l` and `L`, whose width is the machine's; `u` and
 * `w`, characters). The other typecodes are typed arrays.
 */
export class PythonArray extends PythonObject {
  static {
    brand(PythonArray.prototype, "PythonArray");
  }

  /** The one letter that says of what the array is. */
  readonly typecode: string;
  /** The items: numbers or bigints for `l` and `L`, strings of one character each for `u` and `w`. */
  readonly values: readonly unknown[];

  /** Takes the values as they are: that they fit the typecode is checked when the array is pickled. */
  constructor(typecode: string, values: readonly unknown[]) {
    super();
    this.typecode = typecode;
    this.values = values;
  }
}
