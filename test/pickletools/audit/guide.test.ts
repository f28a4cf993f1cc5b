import { readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { DEFAULT_AUDIT_LIMITS } from "../../../src/pickletools/audit/options.ts";
import { audit, RULES } from "../../../src/pickletools/index.ts";

const guide = readFileSync(path.join(import.meta.dirname, "../../../docs/guide/audit.md"), "utf8");

describe("the guide to audit", () => {
  it("lists every rule as it is", () => {
    const rows = guide.split("\n").filter((line) => RULES.some(({ id }) => line.startsWith(`| \`${id}\` |`)));
    expect(rows).toEqual(
      RULES.map(({ id, severity, summary }) => `| \`${id}\` | ${severity} | ${summary} |`),
    );
  });

  it("names every limit", () => {
    for (const limit of Object.keys(DEFAULT_AUDIT_LIMITS)) expect(guide).toContain(`| \`${limit}\` |`);
  });

  it("names every field of a report", () => {
    const { error: _, ...report } = audit(Uint8Array.of(0x4e));
    for (const field of [...Object.keys(report), "error"]) expect(guide).toContain(`\`${field}\``);
  });

  it("has a place for what is measured", () => {
    expect(guide).toMatch(/^<!-- recall -->\n(?:.*\n)*?<!-- \/recall -->$/m);
  });
});
