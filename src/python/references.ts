import { brand, PythonObject } from "./python-object.ts";

/** A reference to an object that is kept outside of a pickle, by whatever id its writer chose. */
export class PersistentId extends PythonObject {
  static {
    brand(PersistentId.prototype, "PersistentId");
  }

  readonly id: unknown;

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

  readonly code: number;

  constructor(code: number) {
    super();
    this.code = code;
  }
}
