// The opcodes of what is about the pickle, and persistent ids.

import { stringnlNoescape, uint1, uint8 } from "../arguments.ts";
import type { OpcodeInfo } from "../opcode-info.ts";
import { anyobject } from "../stack-objects.ts";

export const CONTROL: readonly OpcodeInfo[] = [
  {
    name: "PROTO",
    code: "\x80",
    arg: uint1,
    stackBefore: [],
    stackAfter: [],
    proto: 2,
    summary: "Protocol version indicator.",
    doc:
      "From protocol 2 on the first opcode. It promises that no opcode of a later protocol follows; readers " +
      "refuse a number higher than they know.",
  },
  {
    name: "STOP",
    code: ".",
    arg: null,
    stackBefore: [anyobject],
    stackAfter: [],
    proto: 0,
    summary: "Stop the unpickling machine.",
    doc: "What is on top is the value of the pickle, and nothing should be left below it.",
  },
  {
    name: "FRAME",
    code: "\x95",
    arg: uint8,
    stackBefore: [],
    stackAfter: [],
    proto: 4,
    summary: "Indicate the beginning of a new frame.",
    doc:
      "So many of the bytes that follow can be read at once, before their opcodes are. A frame must end " +
      "between two opcodes; long strings stand between frames.",
  },
  {
    name: "PERSID",
    code: "P",
    arg: stringnlNoescape,
    stackBefore: [],
    stackAfter: [anyobject],
    proto: 0,
    summary: "Push an object identified by a persistent ID.",
    doc:
      "The id is a line. What it means is between the two sides: the reader's `persistent_load` is called " +
      "with it and gives the object.",
  },
  {
    name: "BINPERSID",
    code: "Q",
    arg: null,
    stackBefore: [anyobject],
    stackAfter: [anyobject],
    proto: 1,
    summary: "Push an object identified by a persistent ID.",
    doc: "As PERSID, with the id taken from the stack, where it may be any object.",
  },
];
