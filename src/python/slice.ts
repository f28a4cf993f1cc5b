import { brand, PythonObject } from "./python-object.ts";

/** Python's `slice`: three values, each mostly an integer or `null`. */
export class Slice extends PythonObject {
  static {
    brand(Slice.prototype, "Slice");
  }

  readonly start: unknown;
  readonly stop: unknown;
  readonly step: unknown;

  constructor(start: unknown = null, stop: unknown = null, step: unknown = null) {
    super();
    this.start = start;
    this.stop = stop;
    this.step = step;
  }
}
