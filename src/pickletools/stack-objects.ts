/** A kind of thing that is on the stack before or after an opcode. */
export interface StackObject {
  /** Its name in messages and in the table. */
  readonly name: string;
  /** The names of the Python types that it may be of. */
  readonly obtype: readonly string[];
  /** What it is, for people. */
  readonly doc: string;
}

/** An `int`. */
export const pyint: StackObject = kind("int", ["int"], "An int.");
/** An `int` or a `bool`: what `INT` makes of its line. */
export const pyintegerOrBool: StackObject = kind("int_or_bool", ["int", "bool"], "An int or a bool.");
/** A `bool`. */
export const pybool: StackObject = kind("bool", ["bool"], "A bool.");
/** A `float`. */
export const pyfloat: StackObject = kind("float", ["float"], "A float.");
/** What a `str` of Python 2 becomes. */
export const pybytesOrStr: StackObject = kind(
  "bytes_or_str",
  ["bytes", "str"],
  "A str, or bytes, as the reader was told.",
);
/** `bytes`. */
export const pybytes: StackObject = kind("bytes", ["bytes"], "Bytes.");
/** A `bytearray`. */
export const pybytearray: StackObject = kind("bytearray", ["bytearray"], "A bytearray.");
/** A `str`. */
export const pyunicode: StackObject = kind("str", ["str"], "A str.");
/** `None`. */
export const pynone: StackObject = kind("None", ["NoneType"], "None.");
/** A `tuple`. */
export const pytuple: StackObject = kind("tuple", ["tuple"], "A tuple.");
/** A `list`. */
export const pylist: StackObject = kind("list", ["list"], "A list.");
/** A `dict`. */
export const pydict: StackObject = kind("dict", ["dict"], "A dict.");
/** A `set`. */
export const pyset: StackObject = kind("set", ["set"], "A set.");
/** A `frozenset`. */
export const pyfrozenset: StackObject = kind("frozenset", ["frozenset"], "A frozenset.");
/** A buffer that was handed over beside the pickle. */
export const pybuffer: StackObject = kind(
  "buffer",
  ["object"],
  "An object that gives access to bytes in memory.",
);
/** Whatever it is. */
export const anyobject: StackObject = kind("any", ["object"], "Any object.");

/** A mark: no object, but a place on the stack. */
export const markobject: StackObject = kind(
  "mark",
  [],
  "A mark. Opcodes that take any number of objects do not say how many: they take what is above the topmost mark, and the mark.",
);
/** What is above the topmost mark. */
export const stackslice: StackObject = kind(
  "stackslice",
  [],
  "All that is above the topmost mark, none at all or many objects, in the order in which they were pushed.",
);

function kind(name: string, obtype: readonly string[], doc: string): StackObject {
  return { name, obtype, doc };
}
