// pandas takes a text for a time zone, and opens the file that it names: `dateutil/` and a path, also within a dtype's name.

import { classOf, importedBy } from "./kinds.ts";
import { Entries, type Imported, Made } from "./nodes.ts";

/** What makes time zones, and nothing that is a text. */
const MAKERS = /^(?:pytz|dateutil|datetime|zoneinfo|pandas)(?:\.|$)/;
/** The keys of what an index is made of that may be texts of that kind. */
const KEYS = ["tz", "dtype"];

/** Whether the operands behind the first of a `Timestamp` are no texts. */
export function isPlainTimestamp(operands: readonly unknown[]): boolean {
  return operands.slice(1).every(isPlain);
}

/** Whether the fields that an index is made of name no file. */
export function isPlainIndex(fields: unknown): boolean {
  if (!(fields instanceof Entries) || 2 * fields.length > fields.items.length) return false;
  return fields.items.every((key, i) => i % 2 === 1 || !isRead(key) || isPlain(fields.items[i + 1]));
}

function isRead(key: unknown): boolean {
  return typeof key !== "string" || KEYS.includes(key);
}

function isPlain(value: unknown): boolean {
  if (value instanceof Made) return MAKERS.test(makerOf(value)?.module ?? "");
  return value === null || typeof value === "number" || typeof value === "bigint";
}

function makerOf(made: Made): Imported | undefined {
  return classOf(made) ?? importedBy(made.callee);
}
