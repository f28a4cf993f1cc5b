import { cut, printable } from "../../python/printable.ts";
import type { NameJudgement } from "./names/judge.ts";
import {
  byWeight,
  type Finding,
  type ImportRecord,
  type PickleRecord,
  type Severity,
  worstSeverity,
} from "./report.ts";
import { type RuleId, severityOf } from "./rules.ts";
import type { ImportTally } from "./tally.ts";

/** Where the pickle at hand is. */
export interface Place {
  readonly offset: number;
  readonly opcode: number;
}

/** What there is to say of a finding. */
export interface Description {
  readonly message: string;
  readonly name?: string;
  readonly code?: string;
}

/** What a finding may have otherwise than usual. */
export interface FindOptions {
  /** Default: that of the rule. */
  readonly severity?: Severity;
  /** Default: the opcode at hand. */
  readonly place?: Place;
}

const LONGEST_MESSAGE = 300;
const LONGEST_NAME = 200;
/** Lines of the program that are kept. */
const LONGEST_PROGRAM = 500;
const NAME = /^[\p{L}_][\p{L}\p{N}_.]*$/u;

type Draft = { -readonly [field in keyof Finding]: Finding[field] };

/** Takes down what happens, as it happens. What is found again is counted; what goes beyond the bounds still counts for the verdict. */
export class Journal {
  readonly pickles: PickleRecord[] = [];
  /** The way from outside to what is being read. */
  readonly within: readonly string[];
  readonly #maxFindings: number;
  readonly #findings = new Map<string, Draft>();
  readonly #imports = new Map<string, ImportTally>();
  readonly #program: string[] = [];
  readonly #modules = new Set<string>();
  #statements = 0;
  #variables = 0;
  /** Where the opcode at hand is: the one who runs the machine says so. */
  place: () => Place = () => ({ offset: 0, opcode: 0 });

  constructor(maxFindings: number, within: readonly string[] = []) {
    this.#maxFindings = maxFindings;
    this.within = within;
  }

  /** Whether the program has room for another line. */
  get isProgramOpen(): boolean {
    return this.#statements < LONGEST_PROGRAM;
  }

  /** Whether anything of that severity was found. */
  has(severity: Severity): boolean {
    for (const finding of this.#findings.values()) if (finding.severity === severity) return true;
    return false;
  }

  /** Whether anything was found by one of those rules. */
  hasAny(rules: ReadonlySet<RuleId>): boolean {
    for (const finding of this.#findings.values()) if (rules.has(finding.rule)) return true;
    return false;
  }

  get hasImports(): boolean {
    return this.#imports.size > 0;
  }

  /** Whether anything was imported whose name could be one. */
  get hasNames(): boolean {
    for (const { record } of this.#imports.values()) if (NAME.test(record.module)) return true;
    return false;
  }

  /** Makes notes of what those rules found. */
  demote(rules: ReadonlySet<RuleId>): void {
    for (const finding of this.#findings.values()) if (rules.has(finding.rule)) finding.severity = "note";
  }

  /**
   * Takes down a finding. What was found before, as `key` says, is counted; `describe` is asked only for what is new,
   * since making its text takes time.
   */
  find(rule: RuleId, key: string, describe: () => Description, options: FindOptions = {}): void {
    const { severity = severityOf(rule), place = this.place() } = options;
    const before = this.#findings.get(this.#keyOf(`${rule} ${key}`, rule, severity));
    if (before) {
      before.count += 1;
      before.severity = worstSeverity(before.severity, severity);
      return;
    }
    const { message, name, code } = describe();
    this.#add(`${rule} ${key}`, {
      rule,
      severity,
      message: cut(printable(message), LONGEST_MESSAGE),
      ...place,
      ...(name !== undefined && { name: cut(printable(name), LONGEST_NAME) }),
      ...(code !== undefined && { code }),
      count: 1,
      ...(this.within.length > 0 && { within: this.within }),
    });
  }

  #add(key: string, finding: Draft): void {
    const kept = this.#keyOf(key, finding.rule, finding.severity);
    const before = this.#findings.get(kept);
    if (before) {
      before.count += finding.count;
      before.severity = worstSeverity(before.severity, finding.severity);
    } else {
      this.#findings.set(kept, finding);
    }
  }

  /** Beyond the bound one finding stands for all the others of its rule and severity. */
  #keyOf(key: string, rule: RuleId, severity: Severity): string {
    const isFull = this.#findings.size >= this.#maxFindings && !this.#findings.has(key);
    return isFull ? `${rule} … ${severity}` : key;
  }

  /** Counts an import and returns its tally. */
  tally(module: string, name: string, present: string | undefined, judgement: NameJudgement): ImportTally {
    const key = `${module}\n${name}\n${present ?? ""}`;
    let tally = this.#imports.get(key);
    if (tally === undefined) {
      const { offset, opcode } = this.place();
      const { tier, family } = judgement;
      tally = {
        record: {
          module: cut(printable(module), LONGEST_NAME),
          name: cut(printable(name), LONGEST_NAME),
          ...(present !== undefined && { present: cut(printable(present), LONGEST_NAME) }),
          tier,
          ...(family !== undefined && { family }),
          offset,
        },
        reason: judgement.reason,
        opcode,
        count: 0,
        calls: 0,
        isTold: false,
      };
      this.#imports.set(key, tally);
    }
    tally.count += 1;
    return tally;
  }

  /** A number for a variable of the program. */
  variable(): number {
    this.#variables += 1;
    return this.#variables;
  }

  /** Adds a line to the program. */
  statement(text: () => string): void {
    this.#statements += 1;
    if (this.#program.length < LONGEST_PROGRAM) this.#program.push(text());
  }

  /** Lets the program import a module, once. */
  importModule(module: string): void {
    if (this.#modules.has(module) || !this.isProgramOpen) return;
    this.#modules.add(module);
    if (module !== "builtins") this.statement(() => `import ${cut(printable(module), LONGEST_NAME)}`);
  }

  /** Takes over what another journal holds. */
  merge(other: Journal): void {
    this.#merge(other, true);
  }

  /** Takes over what another reading of the same bytes holds, and this one does not; without what some rules found. */
  mergeOther(other: Journal, except: ReadonlySet<RuleId> = new Set()): void {
    this.#merge(other, false, except);
  }

  #merge(other: Journal, isMore: boolean, except?: ReadonlySet<RuleId>): void {
    for (const [key, finding] of other.#findings) {
      const full = [...(finding.within ?? []), key].join("\n");
      if (except?.has(finding.rule)) continue;
      // What another reading of the same bytes finds again is the same finding, though it may be worse there.
      const isAgain = !isMore && this.#findings.has(full);
      this.#add(full, { ...finding, count: isAgain ? 0 : finding.count });
    }
    for (const [key, tally] of other.#imports) {
      const before = this.#imports.get(key);
      if (before === undefined) this.#imports.set(key, tally);
      else if (isMore) {
        before.count += tally.count;
        before.calls += tally.calls;
      } else before.calls = Math.max(before.calls, tally.calls);
    }
  }

  /** Adds the lines of another journal's program, under a heading if it has one. */
  include(other: Journal, heading: string | undefined): void {
    if (heading !== undefined) this.statement(() => `# ${cut(printable(heading), LONGEST_MESSAGE)}`);
    for (const line of other.#lines()) this.statement(() => line);
  }

  get findings(): Finding[] {
    return [...this.#findings.values()].sort(byWeight);
  }

  get tallies(): Iterable<ImportTally> {
    return this.#imports.values();
  }

  get imports(): ImportRecord[] {
    return Array.from(this.#imports.values(), ({ record, count, calls }) => ({ ...record, count, calls }));
  }

  get program(): string {
    return this.#lines().join("\n");
  }

  #lines(): string[] {
    const more = this.#statements - this.#program.length;
    return more > 0 ? [...this.#program, `# … ${more} more`] : this.#program;
  }
}
