import { equal } from "pantry/python";
import { graphDifference } from "../../test/pickle/same-graph.ts";
import { Violation } from "../target.ts";

/** Fails unless a copy is equal to what it was made of. */
export function mustBeEqual(what: string, value: unknown, copy: unknown): void {
  // A NaN is equal to another within a list.
  if (equal([value], [copy])) return;
  // Python has no such sets: what is equal there is one member, and so it is after writing and reading.
  if (hasEqualMembers(value)) return;
  throw new Violation(`${what}: another value`, graphDifference(value, copy));
}

/** Whether there is a set or a dict with members or keys that are objects and equal. */
function hasEqualMembers(root: unknown): boolean {
  const seen = new Set<unknown>();
  const open = [root];
  while (open.length > 0) {
    const value = open.pop();
    if (typeof value !== "object" || value === null || seen.has(value)) continue;
    seen.add(value);
    if (value instanceof Set || value instanceof Map) {
      const members = [...value.keys()];
      if (members.some((one, index) => members.slice(index + 1).some((other) => equal([one], [other]))))
        return true;
      open.push(...members, ...value.values());
    }
    if (!ArrayBuffer.isView(value)) open.push(...Object.values(value));
  }
  return false;
}
