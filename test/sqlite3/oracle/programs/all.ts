import { BINDING } from "./bindings.ts";
import { BLOBS } from "./blobs.ts";
import { WHOLE } from "./databases.ts";
import { AGGREGATES, FUNCTIONS } from "./functions.ts";
import { HOOKS } from "./hooks.ts";
import type { Named } from "./named.ts";
import { NESTED } from "./nested.ts";
import { ROWS } from "./rows.ts";
import { STATEMENTS } from "./statements.ts";
import { TRANSACTIONS } from "./transactions.ts";

/** All programs that someone wrote. */
export const PROGRAMS: readonly Named[] = [
  ...BINDING,
  ...STATEMENTS,
  ...ROWS,
  ...TRANSACTIONS,
  ...FUNCTIONS,
  ...AGGREGATES,
  ...HOOKS,
  ...NESTED,
  ...BLOBS,
  ...WHOLE,
];
