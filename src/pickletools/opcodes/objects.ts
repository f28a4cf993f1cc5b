// The opcodes of classes, functions and what is made of them.

import { int4, stringnlNoescapePair, uint1, uint2 } from "../arguments.ts";
import type { OpcodeInfo } from "../opcode-info.ts";
import { anyobject, markobject, pyunicode, stackslice } from "../stack-objects.ts";

export const OBJECTS: readonly OpcodeInfo[] = [
  {
    name: "EXT1",
    code: "\x82",
    arg: uint1,
    stackBefore: [],
    stackAfter: [anyobject],
    proto: 2,
    summary: "Extension code.",
    doc:
      "A number that both sides have agreed on for a class or function (`copyreg.add_extension`) takes the " +
      "place of its name. This one has one byte; 0 means nothing.",
  },
  {
    name: "EXT2",
    code: "\x83",
    arg: uint2,
    stackBefore: [],
    stackAfter: [anyobject],
    proto: 2,
    summary: "Extension code.",
    doc: "As EXT1, with two bytes, unsigned.",
  },
  {
    name: "EXT4",
    code: "\x84",
    arg: int4,
    stackBefore: [],
    stackAfter: [anyobject],
    proto: 2,
    summary: "Extension code.",
    doc: "As EXT1, with four bytes, signed; only positive numbers mean something.",
  },
  {
    name: "GLOBAL",
    code: "c",
    arg: stringnlNoescapePair,
    stackBefore: [],
    stackAfter: [anyobject],
    proto: 0,
    summary: "Push a global object (module.attr) on the stack.",
    doc:
      "The module and the name are two lines. The reader imports the module and looks the name up in it, " +
      "unless it has a `find_class` of its own: this is where a pickle reaches for code.",
  },
  {
    name: "STACK_GLOBAL",
    code: "\x93",
    arg: null,
    stackBefore: [pyunicode, pyunicode],
    stackAfter: [anyobject],
    proto: 4,
    summary: "Push a global object (module.attr) on the stack.",
    doc:
      "As GLOBAL, with the module and the name taken from the stack: two strs, the name on top. From this " +
      "protocol on the name may have dots, for what is within a class.",
  },
  {
    name: "REDUCE",
    code: "R",
    arg: null,
    stackBefore: [anyobject, anyobject],
    stackAfter: [anyobject],
    proto: 0,
    summary: "Push an object built from a callable and an argument tuple.",
    doc:
      "The tuple of arguments is on top, what is called below it. This is how an object is made that says " +
      "with `__reduce__` how, and how a pickle runs whatever it likes.",
  },
  {
    name: "BUILD",
    code: "b",
    arg: null,
    stackBefore: [anyobject, anyobject],
    stackAfter: [anyobject],
    proto: 0,
    summary: "Finish building an object, via __setstate__ or dict update.",
    doc:
      "The state is on top, the object below it; the object stays. Its `__setstate__` is called with the " +
      "state if there is one. Otherwise the state is a dict that updates the attributes, or a tuple of two: " +
      "such a dict, and another for attributes in slots.",
  },
  {
    name: "INST",
    code: "i",
    arg: stringnlNoescapePair,
    stackBefore: [markobject, stackslice],
    stackAfter: [anyobject],
    proto: 0,
    summary: "Build a class instance.",
    doc:
      "The class is two lines, as of GLOBAL; its arguments are above the topmost mark. Protocol 0 made " +
      "objects of Python 2's old classes so. Without arguments, such a class was not called.",
  },
  {
    name: "OBJ",
    code: "o",
    arg: null,
    stackBefore: [markobject, anyobject, stackslice],
    stackAfter: [anyobject],
    proto: 1,
    summary: "Build a class instance.",
    doc: "As INST, with the class on the stack, first above the topmost mark, so that the memo can provide it.",
  },
  {
    name: "NEWOBJ",
    code: "\x81",
    arg: null,
    stackBefore: [anyobject, anyobject],
    stackAfter: [anyobject],
    proto: 2,
    summary: "Build an object instance.",
    doc:
      "The tuple of arguments is on top, the class below it. `cls.__new__(cls, *args)` makes the object, " +
      "and `__init__` is not called.",
  },
  {
    name: "NEWOBJ_EX",
    code: "\x92",
    arg: null,
    stackBefore: [anyobject, anyobject, anyobject],
    stackAfter: [anyobject],
    proto: 4,
    summary: "Build an object instance.",
    doc: "As NEWOBJ, with a dict of keyword arguments on top of the tuple.",
  },
];
