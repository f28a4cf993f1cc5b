// The opcodes of lists, tuples, dicts and sets.

import type { OpcodeInfo } from "../opcode-info.ts";
import {
  anyobject,
  markobject,
  pydict,
  pyfrozenset,
  pylist,
  pyset,
  pytuple,
  stackslice,
} from "../stack-objects.ts";

export const CONTAINERS: readonly OpcodeInfo[] = [
  {
    name: "EMPTY_LIST",
    code: "]",
    arg: null,
    stackBefore: [],
    stackAfter: [pylist],
    proto: 1,
    summary: "Push an empty list.",
    doc:
      "APPEND and APPENDS fill it, so that a list can be stored in the memo before what refers to it is " +
      "read.",
  },
  {
    name: "APPEND",
    code: "a",
    arg: null,
    stackBefore: [pylist, anyobject],
    stackAfter: [pylist],
    proto: 0,
    summary: "Append an object to a list.",
    doc:
      "The item is on top, the list below it; the list stays. Any object with `append` or `extend` is " +
      "filled so.",
  },
  {
    name: "APPENDS",
    code: "e",
    arg: null,
    stackBefore: [pylist, markobject, stackslice],
    stackAfter: [pylist],
    proto: 1,
    summary: "Extend a list by a slice of stack objects.",
    doc: "What is above the topmost mark goes to the list below the mark, in order. The list stays.",
  },
  {
    name: "LIST",
    code: "l",
    arg: null,
    stackBefore: [markobject, stackslice],
    stackAfter: [pylist],
    proto: 0,
    summary: "Build a list out of the topmost stack slice, after markobject.",
    doc:
      "What is above the topmost mark becomes the list, in order. Protocol 0 begins each list so, mostly an " +
      "empty one.",
  },
  {
    name: "EMPTY_TUPLE",
    code: ")",
    arg: null,
    stackBefore: [],
    stackAfter: [pytuple],
    proto: 1,
    summary: "Push an empty tuple.",
    doc: "There is one empty tuple.",
  },
  {
    name: "TUPLE",
    code: "t",
    arg: null,
    stackBefore: [markobject, stackslice],
    stackAfter: [pytuple],
    proto: 0,
    summary: "Build a tuple out of the topmost stack slice, after markobject.",
    doc: "What is above the topmost mark becomes the tuple, in order.",
  },
  {
    name: "TUPLE1",
    code: "\x85",
    arg: null,
    stackBefore: [anyobject],
    stackAfter: [pytuple],
    proto: 2,
    summary: "Build a one-tuple out of the topmost item on the stack.",
    doc: "The topmost value becomes the item; no mark is needed.",
  },
  {
    name: "TUPLE2",
    code: "\x86",
    arg: null,
    stackBefore: [anyobject, anyobject],
    stackAfter: [pytuple],
    proto: 2,
    summary: "Build a two-tuple out of the top two items on the stack.",
    doc: "The two topmost values become the items, the lower one first; no mark is needed.",
  },
  {
    name: "TUPLE3",
    code: "\x87",
    arg: null,
    stackBefore: [anyobject, anyobject, anyobject],
    stackAfter: [pytuple],
    proto: 2,
    summary: "Build a three-tuple out of the top three items on the stack.",
    doc: "The three topmost values become the items, the lowest one first; no mark is needed.",
  },
  {
    name: "EMPTY_DICT",
    code: "}",
    arg: null,
    stackBefore: [],
    stackAfter: [pydict],
    proto: 1,
    summary: "Push an empty dict.",
    doc:
      "SETITEM and SETITEMS fill it, so that a dict can be stored in the memo before what refers to it is " +
      "read.",
  },
  {
    name: "DICT",
    code: "d",
    arg: null,
    stackBefore: [markobject, stackslice],
    stackAfter: [pydict],
    proto: 0,
    summary: "Build a dict out of the topmost stack slice, after markobject.",
    doc: "What is above the topmost mark becomes the dict: a key, its value, the next key, and so on.",
  },
  {
    name: "SETITEM",
    code: "s",
    arg: null,
    stackBefore: [pydict, anyobject, anyobject],
    stackAfter: [pydict],
    proto: 0,
    summary: "Add a key+value pair to an existing dict.",
    doc:
      "The value is on top, the key below it, the dict below both; the dict stays. Any object with " +
      "`__setitem__` is filled so.",
  },
  {
    name: "SETITEMS",
    code: "u",
    arg: null,
    stackBefore: [pydict, markobject, stackslice],
    stackAfter: [pydict],
    proto: 1,
    summary: "Add an arbitrary number of key+value pairs to an existing dict.",
    doc:
      "Above the topmost mark are a key, its value, the next key, and so on; the dict is below the mark and " +
      "stays.",
  },
  {
    name: "EMPTY_SET",
    code: "\x8f",
    arg: null,
    stackBefore: [],
    stackAfter: [pyset],
    proto: 4,
    summary: "Push an empty set.",
    doc: "ADDITEMS fills it.",
  },
  {
    name: "ADDITEMS",
    code: "\x90",
    arg: null,
    stackBefore: [pyset, markobject, stackslice],
    stackAfter: [pyset],
    proto: 4,
    summary: "Add an arbitrary number of items to an existing set.",
    doc:
      "What is above the topmost mark goes to the set below the mark. The set stays; any object with `add` " +
      "is filled so.",
  },
  {
    name: "FROZENSET",
    code: "\x91",
    arg: null,
    stackBefore: [markobject, stackslice],
    stackAfter: [pyfrozenset],
    proto: 4,
    summary: "Build a frozenset out of the topmost slice, after markobject.",
    doc: "What is above the topmost mark becomes the frozenset.",
  },
];
