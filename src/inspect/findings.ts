import { decodeLatin1, decodeUtf8 } from "../bytes/index.ts";
import type { Finding, RuleId, Severity } from "../pickletools/index.ts";
import { cut, printable } from "../python/printable.ts";

const LONGEST_NAME = 120;
const LONGEST_NAME_BYTES = 512;
/** Findings about containers are about no opcode. */
const NO_OPCODE = -1;
/** Of one rule about one container; of more, only the number is told. */
const MOST_OF_A_RULE = 50;

/** A finding about a container, at an offset of its bytes. */
export function finding(
  rule: RuleId,
  severity: Severity,
  message: string,
  offset: number,
  name?: string,
): Finding {
  const about = name === undefined ? {} : { name };
  return { rule, severity, message, offset, opcode: NO_OPCODE, ...about, count: 1 };
}

/** Without the many that say the same: behind the first fifty of a rule there is one that counts the rest. */
export function condensed(findings: readonly Finding[]): Finding[] {
  const kept: Finding[] = [];
  const seen = new Map<string, { count: number; last: number }>();
  for (const one of findings) {
    const key = `${one.rule} ${one.severity}`;
    const { count, last } = seen.get(key) ?? { count: 0, last: 0 };
    seen.set(key, { count: count + 1, last: count < MOST_OF_A_RULE ? kept.length : last });
    const before = kept[last];
    if (count < MOST_OF_A_RULE) kept.push(one);
    else if (before) kept[last] = { ...before, count: before.count + one.count };
  }
  return kept;
}

/** A name that data chose, as people may see it: printable, and not long. */
export function shownName(name: Uint8Array | string): string {
  const text = typeof name === "string" ? name : decoded(name.subarray(0, LONGEST_NAME_BYTES));
  return cut(printable(text), LONGEST_NAME);
}

function decoded(name: Uint8Array): string {
  return decodeUtf8(name) ?? decodeLatin1(name);
}
