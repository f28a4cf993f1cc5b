import { check, open } from "pantry/dbm/ndbm";
import { MemoryFiles } from "pantry/files";
import { describe, expect, it } from "vitest";
import { CASES } from "../../oracle/cases.ts";
import { assault, stepsOf } from "../hostile-harness.ts";

const encoder = new TextEncoder();

describe("hostile files of Berkeley DB", () => {
  it("end in an error that says where, or are read: never more", () => {
    const files = new MemoryFiles();
    const database = open("/a", { flag: "c", files });
    for (let index = 0; index < 90; index++)
      database.set(`key ${index}`, new Uint8Array(index * 3).fill(index));
    database.set("large", new Uint8Array(9000).fill(7)).set("k".repeat(3000), "of a large key");
    database.close();
    const keys = ["key 1", "key 50", "large", "k".repeat(3000)].map((key) => encoder.encode(key));
    const outcome = assault(files, stepsOf({ open, check, keys }), {
      database: "/a",
      truncate: 97,
      cases: 30 * CASES,
    });
    expect(outcome.failures).toEqual([]);
    expect(outcome.refused.malformed).toBeGreaterThan(0);
  });
});
