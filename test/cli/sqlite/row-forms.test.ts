import { describe, expect, it } from "vitest";
import { ROW_FORMS } from "../../../src/cli/sqlite/row-forms.ts";
import type { SqlRow } from "../../../src/sqlite3/values.ts";

const NAMES = ["n", "t"];
const ROWS: SqlRow[] = [
  [1n, "tea"],
  [-(2n ** 63n), null],
  [1e300, ""],
  [2, Uint8Array.of(0, 255)],
  [-Infinity, 'a "b",\r\n\u001b[2J'],
];

function printed(form: string, names: readonly string[], rows: readonly SqlRow[]): string {
  return [...(ROW_FORMS.get(form)?.(names, rows) ?? [])].join("");
}

describe("rows as Python's tuples", () => {
  it("are what repr() gives", () => {
    expect(printed("python", NAMES, ROWS)).toBe(
      `(1, 'tea')\n(-9223372036854775808, None)\n(1e+300, '')\n(2.0, b'\\x00\\xff')\n(-inf, 'a "b",\\r\\n\\x1b[2J')\n`,
    );
    expect(printed("python", ["n"], [[1n]])).toBe("(1,)\n");
  });
});

describe("rows as JSON", () => {
  it("keep every number, and nothing that a terminal would obey", () => {
    expect(printed("json", NAMES, ROWS)).toBe(
      `[{"n":1,"t":"tea"},
{"n":-9223372036854775808,"t":null},
{"n":1e+300,"t":""},
{"n":2.0,"t":{"$bytes":"AP8="}},
{"n":{"$float":"-inf"},"t":"a \\"b\\",\\r\\n\\u001b[2J"}]
`,
    );
    expect(JSON.parse(printed("json", NAMES, ROWS))).toHaveLength(ROWS.length);
  });

  it("are an empty array where there are none", () => {
    expect(printed("json", NAMES, [])).toBe("[]\n");
  });

  it("have each name once", () => {
    const [row] = JSON.parse(printed("json", ["a", "a", "a:1", "a", "__proto__"], [[1n, 2n, 3n, 4n, 5n]]));
    expect(Object.entries(row)).toEqual([
      ["a", 1],
      ["a:2", 2],
      ["a:1", 3],
      ["a:3", 4],
      ["__proto__", 5],
    ]);
  });
});

describe("rows as CSV", () => {
  it("tell NULL from empty text, and keep text as it is", () => {
    expect(printed("csv", NAMES, ROWS)).toBe(
      `n,t\r\n1,tea\r\n-9223372036854775808,\r\n1e+300,""\r\n2.0,X'00FF'\r\n-inf,"a ""b"",\r\n\u001b[2J"\r\n`,
    );
  });

  it("have names where there are no rows", () => {
    expect(printed("csv", ["a,b", ""], [])).toBe('"a,b",""\r\n');
  });
});

describe("rows as a table", () => {
  it("have numbers to the right and nothing that a terminal would obey", () => {
    expect(printed("table", NAMES, ROWS.slice(0, 3))).toBe(
      `                   n  t
--------------------  ----
                   1  tea
-9223372036854775808  NULL
              1e+300  
`,
    );
    expect(printed("table", ["\u001b[2J"], [["\u009b1m"], [1n]])).toBe("\\x1b[2J\n-------\n\\x9b1m\n1\n");
  });

  it("count the columns of wide characters", () => {
    const rows: SqlRow[] = [
      ["茶", 1n],
      ["tea", 2n],
    ];
    expect(printed("table", ["名前", "n"], rows)).toBe("名前  n\n----  -\n茶    1\ntea   2\n");
  });

  it("cut what is long", () => {
    const lines = printed("table", ["a", "b"], [["x".repeat(5000), Uint8Array.of(...Array(200))]]).split(
      "\n",
    );
    expect(lines[2]).toBe(`${"x".repeat(79)}…  X'${"0".repeat(77)}…`);
  });

  it("go on as they come after a thousand", () => {
    const rows: SqlRow[] = Array.from({ length: 1001 }, (_, i) => [i < 1000 ? 1n : 12_345n, "a"]);
    const lines = printed("table", NAMES, rows).split("\n");
    expect([lines[2], lines[1001], lines[1002]]).toEqual(["1  a", "1  a", "12345  a"]);
  });
});
