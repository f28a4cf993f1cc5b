import * as pickle from "pantry/pickle";
import { type DumpOptions, dumps, loads } from "pantry/pickle";
import { describe, expect, it } from "vitest";
import { readText } from "../tooling/repository.ts";
import { evaluate, hexOf, rowsBelow } from "./tables.ts";

const HEADER_SIZE = 9;

/** The pickle without PROTO, the header of its only frame, and STOP. */
function opcodesOf(value: unknown, options: DumpOptions): string {
  const data = dumps(value, options);
  const start = data[2] === pickle.FRAME ? 2 + HEADER_SIZE : 2;
  return Buffer.from(data.subarray(start, -1)).toString("hex");
}

describe("the page of two-way forms", () => {
  const page = readText("docs/formats/two-way.md");
  const drawings = [...page.matchAll(/^(\S.*)\n((?: {2}[24] {2}.*\n(?: {4,}.*\n)*)+)/gm)];

  it("draws every form", () => expect(drawings.length).toBe(10));

  for (const [, expression = "", drawing = ""] of drawings) {
    it(`draws the bytes of ${expression}`, () => {
      const value = evaluate(expression);
      for (const part of drawing.split(/^ {2}(?=[24] )/m).filter((text) => text !== "")) {
        const protocol = Number(part[0]);
        expect(opcodesOf(value, { protocol, portable: false })).toBe(hexOf(part.slice(1)));
        expect(loads(dumps(value, { protocol, portable: false }))).toStrictEqual(value);
      }
    });
  }

  const bigints = [...page.matchAll(/(-?\d+)n {2,}(8a(?: [0-9a-f]{2})+)/g)];

  it("draws bigints", () => {
    expect(bigints.length).toBe(4);
    for (const [, digits = "", drawing = ""] of bigints) {
      for (const protocol of [2, 3, 4, 5])
        expect(opcodesOf(BigInt(digits), { protocol })).toBe(hexOf(drawing));
    }
  });
});

describe("the page of the pickle format", () => {
  const page = "docs/formats/pickle.md";
  const names = Object.entries(pickle).filter(([name, value]) => isOpcode(name, value));

  it("lists the 68 opcodes, each with its byte", () => {
    const listed = [0, 1, 2, 3, 4, 5].flatMap((protocol) => opcodesBelow(protocol));
    expect(new Map(listed)).toEqual(new Map(names));
    expect(listed.length).toBe(68);
  });

  it("draws the bytes that are written", () => {
    const drawn = [...readText(page).matchAll(/^ *\d+ {2}((?:[0-9a-f]{2} ?)+) {2}/gm)].map(
      ([, bytes]) => bytes,
    );
    const data = dumps({ id: 7, tags: ["tea", "tea"] });
    expect(hexOf(drawn.join(""))).toBe(Buffer.from(data).toString("hex"));
    expect(data.length).toBe(42);
  });

  it("shows the text of protocol 0", () => {
    const text = Buffer.from(dumps({ id: 7, tags: ["tea", "tea"] }, { protocol: 0 })).toString();
    expect(readText(page)).toContain(`\`${text.replaceAll("\n", "⏎")}\``);
  });

  /** The rows of the table for a protocol, whose heading says how many there are. */
  function opcodesBelow(protocol: number): [string, number][] {
    const [, count, section = ""] =
      new RegExp(`### Protocol ${protocol}: (\\d+)\\n([^#]*)`).exec(readText(page)) ?? [];
    const rows = [...section.matchAll(/^\| ((?:`\w+` ?)+)\| ((?:`[0-9a-f]{2}` ?)+)/gm)];
    const opcodes = rows.flatMap(([, names = "", codes = ""]) => {
      const each = codes.match(/[0-9a-f]{2}/g) ?? [];
      return (names.match(/\w+/g) ?? []).map((name, i): [string, number] => [
        name,
        Number.parseInt(each[i] ?? "", 16),
      ]);
    });
    expect(opcodes.length).toBe(Number(count));
    return opcodes;
  }
});

function isOpcode(name: string, value: unknown): boolean {
  return typeof value === "number" && name === name.toUpperCase() && !name.endsWith("_PROTOCOL");
}

describe("the page of tagged JSON", () => {
  const rows = rowsBelow("docs/formats/json.md", "Values");

  it("has a row for each kind", () => expect(rows.length).toBeGreaterThan(40));

  it.for(rows)("says what %s is", ([value = "", json = ""]) => {
    const found = evaluate(`JSON.stringify(toJson(${value.slice(1, -1)}))`);
    expect(found).toBe(json.slice(1, -1));
  });
});
