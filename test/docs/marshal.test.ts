import { Code, dumps, type ExceptionEntry, loads, type Position } from "pantry/marshal";
import * as pyc from "pantry/marshal/pyc";
import { repr } from "pantry/python";
import { describe, expect, it } from "vitest";
import { flagWords } from "../../src/cli/code-flags.ts";
import { layoutOf } from "../../src/marshal/code-layout.ts";
import * as types from "../../src/marshal/type-codes.ts";
import { readText } from "../tooling/repository.ts";
import { codeOf, evaluate, hexOf, rowsBelow } from "./tables.ts";

const PAGE = "docs/formats/marshal.md";

/** The rows below a heading; those of the first table of this page are never none. */
function rowsOf(heading: string): string[][] {
  const rows = rowsBelow(PAGE, heading);
  if (rows.length === 0) throw new Error(`there is no table below ${heading}`);
  return rows;
}

function bytesOf(cell: string | undefined): Uint8Array {
  return new Uint8Array(Buffer.from(hexOf(codeOf(cell) ?? ""), "hex"));
}

describe("the page of the marshal format", () => {
  it("draws a whole file, byte for byte", () => {
    const rows = [...readText(PAGE).matchAll(/^ *(\d+) {2}((?:[0-9a-f]{2} )*[0-9a-f]{2}) {2}/gm)];
    let length = 0;
    for (const [, offset, bytes = ""] of rows) {
      expect(Number(offset)).toBe(length);
      length += bytes.split(" ").length;
    }
    expect(length).toBe(115);
    const file = Buffer.from(hexOf(rows.map(([, , bytes]) => bytes).join("")), "hex");
    const { header, code } = pyc.loads(file);
    expect(header).toMatchObject({ python: "3.12", mtime: 1_700_000_000, size: 6 });
    expect([code.filename, code.name, code.qualname]).toEqual(["x.py", "<module>", "<module>"]);
    expect([repr(code.consts, { exact: true }), repr(code.names)]).toEqual(["(1, None)", "('x',)"]);
    expect([...code.lines()].map(({ start, line }) => [start, line])).toEqual([
      [0, 0],
      [2, 1],
    ]);
  });

  it.for(rowsOf("Headers"))("draws headers: %s, %s bytes, %s", ([, length, fields, example]) => {
    const header = pyc.readHeader(bytesOf(example));
    expect(header.length).toBe(Number(length));
    expect(bytesOf(example).length).toBe(Number(length));
    const { hash, mtime, size } = header;
    const known = [mtime !== undefined && "time", size !== undefined && "size", hash && "hash"].filter(
      Boolean,
    );
    expect((fields as string).match(/time|size|hash/g)).toEqual(known);
    expect(header.invalidation).toBe(
      !hash ? "timestamp" : fields?.includes("not checked") ? "unchecked-hash" : "checked-hash",
    );
  });

  it("lists the magic numbers", () => {
    const rows = rowsOf("Magic numbers");
    expect(new Map(rows.map(([python, number]) => [python, Number(number)]))).toEqual(pyc.MAGIC_NUMBERS);
    for (const [, number, bytes] of rows)
      expect(Buffer.from(bytesOf(bytes)).readUInt16LE()).toBe(Number(number));
  });

  describe("in its table of type codes", () => {
    const rows = rowsOf("Type codes");
    const known = Array.from({ length: 128 }, (_, byte) => byte).filter(
      (byte) => types.knownTypes(207)[byte] || types.knownTypes(314)[byte],
    );

    it("lists every one, with its byte", () => {
      const listed = rows.map(([name, byte]): [number, string] => {
        const [, hex = "", character = ""] = /^`(\w\w)` `(.)`$/.exec(byte as string) ?? [];
        expect(character.charCodeAt(0)).toBe(Number.parseInt(hex, 16));
        return [Number.parseInt(hex, 16), `TYPE_${codeOf(name)}`];
      });
      expect(new Map(listed)).toEqual(new Map(known.map((byte) => [byte, types.typeName(byte)])));
      expect(listed.length).toBe(known.length);
    });

    const examples = rows.filter(([, , , , example]) => example !== "");

    it("has examples of nearly all", () => expect(examples.length).toBeGreaterThan(known.length - 4));

    it.for(examples)("gives an example of %s", ([name, byte, , , example, value]) => {
      const wanted = evaluate(codeOf(value) as string);
      expect(loads(bytesOf(example), { exact: true })).toStrictEqual(wanted);
      if (codeOf(name) !== "REF") expect(codeOf(example)).toMatch(new RegExp(`^${byte?.slice(1, 3)}`));
    });
  });

  it.for(rowsOf("Versions"))("shows %s in each version", ([value, first, ...later]) => {
    let wanted = bytesOf(first);
    for (const [at, cell] of [first, first, ...later, later.at(-1)].entries()) {
      if (cell !== "the same") wanted = bytesOf(cell);
      const made = dumps(evaluate(codeOf(value) as string), { exact: true, version: at, refs: "none" });
      expect(Buffer.from(made).toString("hex"), `version ${at}`).toBe(Buffer.from(wanted).toString("hex"));
    }
  });

  it("draws references", () => {
    for (const [bytes, remark] of rowsOf("References")) {
      const [, value] = /^`([^`]+)`/.exec(remark as string) ?? [];
      expect(repr(loads(bytesOf(bytes)))).toBe(value);
    }
  });

  it.for([
    [207, 2],
    [300, 3],
    [307, 3],
    [308, 4],
    [310, 4],
    [311, 5],
    [314, 5],
  ])("lists the fields of code objects in %i", ([version = 0, column = 0]) => {
    const fields = rowsOf("Code objects")
      .filter((row) => row[column] === "•")
      .map(([name, type]) => ({ name: codeOf(name), type }));
    expect(fields).toEqual(layoutOf(version));
  });

  it("names the flags", () => {
    for (const [bit, name] of rowsOf("Flags"))
      expect(flagWords(Number.parseInt(codeOf(bit) as string, 16), "3.14")).toBe(codeOf(name));
  });

  it.for(rowsOf("Lines"))("reads the lines of %s from %s", ([python = "", table, lines]) => {
    const code = new Code({
      python: codeOf(python) as string,
      firstlineno: 10,
      code: new Uint8Array(12),
      linetable: bytesOf(table),
    });
    const ranges = Array.from(code.lines(), ({ start, end, line }) => `${start}–${end}: ${line ?? "–"}`);
    expect(ranges.join(", ")).toBe(codeOf(lines));
  });

  it.for(rowsOf("Locations"))("reads the location of kind %s", ([kinds, , example, units, location]) => {
    const linetable = bytesOf(example);
    const [first = 0, last = first] = (kinds as string).split(" to ").map(Number);
    const kind = ((linetable[0] as number) >> 3) & 15;
    expect(kind >= first && kind <= last).toBe(true);
    const positions = [...new Code({ python: "3.12", firstlineno: 10, linetable }).positions()];
    expect(positions.map(textOf)).toEqual(Array(Number(units)).fill(codeOf(location)));
  });

  it.for(rowsOf("Exceptions"))("reads the exception table %s", ([table, entry]) => {
    const code = new Code({ python: "3.12", exceptiontable: bytesOf(table) });
    expect(Array.from(code.exceptions(), entryText)).toEqual([codeOf(entry)]);
  });
});

function textOf({ line, endLine, column, endColumn }: Position): string {
  if (line === null) return "–";
  return column === null ? `${line} to ${endLine}` : `${line}:${column} to ${endLine}:${endColumn}`;
}

function entryText({ start, end, target, depth, lasti }: ExceptionEntry): string {
  return `${start} to ${end} -> ${target} [${depth}]${lasti ? " lasti" : ""}`;
}
