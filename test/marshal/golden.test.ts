import { type Code, dumps, loads } from "pantry/marshal";
import { type Json, kindOf, Tuple, toJson } from "pantry/python";
import { describe, expect, it } from "vitest";
import { type CodeRow, golden } from "./golden.ts";

const GOLDEN = golden();
const VALUES = GOLDEN.filter(({ code }) => code === undefined);
const EXACT = { exact: true };

describe("what real Pythons marshalled", () => {
  const pythons = [...new Set(GOLDEN.map(({ python }) => python))];

  it("is of five of them, in every version that they write", () => {
    expect(pythons.toSorted()).toEqual(["2.7", "3.11", "3.13", "3.6", "3.8"]);
    for (const python of pythons) {
      const versions = GOLDEN.filter((row) => row.python === python).flatMap((row) => row.versions);
      expect(new Set(versions).size).toBe(python === "2.7" ? 3 : 5);
    }
  });

  it.for(pythons)("is read exactly, from Python %s", (python) => {
    for (const { bytes, json, source, versions } of of(VALUES, python)) {
      const value = loads(bytes, { ...EXACT, python });
      expect(ordered(toJson(value, EXACT), python), `${source} in version ${versions}`).toEqual(
        ordered(json, python),
      );
    }
  });

  it.for(pythons)("is read naturally, from Python %s", (python) => {
    for (const { bytes, json, source, versions } of of(VALUES, python)) {
      const wanted = ordered(natural(json as Json), python);
      expect(ordered(toJson(loads(bytes, { python })), python), `${source} in version ${versions}`).toEqual(
        wanted,
      );
    }
  });

  it.for(pythons)("is written in the same bytes in versions 0 to 2, as Python %s does", (python) => {
    const stable = of(VALUES, python).filter((row) => row.stable);
    for (const { bytes, source, versions } of stable) {
      const value = loads(bytes, { ...EXACT, python });
      for (const version of versions)
        expect(latin1(dumps(value, { ...EXACT, python, version })), `${source} in version ${version}`).toBe(
          latin1(bytes),
        );
    }
    expect(stable.length).toBeGreaterThan(100);
  });

  it.for(pythons)("means the same when it was written again with references, for Python %s", (python) => {
    for (const { bytes, source } of of(VALUES, python)) {
      const value = loads(bytes, { ...EXACT, python });
      for (const refs of ["shared", "all"] as const) {
        const made = dumps(value, { ...EXACT, python, refs });
        const again = toJson(loads(made, { ...EXACT, python }), EXACT);
        if (python !== "2.7")
          expect(ordered(again, python), source).toEqual(ordered(toJson(value, EXACT), python));
      }
    }
  });

  it.for(pythons)("has every field of the code objects of Python %s", (python) => {
    const rows = of(GOLDEN, python).filter(({ code }) => code !== undefined);
    expect(rows.length).toBeGreaterThan(1);
    for (const { bytes, code } of rows)
      for (const exact of [true, false]) {
        const value = loads<Code>(bytes, { exact, python });
        expectFields(value, code as CodeRow, python);
        expectFields(
          loads<Code>(dumps(value, { exact, python }), { exact, python }),
          code as CodeRow,
          python,
        );
      }
  });
});

function of<Row extends { readonly python: string }>(rows: readonly Row[], python: string): Row[] {
  return rows.filter((row) => row.python === python);
}

function expectFields(code: Code, wanted: CodeRow, python: string): void {
  const { consts, children, ...fields } = wanted;
  expect(code.python).toBe(python);
  for (const [name, field] of Object.entries(fields)) {
    const found = code[name as keyof Code] as unknown;
    const isBytes = found instanceof Uint8Array;
    expect(isBytes ? Buffer.from(found).toString("base64") : found, name).toEqual(
      Array.isArray(field) ? Tuple.from(field) : textOf(field),
    );
  }
  const plain = Tuple.from(code.consts, (value) => (kindOf(value) === "Code" ? null : value));
  expect(ordered(toJson(plain, EXACT), python)).toEqual(ordered(consts, python));
  expect(code.children).toHaveLength(children.length);
  for (const [at, child] of code.children.entries()) expectFields(child, children[at] as CodeRow, python);
}

/** A name of Python 2, which is a `str` there, as text. */
function textOf(field: Json): Json {
  return field !== null && typeof field === "object" && "$str2" in field ? (field.$str2 as string) : field;
}

function latin1(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString("latin1");
}

/** With the members of sets in one order, and the keys of Python 2's dicts, which have none. */
function ordered(json: Json | undefined, python: string): Json | undefined {
  if (json === null || typeof json !== "object") return json;
  if (Array.isArray(json)) return json.map((item) => ordered(item, python) as Json);
  const entries = Object.entries(json).map(([key, value]) => {
    const inner = ordered(value, python) as Json;
    const hasNoOrder = key === "$set" || key === "$frozenset" || (key === "$dict" && python === "2.7");
    return [key, hasNoOrder ? (inner as Json[]).toSorted(byText) : inner] as const;
  });
  return Object.fromEntries(entries);
}

function byText(one: Json, other: Json): number {
  return JSON.stringify(one) < JSON.stringify(other) ? -1 : 1;
}

/** What becomes of tagged JSON when the value is read naturally. */
function natural(json: Json): Json {
  if (json === null || typeof json !== "object") return json;
  if (Array.isArray(json)) return json.map(natural);
  const [[tag, value] = ["", null]] = Object.entries(json);
  if (tag === "$float" && value !== "-0.0" && Number.isSafeInteger(Number(value))) return Number(value);
  if (tag === "$str2" && /^[\0-\x7f]*$/.test(value as string)) return value as string;
  if (tag === "$long" || tag === "$int2") return integer(value as string);
  if (tag === "$set" || tag === "$frozenset") return { [tag]: (value as Json[]).map(naturalKey) };
  if (tag === "$dict") return naturalDict(value as [Json, Json][]);
  return Object.fromEntries(Object.entries(json).map(([key, inner]) => [key, natural(inner)]));
}

function integer(digits: string): Json {
  return Number.isSafeInteger(Number(digits)) ? Number(digits) : { $int: digits };
}

function naturalDict(pairs: readonly [Json, Json][]): Json {
  const entries = pairs.map(([key, value]): [Json, Json] => [naturalKey(key), natural(value)]);
  if (!entries.every(([key]) => typeof key === "string")) return { $dict: entries };
  const object = Object.fromEntries(entries) as { [key: string]: Json };
  return entries.some(([key]) => (key as string).startsWith("$")) ? { $object: object } : object;
}

/** `Map` and `Set` take -0.0 for 0. */
function naturalKey(key: Json): Json {
  const found = natural(key);
  return JSON.stringify(found) === '{"$float":"-0.0"}' ? 0 : found;
}
