import { describe, it } from "vitest";
import { expectFlat, SECONDS } from "./flat.ts";
import { SHELVES } from "./shelves.ts";

const WORKLOADS = [
  "pickle",
  "marshal",
  "sqlite3",
  "gnu",
  "ndbm",
  "dumb",
  "dbm sqlite3",
  ...Object.keys(SHELVES),
];

describe("what is done over and over", () => {
  it.for(WORKLOADS)(
    "%s holds on to no memory and no file",
    { timeout: 60_000 + 2000 * SECONDS },
    (workload) => expectFlat("soak.ts", workload),
  );
});
