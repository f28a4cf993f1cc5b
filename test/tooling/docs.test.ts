import { beforeAll, describe, expect, it } from "vitest";
import { findSnippets, tryOut } from "./snippets.ts";

const snippets = findSnippets();
let complaints: Map<string, string[]>;

describe("the documentation", () => {
  beforeAll(async () => {
    complaints = await tryOut(snippets);
  });

  it("has code blocks, which compile as a whole", () => {
    expect(snippets.length).toBeGreaterThan(0);
    expect(complaints.get("")?.join("\n")).toBe("");
  });

  it.for(snippets.map(({ place, file }) => [place, file] as const))("%s compiles and runs", ([, file]) => {
    expect(complaints.get(file)?.join("\n")).toBe("");
  });
});
