import { brand, PythonObject } from "./python-object.ts";

/** Python's `slice`: three values, each mostly an integer or `null`. */
export class Slice extends PythonObject {
  static {
    brand(Slice.prototype, "Slice");
  }

  /** Where it begins; `null` where that is left out. */
  readonly start: unknown;
  /** Where it ends, not included; `null` where that is left out. */
  readonly stop: unknown;
  /** How far it is from one item to the next; `null`, where that is left out, means 1. */
  readonly step: unknown;

  /** Takes any values, as Python does. Default: `null` for each. */
  constructor(start: unknown = null, stop: unknown = null, step: unknown = null) {
    super();
    this.start = start;
    this.stop = stop;
    this.step = step;
  }
}
