import { describe, expect, it } from "vitest";
import { ByteReader, EndOfBytes } from "../../src/bytes/index.ts";
import { Arguments } from "../../src/pickle/arguments.ts";
import { Containers } from "../../src/pickle/containers.ts";
import { loadSettings } from "../../src/pickle/load-options.ts";
import { Machine } from "../../src/pickle/machine.ts";
import { ReadMemo } from "../../src/pickle/memo.ts";
import { Objects } from "../../src/pickle/objects.ts";
import * as opcodes from "../../src/pickle/opcodes.ts";
import { Operand } from "../../src/pickle/operand.ts";
import type { Fail, FrameKeeper } from "../../src/pickle/parts.ts";
import { Extension, Global, PersistentId } from "../../src/python/index.ts";
import { readFixtures } from "../runtimes/fixtures.ts";

/** Where each opcode begins, and how many bytes were missing where the pickle ends too early. */
interface Walk {
  readonly offsets: readonly number[];
  readonly missing: string | undefined;
}

/** The opcodes as the machine that loads sees them. */
function machineWalk(bytes: Uint8Array): Walk {
  const offsets: number[] = [];
  const settings = loadSettings({ encoding: "latin1" });
  const fail: Fail = (reason, code) => machine.bad(reason, code);
  const containers = new Containers(settings, fail);
  const frames: FrameKeeper = {
    end: -1,
    begin: (length, { left }) => {
      if (length > left) throw new EndOfBytes(length, left);
    },
    leave: (offset) => void offsets.push(offset),
    shift: () => {},
  };
  const machine = new Machine(bytes, {
    args: new Arguments(settings, fail, () => {}),
    containers,
    objects: new Objects(settings, containers, () => undefined, fail),
    resolver: {
      setProtocol: () => {},
      findClass: (module, name) => new Global(module, name),
      findComputed: () => null,
      persistentLoad: (id) => new PersistentId(id),
      extension: (code) => new Extension(code),
      nextBuffer: () => Uint8Array.of(1),
      readonlyBuffer: (buffer) => buffer,
    },
    memo: new ReadMemo(),
    frames,
  });
  return { offsets, missing: missing(() => machine.run()) };
}

/** The opcodes as whoever only reads them sees them. */
function operandWalk(bytes: Uint8Array): Walk {
  const offsets: number[] = [];
  const reader = new ByteReader(bytes);
  const operand = new Operand();
  const read = () => {
    let code: number;
    do {
      offsets.push(reader.offset);
      code = reader.u8();
      const number = operand.read(code, reader);
      if (code === opcodes.FRAME && number > reader.left) throw new EndOfBytes(number, reader.left);
    } while (code !== opcodes.STOP);
  };
  return { offsets, missing: missing(read) };
}

function missing(run: () => unknown): string | undefined {
  try {
    run();
    return undefined;
  } catch (error) {
    if (error instanceof EndOfBytes) return error.message;
    throw error;
  }
}

/** What fixtures do not have: opcodes that no CPython writes. */
const RARE: readonly Uint8Array[] = [
  "N0(N1N.",
  "Pid\n0\x82\x01\x83\x01\x02\x84\x01\x02\x03\x00.",
  "cm\nn\n)R0(cm\nn\no0(im\nn\n.",
  "\x97\x98.",
  "X\x01\x00\x00\x00ar\x05\x00\x00\x00j\x05\x00\x00\x00.",
  "N2.",
  "I1\nL2L\nF1.5\nS'a'\nVb\np0\ng0\n.",
  "\x8e\x01\x00\x00\x00\x00\x00\x00\x00a\x8d\x01\x00\x00\x00\x00\x00\x00\x00a\x96\x01\x00\x00\x00\x00\x00\x00\x00a.",
  "\x8b\x01\x00\x00\x00\x05T\x01\x00\x00\x00aU\x01aB\x01\x00\x00\x00aC\x01a.",
].map((text) => Uint8Array.from(text, (character) => character.charCodeAt(0)));

describe("Operand", () => {
  const pickles = [...readFixtures().map(({ pickle }) => pickle), ...RARE];

  it("sees the opcodes of a pickle where the machine sees them", () => {
    const seen = new Set<number | undefined>();
    for (const pickle of pickles) {
      const walk = operandWalk(pickle);
      expect(walk).toEqual(machineWalk(pickle));
      for (const offset of walk.offsets) seen.add(pickle[offset]);
    }
    const codes = Object.values(opcodes).filter((code) => typeof code === "number");
    expect(codes.filter((code) => !seen.has(code))).toEqual([]);
  });

  it("misses as many bytes as the machine does, wherever a pickle is cut", () => {
    for (const pickle of [...pickles.filter(({ length }) => length < 100).slice(0, 200), ...RARE]) {
      for (let length = 0; length < pickle.length; length += 1) {
        const cut = pickle.subarray(0, length);
        expect(operandWalk(cut)).toEqual(machineWalk(cut));
      }
    }
  });
});
