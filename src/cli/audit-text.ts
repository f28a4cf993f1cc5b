import type { Inspection, Part } from "../inspect/index.ts";
import type { Finding, Severity, Verdict } from "../pickletools/index.ts";
import { cut, printable } from "../python/printable.ts";
import type { Outcome } from "./audit-printers.ts";
import { nameOf } from "./input.ts";
import { counted, grouped } from "./scalar.ts";
import type { Style } from "./style.ts";
import type { Skipped } from "./targets.ts";

/** So much of a file is shown that it can be read in a few seconds. */
const FINDINGS = 8;
const PROGRAM_LINES = 20;
/** The finding's text begins here, and its code below. */
const INDENT = " ".repeat(11);

/** What is counted for the summary, in its order and words. */
const CLASSES = {
  dangerous: "dangerous",
  unread: "not read to the end",
  unknown: "unknown",
  safe: "safe",
  none: "no pickle",
};
type Class = keyof typeof CLASSES;

/** Writes what was found, for people: the verdict first, then why, then the program that a pickle is. */
export class AuditText {
  readonly #style: Style;
  readonly #width: number;
  readonly #counts = new Map<Class, number>();
  #isApart = true;

  constructor(style: Style, width: number) {
    this.#style = style;
    this.#width = width;
  }

  /** The lines about one file: one for what is safe, none for what could not be read or is no pickle. */
  *linesOf(outcome: Outcome): Generator<string> {
    const { inspection, path } = outcome;
    const class_ = classOf(outcome);
    this.#counts.set(class_, (this.#counts.get(class_) ?? 0) + 1);
    if (!inspection || class_ === "none") return;
    const isLong = class_ !== "safe";
    if (isLong && !this.#isApart) yield "\n";
    yield this.#headline(nameOf(path), inspection);
    if (isLong) {
      const program = programOf(inspection.root);
      yield* this.#why(inspection.findings, program);
      yield* this.#program(program);
      yield "\n";
    }
    this.#isApart = isLong;
  }

  /** How many files came to what. */
  *summary(skipped: readonly Skipped[]): Generator<string> {
    const total = [...this.#counts.values()].reduce((sum, count) => sum + count, 0);
    const counts = Object.entries(CLASSES).flatMap(([class_, words]) => {
      const count = this.#counts.get(class_ as Class);
      return count === undefined ? [] : [`${grouped(count)} ${words}`];
    });
    const links = skipped.filter(({ isLink }) => isLink).length;
    if (links > 0) counts.push(`${counted(links, "link")} not followed`);
    yield `${counted(total, "file")}: ${counts.join(", ")}\n`;
  }

  #headline(name: string, { root, status, verdict }: Inspection): string {
    const isCut = status !== "complete" && root.kind !== "data";
    const facts = `${factsOf(root)}${isCut ? ", not read to its end" : ""}`;
    const { heading, quiet } = this.#style;
    return `${this.#verdict(verdict)}  ${heading(name)}  ${quiet(facts)}\n`;
  }

  #verdict(verdict: Verdict): string {
    const { bad, doubtful, good } = this.#style;
    const paint = { dangerous: bad, unknown: doubtful, safe: good }[verdict];
    return paint(verdict.padEnd("dangerous".length));
  }

  *#why(findings: readonly Finding[], program: readonly string[]): Generator<string> {
    const telling = findings.filter(({ severity }) => severity !== "note");
    for (const finding of telling.slice(0, FINDINGS)) {
      const { code, severity } = finding;
      const word = this.#severity(severity)(severity.padEnd("warning".length));
      yield `  ${word}  ${printable(whatOf(finding))}\n`;
      // What the program shows anyway is not repeated.
      const isShown = code === undefined || program.some((line) => line.includes(code));
      if (!isShown) yield this.#line(INDENT, code);
    }
    const left = telling.length - FINDINGS;
    if (left > 0) yield `  ${this.#style.quiet(`… ${grouped(left)} more, see --json`)}\n`;
  }

  #severity(severity: Severity): (text: string) => string {
    return { danger: this.#style.bad, warning: this.#style.doubtful, note: this.#style.quiet }[severity];
  }

  *#program(program: readonly string[]): Generator<string> {
    if (program.length > 0) yield "\n";
    for (const line of program.slice(0, PROGRAM_LINES)) yield this.#line("    ", line);
    if (program.length > PROGRAM_LINES) yield `    ${this.#style.quiet("…")}\n`;
  }

  /** A line that has no more than the width, and nothing that a terminal would obey. */
  #line(start: string, text: string): string {
    const room = Math.max(40, this.#width - start.length);
    // What is cut off before it is made printable need not be looked at.
    return `${start}${cut(printable(text.slice(0, room + 1)), room)}\n`;
  }
}

function classOf(outcome: Outcome): Class {
  if (!outcome.inspection) return "unread";
  const { status, verdict } = outcome.inspection;
  if (outcome.isNone) return "none";
  return status === "complete" || verdict === "dangerous" ? verdict : "unread";
}

/** What a file is, in a few words. */
function factsOf({ kind, length, parts, report }: Part): string {
  const [first, ...others] = report?.pickles ?? [];
  const size = counted(length, "byte");
  if (kind === "data" && parts.length === 0) return `no pickle, ${size}`;
  if (kind === "pickle" && first && others.length === 0) return `protocol ${first.protocol}, ${size}`;
  if (kind === "pickle") return `${counted(others.length + 1, "pickle")}, ${size}`;
  return `${kind}${parts.length === 0 ? "" : `, ${counted(parts.length, "part")}`}, ${size}`;
}

/** `os.system is called: runs programs (byte 244, in archive/data.pkl, 2 times)` */
function whatOf({ count, message, offset, within = [] }: Finding): string {
  const facts = [
    ...(/\bbyte \d/.test(message) ? [] : [`byte ${grouped(offset)}`]),
    ...(within.length === 0 ? [] : [`in ${within.join(", ")}`]),
    ...(count === 1 ? [] : [`${grouped(count)} times`]),
  ];
  const sentence = message.replace(/\.$/, "");
  return facts.length === 0 ? sentence : `${sentence} (${facts.join(", ")})`;
}

/** The lines of all programs that are not safe, as far as they are shown, and one more if there are more. */
function programOf(root: Part): string[] {
  const lines: string[] = [];
  for (const [part, way] of partsOf(root)) {
    if (!part.report || part.verdict === "safe" || part.report.program === "") continue;
    if (way.length > 0) lines.push(`# ${way.join(", ")}`);
    lines.push(...firstLines(part.report.program, PROGRAM_LINES + 1));
    if (lines.length > PROGRAM_LINES) break;
  }
  return lines.slice(0, PROGRAM_LINES + 1);
}

/** A part and all that are in it, in order, each with the way to it. */
function* partsOf(root: Part): Generator<[Part, readonly string[]]> {
  const open: [Part, readonly string[]][] = [[root, []]];
  for (let next = open.pop(); next; next = open.pop()) {
    yield next;
    const [{ parts }, way] = next;
    for (const part of parts.toReversed()) open.push([part, [...way, part.name]]);
  }
}

function firstLines(text: string, count: number): string[] {
  const lines: string[] = [];
  for (let from = 0; from <= text.length && lines.length < count; ) {
    const end = text.indexOf("\n", from);
    lines.push(text.slice(from, end < 0 ? text.length : end));
    from = end < 0 ? text.length + 1 : end + 1;
  }
  return lines;
}
