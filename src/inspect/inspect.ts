import { type AuditOptions, auditing, byWeight, type Finding } from "../pickletools/index.ts";
import { Budget, type InspectLimits } from "./budget.ts";
import { Examiner, type OnPart } from "./examiner.ts";
import type { Inspection, Part } from "./part.ts";
import type { Audit } from "./pickles.ts";

/** Random numbers look like the beginning of a pickle once in some 60 KiB. */
const CANDIDATE_EVERY = 2 ** 13;
const FEWEST_CANDIDATES = 2000;
/** What the search may read again, more than the data is long, but never more than seconds take. */
const FREE_CANDIDATE_BYTES = 2 ** 20;
const MOST_CANDIDATE_BYTES = 2 ** 28;

/** How an inspection is done: the options of `audit`, limits for containers, and who is told meanwhile. */
export interface InspectOptions extends AuditOptions, InspectLimits {
  /** Called with each part when it and all that is in it is known, and the way to it. Default: nobody is told. */
  readonly onPart?: OnPart;
}

/**
 * Says what a file is, what is in it, and what loading it in Python would do. Containers are found by content, never by
 * name; every pickle in them is audited. It never rejects for bad data: what cannot be read is a finding, and never
 * `safe`. It rejects with the reason of `signal` where that is aborted, and with `TypeError` and `RangeError` for misuse.
 *
 * @example
 * ```ts
 * import { inspect } from "pantry/inspect";
 *
 * const pickle = new TextEncoder().encode("cos\nsystem\n(S'id'\ntR.");
 * const packed = new Response(new Blob([pickle]).stream().pipeThrough(new CompressionStream("gzip")));
 * const { findings, root, verdict } = await inspect(new Uint8Array(await packed.arrayBuffer()));
 * if (verdict !== "dangerous" || root.kind !== "gzip") throw new Error("a gzip file with a dangerous pickle in it");
 * if (findings[0]?.within?.join() !== "contents") throw new Error("found in the contents");
 * ```
 */
export async function inspect(data: Uint8Array, options: InspectOptions = {}): Promise<Inspection> {
  if (!(data instanceof Uint8Array)) throw new TypeError("inspect takes bytes");
  const { limits = {}, onPart, signal } = options;
  const budget = new Budget(options, data.length);
  const deadline = Date.now() + (limits.maxMilliseconds ?? Number.POSITIVE_INFINITY);
  const audit: Audit = (bytes, search) => {
    // Numbers look like the beginning of a pickle now and then, in proportion to how many they are.
    const maxCandidates = search === "no search" ? 0 : FEWEST_CANDIDATES + bytes.length / CANDIDATE_EVERY;
    const maxCandidateBytes = Math.min(MOST_CANDIDATE_BYTES, 4 * bytes.length + FREE_CANDIDATE_BYTES);
    const maxMilliseconds = Math.max(0, deadline - Date.now());
    const own = { maxCandidates, maxCandidateBytes, ...limits, maxMilliseconds };
    return auditing(bytes, { ...options, limits: own });
  };
  const examiner = new Examiner({ audit, budget, signal, onPart });
  const root = await examiner.examineAll(data);
  const { status, verdict } = root;
  return {
    format: "pantry.inspection/1",
    status,
    verdict,
    findings: allFindings(root, []).sort(byWeight),
    root,
  };
}

/** The findings of a part and of those in it, each with the way to it. */
function allFindings(part: Part, way: readonly string[]): Finding[] {
  const own = part.findings.map((finding) => {
    const within = [...way, ...(finding.within ?? [])];
    return within.length > 0 ? { ...finding, within } : finding;
  });
  return [...own, ...part.parts.flatMap((inner) => allFindings(inner, [...way, inner.name]))];
}
