import {
  byWeight,
  type Finding,
  type Status,
  verdictOf,
  worstStatus,
  worstVerdict,
} from "../pickletools/audit/report.ts";
import type { Budget } from "./budget.ts";
import type { Contents, Holds, Member, Steps, Unpacked } from "./contents.ts";
import { condensed, finding } from "./findings.ts";
import type { Part, PartKind } from "./part.ts";
import type { Audit } from "./pickles.ts";
import { readingsOf } from "./readings.ts";

/** Where bytes are that are to be examined. */
interface Place {
  readonly name: string;
  readonly offset: number;
  readonly length: number;
  readonly holds: Holds | undefined;
  /** The names of the parts on the way to it, its own included. */
  readonly way: readonly string[];
  readonly depth: number;
}

/** Called with each part when it and all that is in it is known, and the way to it. */
export type OnPart = (part: Part, way: readonly string[]) => void;

/** What an examiner works with. */
export interface ExaminerTools {
  readonly audit: Audit;
  readonly budget: Budget;
  readonly signal: AbortSignal | undefined;
  readonly onPart: OnPart | undefined;
}

/** How long it works before it lets others, in milliseconds. */
const BREATH = 25;

/** Goes through a part and all that is in it. */
export class Examiner {
  readonly #tools: ExaminerTools;
  #rested = performance.now();

  constructor(tools: ExaminerTools) {
    this.#tools = tools;
  }

  /** The whole input, which must be a container or a pickle to be anything but unknown. */
  async examineAll(bytes: Uint8Array): Promise<Part> {
    return this.#examine(bytes, {
      name: "",
      offset: 0,
      length: bytes.length,
      holds: undefined,
      way: [],
      depth: 0,
    });
  }

  async #examine(bytes: Uint8Array, place: Place): Promise<Part> {
    const { audit, budget } = this.#tools;
    const readings = await this.#drive(readingsOf(bytes, audit, budget, place.holds));
    const [first, ...others] = readings as readonly [Contents, ...Contents[]];
    const parts: Part[] = [];
    const findings: Finding[] = [];
    for (const contents of others) {
      const name = `as ${contents.kind}`;
      const inner = { ...place, name, offset: 0, way: [...place.way, name] };
      parts.push(await this.#open(contents, inner, [], []));
    }
    if (others.length > 0) {
      const kinds = readings.map(({ kind }) => kind).join(" and ");
      const isHarmless = parts.every(({ verdict }) => verdict === "safe");
      const message = `The same bytes are ${kinds}: it depends on the reader.`;
      findings.push(finding("polyglot", isHarmless ? "note" : "warning", message, 0));
    }
    return this.#open(first, place, findings, parts);
  }

  /** Examines the members of what was read. */
  async #open(
    contents: Contents,
    place: Place,
    found: readonly Finding[],
    others: readonly Part[],
  ): Promise<Part> {
    const { budget } = this.#tools;
    const parts: Part[] = [];
    const findings = [...found];
    let status: Status = "complete";
    const stop = (reason: string, offset: number): void => {
      status = "incomplete";
      findings.push(finding("limit", "warning", `Not all that is in it was looked at: ${reason}.`, offset));
    };
    for (const member of contents.members) {
      if (place.depth >= budget.maxDepth) {
        stop("it lies too deep in other containers", member.offset);
        break;
      }
      if (!budget.takeMember()) {
        stop("there are too many members", member.offset);
        break;
      }
      const unpacked = await this.#unpack(member);
      findings.push(...unpacked.findings);
      status = worstStatus(status, unpacked.status);
      parts.push(await this.#examine(unpacked.bytes, this.#placeOf(member, place)));
    }
    const all = {
      ...contents,
      kind: kindOf(contents.kind, parts),
      status: worstStatus(contents.status, status),
    };
    return this.#finish(place, all, findings, [...parts, ...others]);
  }

  #placeOf({ holds, length, name, offset }: Member, { depth, way }: Place): Place {
    return { name, offset, length, holds, way: [...way, name], depth: depth + 1 };
  }

  #finish(
    { depth, length, name, offset, way }: Place,
    contents: Contents,
    found: readonly Finding[],
    parts: readonly Part[],
  ): Part {
    const { kind, report } = contents;
    const isNothing = depth === 0 && kind === "data" && name === "";
    const extra = isNothing ? [noPickle(length)] : [];
    const findings = condensed([...contents.findings, ...found, ...extra]).sort(byWeight);
    const own = isNothing ? "error" : contents.status;
    const status = parts.reduce((worst, part) => worstStatus(worst, part.status), own);
    const alone = worstVerdict(verdictOf(findings, own), report?.verdict ?? "safe");
    const verdict = parts.reduce((worst, part) => worstVerdict(worst, part.verdict), alone);
    const audited = report ? { report } : {};
    const part: Part = { kind, name, offset, length, status, verdict, findings, ...audited, parts };
    this.#tools.onPart?.(part, way);
    return part;
  }

  async #unpack(member: Member): Promise<Unpacked> {
    const unpacked = member.unpack(this.#tools.budget);
    return "bytes" in unpacked ? unpacked : this.#drive(unpacked);
  }

  /** Does the work, and lets others work in between. Throws the reason of the signal. */
  async #drive<Result>(steps: Steps<Result>): Promise<Result> {
    for (;;) {
      if (performance.now() - this.#rested > BREATH) {
        await new Promise((resolve) => setTimeout(resolve));
        this.#rested = performance.now();
      }
      this.#tools.signal?.throwIfAborted();
      const { done, value } = steps.next();
      if (done) return value;
    }
  }
}

function noPickle(length: number): Finding {
  const what = length === 0 ? "It is empty" : "It is neither a pickle nor a container that is known here";
  return finding("no-pickle", "warning", `${what}: nothing can be said about it.`, 0);
}

/** What members make of an archive. */
function kindOf(kind: PartKind, parts: readonly Part[]): PartKind {
  const names = new Set(parts.map(({ name }) => name.slice(name.lastIndexOf("/") + 1)));
  if (kind === "zip" && parts.length > 0 && parts.every((part) => part.kind === "npy")) return "npz";
  if (kind === "zip" && names.has("data.pkl") && names.has("version")) return "torch-zip";
  if (kind === "tar" && ["pickle", "storages", "tensors"].every((name) => names.has(name)))
    return "torch-tar";
  return kind;
}
