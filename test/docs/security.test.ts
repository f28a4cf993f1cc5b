import { existsSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { filesIn, readText, root } from "../tooling/repository.ts";

const PAGE = readText("SECURITY.md");
const [, section = ""] = PAGE.split("\n## How it is tested\n");
const named = new Set((section.split("\n## ")[0] ?? "").match(/(?<=`)test\/[\w./-]+(?=`)/g));

describe("the tests that the page of security names", () => {
  it("are many, and all there", () => {
    expect(named.size).toBeGreaterThan(30);
    expect([...named].filter((file) => !existsSync(path.join(root, file)))).toEqual([]);
  });

  it("are all that attack", () => {
    const attacks = filesIn("test", ".test.ts").filter((file) =>
      /^test\/(?:hostile|pickle\/hostile|leaks)\//.test(file),
    );
    expect(attacks.length).toBeGreaterThan(8);
    expect(attacks.filter((file) => !named.has(file))).toEqual([]);
  });

  it("say in each row what is attacked and by which tests", () => {
    const rows = section.split("\n").filter((line) => line.startsWith("| ") && !line.includes("|---"));
    expect(rows.length).toBeGreaterThan(18);
    for (const row of rows.slice(1))
      expect(row, row).toMatch(/^\| writer \|/.test(row) ? /killed/ : /`test\/[\w./-]+\.ts`/);
  });
});
