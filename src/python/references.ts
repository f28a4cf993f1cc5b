import { brand, PythonObject } from "./python-object.ts";

/** A reference to an object that is kept outside of a pickle, by whatever id its writer chose. */
export class PersistentId extends PythonObject {
  static {
    brand(PersistentId.prototype, "PersistentId");
  }

  /** The id: any value; in protocol 0 a line of ASCII. */
  readonly id: unknown;

  /** A reference by this id. */
  constructor(id: unknown) {
    super();
    this.id = id;
  }
}

/** A class or function known only by its number in Python's extension registry (`copyreg.add_extension`). */
export class Extension extends PythonObject {
  static {
    brand(Extension.prototype, "Extension");
  }

  /** The number: an integer from 1 to 2³¹ - 1. */
  readonly code: number;

  /** The class or function of this number, which is not checked. */
  constructor(code: number) {
    super();
    this.code = code;
  }
}
