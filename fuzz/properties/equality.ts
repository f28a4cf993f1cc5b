import { equal, type Instance, kindOf } from "pantry/python";
import { graphDifference } from "../../test/pickle/same-graph.ts";
import { Violation } from "../target.ts";

/** Fails unless a copy is equal to what it was made of. */
export function mustBeEqual(what: string, value: unknown, copy: unknown): void {
  // A NaN is equal to another within a list.
  if (equal([value], [copy])) return;
  if (hasWhatIsNeverWritten(value)) return;
  throw new Violation(`${what}: another value`, graphDifference(value, copy));
}

/**
 * Whether there is what no Python could have written, and what is otherwise after writing and reading: a set or a dict with members or keys
 * that are objects and equal, which are one there; an object that was filled with nothing.
 */
function hasWhatIsNeverWritten(root: unknown): boolean {
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
    if (kindOf(value) === "Instance" && isFilledWithNothing(value as Instance)) return true;
    if (!ArrayBuffer.isView(value)) open.push(...Object.values(value));
  }
  return false;
}

function isFilledWithNothing({ items, entries, later = [] }: Instance): boolean {
  const steps = later.map((step) =>
    "items" in step ? step.items : "entries" in step ? step.entries : undefined,
  );
  return [items, entries, ...steps].some((filling) => filling?.length === 0);
}
