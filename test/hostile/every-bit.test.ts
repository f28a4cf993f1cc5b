import { deflateSync, gzipSync } from "node:zlib";
import { inspect } from "pantry/inspect";
import * as marshal from "pantry/marshal";
import { dis as disassemble, PYTHONS } from "pantry/marshal/dis";
import * as pyc from "pantry/marshal/pyc";
import { dumps, loads, UnpicklingError } from "pantry/pickle";
import { audit, dis, genops, optimize, PickletoolsError } from "pantry/pickletools";
import { Decimal, fromJson, repr, Tuple, toJson } from "pantry/python";
import { describe, expect, it } from "vitest";
import { npy, tar, zip } from "../inspect/archives.ts";
import { useDamaged } from "./damages.ts";

const text = new TextDecoder();
const encoder = new TextEncoder();
const shared = ["tea", 2.5];
/** Most of what there are opcodes and type codes for. */
const VALUE = {
  id: 70_000,
  big: -(2n ** 70n),
  shared: [shared, shared, new Tuple(1, true, null)],
  set: new Set(["a", 1]),
  bytes: Uint8Array.of(1, 0xff),
};

/** Whether an error says that it is of the data, and where in them. */
function isAbout(error: unknown, kind: abstract new (...args: never[]) => Error, bytes: Uint8Array): boolean {
  if (!(error instanceof kind)) return false;
  const { offset } = error as { offset?: number };
  return offset !== undefined && offset >= 0 && offset <= bytes.length;
}

function drain(items: Iterable<unknown>): void {
  for (const _ of items);
}

describe("a pickle that is cut off at any byte, or has any bit wrong", () => {
  it.for([0, 1, 2, 3, 4, 5])("is read as something else, or refused: protocol %d", async (protocol) => {
    const pickle = dumps({ ...VALUE, price: new Decimal("1.50"), when: new Date(0) }, { protocol });
    for (const exact of [false, true]) {
      const use = (bytes: Uint8Array) => {
        const value = loads(bytes, { exact, limits: { maxMemory: 2 ** 22 } });
        // What was read can be shown, whatever it is.
        repr(value);
        JSON.stringify(toJson(value, { exact }));
      };
      const { read, refused } = await useDamaged(pickle, use, (error, bytes) =>
        isAbout(error, UnpicklingError, bytes),
      );
      expect(read).toBeGreaterThan(pickle.length);
      expect(refused).toBeGreaterThan(2 * pickle.length);
    }
  });

  it.for([0, 1, 2, 3, 4, 5])(
    "is audited, disassembled and optimized, or refused: protocol %d",
    async (protocol) => {
      const pickle = dumps({ id: 7, name: "tea", price: new Decimal("1.50"), list: shared }, { protocol });
      const tools = [audit, dis, optimize, (bytes: Uint8Array) => drain(genops(bytes))];
      for (const use of tools) {
        const { read, refused } = await useDamaged(pickle, use, (error, bytes) =>
          isAbout(error, PickletoolsError, bytes),
        );
        expect(read).toBeGreaterThan(pickle.length / 2);
        if (use === audit) expect(refused).toBe(0);
        else expect(refused).toBeGreaterThan(pickle.length);
      }
    },
  );
});

/** A function with variables, a handler, lines and constants, as far as its Python has these. */
function codeOf(python: string): marshal.Code {
  return new marshal.Code({
    python,
    name: "f",
    filename: "x.py",
    flags: 3,
    argcount: 1,
    nlocals: 1,
    code: Uint8Array.of(100, 1, 83, 0, 9, 0, 110, 1, 113, 2, 116, 0),
    consts: new Tuple<unknown>(null, 7n, new Tuple("a", 2.5)),
    names: new Tuple("print"),
    varnames: new Tuple("x"),
    linetable: Uint8Array.of(0x80, 0x0a, 0xf8, 0xf8, 0xe9, 0x02),
    exceptiontable: Uint8Array.of(0x80, 0x02, 0x04, 0x01),
  });
}

describe("marshalled data that are cut off at any byte, or have any bit wrong", () => {
  const isExpected = (error: unknown, bytes: Uint8Array) => isAbout(error, marshal.MarshalError, bytes);

  it.for([0, 1, 2, 3, 4, 5])("are read as something else, or refused: version %d", async (version) => {
    const bytes = marshal.dumps({ ...VALUE, list: [VALUE.shared, VALUE.shared] }, { version });
    for (const exact of [false, true])
      for (const python of version < 3 ? ["2.7", "3.14"] : ["3.14"]) {
        const use = (damaged: Uint8Array) => {
          const value = marshal.loads(damaged, { exact, python, limits: { maxMemory: 2 ** 22 } });
          repr(value);
        };
        const { read, refused } = await useDamaged(bytes, use, isExpected);
        expect(read).toBeGreaterThan(bytes.length / 8);
        expect(refused).toBeGreaterThan(bytes.length);
      }
  });

  it.for(PYTHONS)("are a program, or refused: a .pyc file of Python %s", async (python) => {
    const bytes = pyc.dumps({ code: codeOf(python), mtime: 1_700_000_000, size: 6 });
    const use = (damaged: Uint8Array) => {
      const { code } = pyc.loads(damaged);
      if ((PYTHONS as readonly string[]).includes(code.python)) disassemble(code);
      drain(code.lines());
    };
    const { read, refused } = await useDamaged(bytes, use, isExpected);
    expect(read).toBeGreaterThan(bytes.length / 8);
    expect(refused).toBeGreaterThan(bytes.length);
  });
});

describe("tagged JSON that is cut off at any byte, or has any bit wrong", () => {
  it("is read as something else, or refused", async () => {
    const json = encoder.encode(JSON.stringify(toJson(VALUE)));
    const use = (damaged: Uint8Array) => fromJson(JSON.parse(text.decode(damaged)));
    const { read, refused } = await useDamaged(json, use, (error) => error instanceof SyntaxError);
    expect(read).toBeGreaterThan(json.length);
    expect(refused).toBeGreaterThan(json.length);
  });
});

describe("a container that is cut off at any byte, or has any bit wrong", () => {
  const pickle = dumps([1, "two"], { protocol: 2 });
  const [stored, deflated] = [
    { name: "a.pkl", data: pickle, isStored: true },
    { name: "b", data: pickle },
  ];

  it.for<[string, Uint8Array]>([
    ["zip", zip([stored, deflated])],
    ["zip64", zip([stored], { isZip64: true })],
    ["gzip", gzipSync(pickle)],
    ["zlib", deflateSync(pickle)],
    ["npy", npy("'|O'", "(2,)", pickle)],
    ["npz", zip([{ name: "a.npy", data: npy("'|O'", "(2,)", pickle), isStored: true }])],
    ["tar", tar([["a", pickle]])],
  ])("is inspected: %s", async ([, container]) => {
    const { refused } = await useDamaged(container, inspect, () => false);
    expect(refused).toBe(0);
  });
});
