import { describe, expect, it } from "vitest";
import { jsonText } from "../../src/cli/json-text.ts";

describe("jsonText()", () => {
  it.for([null, 1.5, "a\n", [], {}, [[], [1, [2]], {}], { a: { "b\u202e": [] }, __proto__: 1 }])(
    "writes %j as JSON.stringify would",
    (value) => {
      expect(JSON.parse([...jsonText(value)].join(""))).toEqual(value);
      expect([...jsonText(value)].join("").length).toBeGreaterThanOrEqual(JSON.stringify(value).length);
    },
  );

  it("writes a key called __proto__", () => {
    const text = '{"__proto__":[1]}';
    expect([...jsonText(JSON.parse(text))].join("")).toBe(text);
  });
});
