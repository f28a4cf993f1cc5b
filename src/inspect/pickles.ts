import { PROTO } from "../pickle/opcodes.ts";
import { HARM } from "../pickletools/audit/rules.ts";
import type { AuditReport, Finding, PickleRecord, RuleId } from "../pickletools/index.ts";
import { type Contents, type Steps, stored } from "./contents.ts";
import { finding } from "./findings.ts";
import { hasBytes } from "./magic.ts";
import type { PartKind } from "./part.ts";
import { membersOf } from "./pickled-bytes.ts";

/** The audit with its options. Where it must not search, what follows the pickles is not looked at. */
export type Audit = (bytes: Uint8Array, search?: "search" | "no search") => Steps<AuditReport>;

/** What begins with PROTO and breaks is a broken pickle from so many opcodes on; before, chance made it. */
const FIRST_OPCODES = 3;
/** The same for what does not: texts and numbers often begin with a few bytes that are opcodes. */
const PLAIN_OPCODES = 16;
/** The magic number of PyTorch's files before 2020, as `LONG1` has it. */
const TORCH_MAGIC = [0x8a, 0x0a, 0x6c, 0xfc, 0x9c, 0x46, 0xf9, 0x20, 0x6a, 0xa8, 0x50, 0x19, 0x2e];
const TORCH_MAGIC_BY = 16;
/** Magic number, version, system, object and the keys of the storages, which follow as numbers. */
const TORCH_PICKLES = 5;
/** What is said of bytes that break, and means nothing where they are no pickle. */
const BROKEN: ReadonlySet<RuleId> = new Set(["malformed", "truncated"]);

/**
 * Reads the pickles that the bytes begin with, and what else is among them; `data` where they plainly begin with none.
 * What follows the pickles is a member if `isContainer` knows it. Where it is sure that they are a pickle, they are one.
 */
export function* readPickles(
  bytes: Uint8Array,
  audit: Audit,
  isContainer: (rest: Uint8Array) => boolean,
  isSure: boolean = false,
): Steps<Contents> {
  const isTorch = hasTorchMagic(bytes);
  const report = yield* audit(bytes);
  if (!isSure && !isPickle(bytes, report)) return dataOf(report);
  const kind = isTorch ? "torch-legacy" : kindOf(report);
  const end = endOfPickles(report, isTorch ? TORCH_PICKLES : Number.POSITIVE_INFINITY);
  const rest = bytes.subarray(end);
  const isSplit = end > 0 && rest.length > 0 && (isTorch || isContainer(rest));
  if (!isSplit) return { ...pickleOf(kind, report), members: yield* membersOf(bytes, report) };
  const contents = pickleOf(kind, yield* audit(bytes.subarray(0, end)));
  const member = stored(
    bytes,
    isTorch ? "storages" : `bytes at ${end}`,
    end,
    bytes.length,
    isTorch ? "numbers" : undefined,
  );
  const trailing = finding("trailing-data", "note", `${rest.length} bytes come behind the pickle.`, end);
  const findings = isTorch ? contents.findings : [...contents.findings, trailing];
  return { ...contents, findings, members: [...(yield* membersOf(bytes.subarray(0, end), report)), member] };
}

/** Numbers, or what else is a pickle only by design: searched for pickles that do harm. */
export function* readData(bytes: Uint8Array, audit: Audit): Steps<Contents> {
  return dataOf(yield* audit(bytes));
}

/** The pickle that a container begins with at the same time: `undefined` unless it imports something. */
export function* readPickleToo(bytes: Uint8Array, audit: Audit): Steps<Contents | undefined> {
  const probe = yield* audit(bytes, "no search");
  const [first] = probe.pickles;
  // A persistent id and STOP are there by chance in one archive of some hundreds.
  const isImporting = first?.complete && probe.imports.some(({ offset }) => offset < first.length);
  if (!first || !(doesHarm(probe) || isImporting)) return undefined;
  return pickleOf("pickle", yield* audit(bytes.subarray(0, first.length)));
}

function pickleOf(kind: PartKind, report: AuditReport): Contents {
  return { kind, findings: report.findings, status: report.status, report, members: [] };
}

/** Of data only that counts which was found in its middle, or does harm. */
function dataOf(report: AuditReport): Contents {
  if (doesHarm(report)) return { ...pickleOf("data", report), status: "complete" };
  const hidden = report.findings.filter(({ rule }) => rule === "hidden-pickle");
  const start = hidden.reduce((first, { offset }) => Math.min(first, offset), Number.POSITIVE_INFINITY);
  const findings = report.findings.filter(
    ({ offset, rule }) => rule === "limit" || (offset >= start && !BROKEN.has(rule)),
  );
  const isCut = findings.some(({ rule }: Finding) => rule === "limit");
  return { kind: "data", findings, status: isCut ? "incomplete" : "complete", members: [] };
}

function doesHarm({ findings }: AuditReport): boolean {
  return findings.some(({ rule, severity }) => severity === "danger" && HARM.has(rule));
}

/** joblib puts the numbers of arrays between the opcodes, behind an object of this class. */
function kindOf({ imports }: AuditReport): PartKind {
  const isJoblib = imports.some(
    ({ module, name }) => module === "joblib.numpy_pickle" && name === "NumpyArrayWrapper",
  );
  return isJoblib ? "joblib" : "pickle";
}

function hasTorchMagic(bytes: Uint8Array): boolean {
  for (let start = 2; start < TORCH_MAGIC_BY; start += 1) {
    if (hasBytes(bytes, TORCH_MAGIC, start)) return bytes[0] === PROTO;
  }
  return false;
}

/** Where the complete pickles end that follow each other from the beginning, `most` of them. */
function endOfPickles({ pickles }: AuditReport, most: number): number {
  let end = 0;
  for (const [i, { complete, length, offset }] of pickles.entries()) {
    if (offset !== end || !complete || i === most) break;
    end += length;
  }
  return end;
}

/**
 * Whether the bytes begin with a pickle, perhaps a broken one, and not with something else whose first bytes happen to be
 * opcodes. Protocols 0 and 1 have no magic number: `N.B.` begins with the pickle of `None`.
 */
function isPickle(bytes: Uint8Array, report: AuditReport): boolean {
  const [first] = report.pickles;
  if (!first) return false;
  if (hasLikelyImport(report, first.length) || hasCode(report, first)) return true;
  const isDeclared = bytes[0] === PROTO && (bytes[1] ?? 0) >= 2 && (bytes[1] ?? 0) <= 5;
  if (first.complete) return isDeclared || endOfPickles(report, Number.POSITIVE_INFINITY) === bytes.length;
  return first.opcodes >= (isDeclared ? FIRST_OPCODES : PLAIN_OPCODES);
}

/** An import by its code has no name that could be likely or not; few other bytes have one in front of a STOP. */
function hasCode({ findings }: AuditReport, { complete, length }: PickleRecord): boolean {
  return complete && findings.some(({ offset, rule }) => rule === "extension-code" && offset < length);
}

/** Lines of a text that begins with a `c` are an import too, of a name that no module has. */
function hasLikelyImport({ imports }: AuditReport, end: number): boolean {
  return imports.some(
    ({ calls, module, name, offset }) => offset < end && (calls > 0 || (isName(module) && isName(name))),
  );
}

function isName(text: string): boolean {
  return /^[\p{L}_][\p{L}\p{N}\p{M}_.]*$/u.test(text);
}
