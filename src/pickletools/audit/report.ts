// What an audit says: plain objects, which JSON can hold.

import type { RuleId } from "./rules.ts";

/** How bad a finding is: `note` does not move the verdict, `warning` makes it unknown, `danger` dangerous. */
export type Severity = "note" | "warning" | "danger";

/** Whether the data could be read to its end: `incomplete` was cut short, or met a budget; `error` is malformed. */
export type Status = "complete" | "incomplete" | "error";

/**
 * What loading the data would do: `safe` builds data and nothing else, `dangerous` would run code, reach files or
 * networks, or hides what it does; of anything else nobody knows.
 */
export type Verdict = "safe" | "unknown" | "dangerous";

/** Something that was found, and where. */
export interface Finding {
  /** Which rule found it: stable, for programs. */
  readonly rule: RuleId;
  /** How bad it is here, which may be otherwise than the rule usually has it. */
  readonly severity: Severity;
  /** What it means, in a sentence that is safe to print. */
  readonly message: string;
  /** The offset of the opcode, in bytes of the data that was given. */
  readonly offset: number;
  /** The number of the opcode in its pickle, from 0. */
  readonly opcode: number;
  /** The name it is about, as in `os.system`. */
  readonly name?: string;
  /** The call or statement in Python's syntax, as in `os.system('id')`. */
  readonly code?: string;
  /** How often the same was found; the offset is that of the first. */
  readonly count: number;
  /** The way to it from outside, for what lies in members of archives and in bytes that are a pickle themselves. */
  readonly within?: readonly string[];
}

/** A class or function that a pickle imports. */
export interface ImportRecord {
  /** The module as the pickle has it. */
  readonly module: string;
  /** The qualified name as the pickle has it. */
  readonly name: string;
  /** What Python 3 imports for a name of Python 2, where that is another one. */
  readonly present?: string;
  /** What is known of it, under the policy. */
  readonly tier: "inert" | "dangerous" | "unknown";
  /** What a dangerous name can do. */
  readonly family?: string;
  /** The offset of the first import. */
  readonly offset: number;
  /** How often it is imported. */
  readonly count: number;
  /** How often it is called or rebuilt. */
  readonly calls: number;
}

/** One of the pickles in the data. */
export interface PickleRecord {
  /** Where it begins, in bytes of the data. */
  readonly offset: number;
  /** Its length in bytes, as far as it was read. */
  readonly length: number;
  /** The protocol that it declares, or the highest of its opcodes. */
  readonly protocol: number;
  /** How many opcodes were read. */
  readonly opcodes: number;
  /** Whether it was read to its STOP. */
  readonly complete: boolean;
}

/** What `audit` says of some data. */
export interface AuditReport {
  /** The version of this form. */
  readonly format: "pantry.audit/1";
  /** The name of the policy. */
  readonly policy: string;
  /** Whether the data could be read to its end. */
  readonly status: Status;
  /** What loading it would do. */
  readonly verdict: Verdict;
  /** The worst first, then by offset. */
  readonly findings: readonly Finding[];
  /** Every class and function that is imported, in the order of the first time. */
  readonly imports: readonly ImportRecord[];
  /** The pickles in a row, from the beginning of the data. */
  readonly pickles: readonly PickleRecord[];
  /** The pickles as a short program, in Python's syntax. */
  readonly program: string;
  /** Why the data was not read to its end. */
  readonly error?: { readonly message: string; readonly offset: number };
}

const SEVERITIES: readonly Severity[] = ["note", "warning", "danger"];
const STATUSES: readonly Status[] = ["complete", "incomplete", "error"];
const VERDICTS: readonly Verdict[] = ["safe", "unknown", "dangerous"];

/** The verdict that findings lead to. What was not read to its end is never safe. */
export function verdictOf(findings: readonly Finding[], status: Status): Verdict {
  const worst = Math.max(0, ...severities(findings));
  return worstVerdict(VERDICTS[worst] as Verdict, status === "complete" ? "safe" : "unknown");
}

/** The worse of two severities. */
export function worstSeverity(left: Severity, right: Severity): Severity {
  return SEVERITIES.indexOf(left) < SEVERITIES.indexOf(right) ? right : left;
}

/** The worse of two verdicts. */
export function worstVerdict(left: Verdict, right: Verdict): Verdict {
  return VERDICTS.indexOf(left) < VERDICTS.indexOf(right) ? right : left;
}

/** The worse of two states. */
export function worstStatus(left: Status, right: Status): Status {
  return STATUSES.indexOf(left) < STATUSES.indexOf(right) ? right : left;
}

/** Sorts findings: the worst first, then by offset. */
export function byWeight(left: Finding, right: Finding): number {
  return SEVERITIES.indexOf(right.severity) - SEVERITIES.indexOf(left.severity) || left.offset - right.offset;
}

/** Each severity that there is, as a number, once. */
function severities(findings: readonly Finding[]): Set<number> {
  return new Set(findings.map(({ severity }) => SEVERITIES.indexOf(severity)));
}
