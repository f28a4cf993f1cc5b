import { brand, PythonObject } from "./python-object.ts";

/** The type of `Ellipsis`, of which there is one value only. */
class EllipsisType extends PythonObject {
  static {
    brand(EllipsisType.prototype, "Ellipsis");
  }
}

/** The type of `NotImplemented`, of which there is one value only. */
class NotImplementedType extends PythonObject {
  static {
    brand(NotImplementedType.prototype, "NotImplemented");
  }
}

export type { EllipsisType, NotImplementedType };

/** Python's `...`. */
export const Ellipsis: EllipsisType = /* @__PURE__ */ new EllipsisType();

/** Python's `NotImplemented`. */
export const NotImplemented: NotImplementedType = /* @__PURE__ */ new NotImplementedType();
