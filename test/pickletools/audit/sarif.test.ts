import { describe, expect, it } from "vitest";
import type { Finding } from "../../../src/pickletools/audit/report.ts";
import { RULES } from "../../../src/pickletools/audit/rules.ts";
import { type SarifEntry, type SarifOptions, sarif, sarifUri } from "../../../src/pickletools/audit/sarif.ts";
import { complaints, type Log, type Result } from "./sarif-shape.ts";

const system: Finding = {
  rule: "dangerous-call",
  severity: "danger",
  message: "os.system('id') runs a shell command",
  offset: 20,
  opcode: 4,
  name: "os.system",
  code: "os.system('id')",
  count: 2,
};
const order: Finding = {
  rule: "unknown-rebuild",
  severity: "warning",
  message: "shop.Order is rebuilt",
  offset: 3,
  opcode: -1,
  count: 1,
  within: ["archive/data.pkl", "bytes at 120"],
};

/** The log as other programs see it. */
function logOf(entries: readonly SarifEntry[], options?: SarifOptions): Log {
  return JSON.parse(JSON.stringify(sarif(entries, options)));
}

function resultsOf(...findings: readonly Finding[]): Result[] {
  return logOf([{ uri: "a.pkl", findings }]).runs[0].results;
}

describe("sarif()", () => {
  const entries: SarifEntry[] = [
    { uri: sarifUri("models/a b.pkl"), findings: [system, { ...system, offset: 90 }] },
    { uri: "b.zip", findings: [order], status: "incomplete" },
    { uri: "c.pkl", findings: [], status: "error", error: { message: "permission denied" } },
    { uri: "b.zip", findings: [{ ...order, severity: "note" }] },
  ];

  it("keeps to the schema of version 2.1.0", () => {
    expect(complaints(logOf(entries, { version: "1.2.3" }))).toEqual([]);
    expect(complaints(logOf([]))).toEqual([]);
  });

  it("points to rules and files that it lists", () => {
    const [{ artifacts, results, tool }] = logOf(entries).runs;
    expect(tool.driver.rules.map(({ id }) => id)).toEqual(RULES.map(({ id }) => id));
    expect(artifacts.map(({ location }) => location.uri)).toEqual(["models/a%20b.pkl", "b.zip", "c.pkl"]);
    expect(results).toHaveLength(4);
    for (const { locations, ruleId, ruleIndex } of results) {
      const { index, uri } = locations[0].physicalLocation.artifactLocation;
      expect(tool.driver.rules[ruleIndex]?.id).toBe(ruleId);
      expect(artifacts[index]?.location.uri).toBe(uri);
    }
  });

  it("tells its name, and its version where it is given", () => {
    expect(logOf([], { version: "1.2.3" }).runs[0].tool.driver).toMatchObject({
      name: "Pantry",
      version: "1.2.3",
    });
    expect(logOf([]).runs[0].tool.driver).not.toHaveProperty("version");
  });

  it("says how bad it is, where, and how often", () => {
    expect(resultsOf(system)[0]).toMatchObject({
      level: "error",
      message: { text: "os.system('id') runs a shell command" },
      locations: [{ physicalLocation: { region: { startLine: 1 } } }],
      relatedLocations: [{ physicalLocation: { region: { byteOffset: 20, byteLength: 1 } } }],
      occurrenceCount: 2,
      properties: { offset: 20, opcode: 4, name: "os.system", code: "os.system('id')" },
    });
    const levels = resultsOf(system, { ...system, severity: "warning" }, { ...system, severity: "note" });
    expect(levels.map(({ level }) => level)).toEqual(["error", "warning", "note"]);
  });

  it("names the member that a finding is in, whose bytes are not those of the file", () => {
    const [result] = resultsOf(order);
    expect(result?.message.text).toBe("archive/data.pkl > bytes at 120: shop.Order is rebuilt");
    expect(result?.locations[0].logicalLocations).toEqual([
      { fullyQualifiedName: "archive/data.pkl > bytes at 120", kind: "resource" },
    ]);
    expect(result).not.toHaveProperty("relatedLocations");
    expect(result?.properties).toEqual({ offset: 3, within: ["archive/data.pkl", "bytes at 120"] });
  });

  it("makes no links and no placeholders of what data says", () => {
    const [result] = resultsOf({ ...system, message: "f({'a': 1}) [here](https://evil.example) {0}" });
    expect(result?.message.text).toBe("f({{'a': 1}}) [here] (https://evil.example) {{0}}");
  });

  it("has fingerprints that tell findings apart, and stay when they move", () => {
    const printsOf = (...findings: readonly Finding[]) =>
      resultsOf(...findings).map(({ partialFingerprints }) => partialFingerprints["pantry/v1"]);
    const [first, second, third] = printsOf(system, system, order);
    expect(first).toMatch(/^[0-9a-f]{16}:1$/);
    expect(second).toBe(first?.replace(":1", ":2"));
    expect(new Set([first, second, third]).size).toBe(3);
    expect(printsOf({ ...system, offset: 7, opcode: 9 })).toEqual([first]);
    for (const other of [{ code: "x" }, { name: "x" }, { within: ["x"] }, { rule: "truncated" } as const])
      expect(printsOf({ ...system, ...other })).not.toEqual([first]);
  });

  it("was only successful if every file was read to its end", () => {
    expect(logOf([{ uri: "a", findings: [system], status: "complete" }]).runs[0].invocations).toEqual([
      { executionSuccessful: true },
    ]);
    const [invocation] = logOf(entries).runs[0].invocations;
    expect(invocation?.executionSuccessful).toBe(false);
    expect(invocation?.toolExecutionNotifications?.map(({ message }) => message.text)).toEqual([
      "It could not be read to its end.",
      "permission denied",
    ]);
  });
});

describe("sarifUri()", () => {
  it.for([
    ["models/a.pkl", "models/a.pkl"],
    ["a b/50%?#.pkl", "a%20b/50%25%3F%23.pkl"],
    ["c:d", "c%3Ad"],
    ["é\ud800", "%C3%A9%EF%BF%BD"],
    ["\n\u202e", "%0A%E2%80%AE"],
  ])("makes of %j a relative reference", ([path = "", expected]) => {
    expect(sarifUri(path)).toBe(expected);
  });
});
