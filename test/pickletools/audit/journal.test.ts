import { describe, expect, it } from "vitest";
import { Journal } from "../../../src/pickletools/audit/journal.ts";
import type { Severity } from "../../../src/pickletools/audit/report.ts";

const ORDERS: readonly (readonly Severity[])[] = [
  ["note", "warning", "danger"],
  ["danger", "warning", "note"],
  ["warning", "danger", "note"],
];

function journalOf(severity: Severity): Journal {
  const journal = new Journal(10);
  journal.find("raw-array", "a", () => ({ message: "An array" }), { severity });
  return journal;
}

describe("what is found again", () => {
  it.for(ORDERS)("is as bad as the worst: %s, %s, %s", (severities) => {
    const journal = new Journal(10);
    for (const severity of severities)
      journal.find("raw-array", "a", () => ({ message: "An array" }), { severity });
    expect(journal.findings).toMatchObject([{ severity: "danger", count: 3 }]);
  });

  it.for(ORDERS)("in another pickle is, too: %s, %s, %s", (severities) => {
    const journal = new Journal(10);
    for (const severity of severities) journal.merge(journalOf(severity));
    expect(journal.findings).toMatchObject([{ severity: "danger", count: 3 }]);
  });

  it.for(ORDERS)("in another reading is, and counts once: %s, %s, %s", (severities) => {
    const journal = new Journal(10);
    for (const severity of severities) journal.mergeOther(journalOf(severity));
    expect(journal.findings).toMatchObject([{ severity: "danger", count: 1 }]);
  });
});
