import type { AuditReport, Finding, Status } from "../pickletools/index.ts";
import type { Budget } from "./budget.ts";
import { type Output, Stopped } from "./compression/output.ts";
import { finding } from "./findings.ts";
import type { PartKind } from "./part.ts";

/** What a reader of one format found in a stretch of bytes. */
export interface Contents {
  readonly kind: PartKind;
  readonly findings: readonly Finding[];
  readonly status: Status;
  readonly report?: AuditReport;
  readonly members: readonly Member[];
}

/** What a container says of a member: numbers are a pickle only by design, and a pickle that breaks is one. */
export type Holds = "numbers" | "pickle";

/** Something in a container, to be unpacked when its turn comes. */
export interface Member {
  readonly name: string;
  /** Where it is in the container. */
  readonly offset: number;
  readonly length: number;
  /** What its container says it is, where it does. */
  readonly holds?: Holds;
  /** Whether it lies in the container as it is. */
  readonly isAsIs?: boolean;
  unpack(budget: Budget): Steps<Unpacked> | Unpacked;
}

export interface Unpacked {
  readonly bytes: Uint8Array;
  /** About the container, as far as unpacking told. */
  readonly findings: readonly Finding[];
  readonly status: Status;
}

/** Work that may pause wherever it yields. */
export type Steps<Result> = Generator<void, Result, undefined>;

/** Told when a sum does not fit what was decoded, which stops nothing: not every reader looks at it. */
export type Warn = (message: string, offset: number) => void;

/** Decodes a compressed stream that begins at an offset, and returns the offset behind it. Throws `Stopped`. */
export type Decoder = (input: Uint8Array, start: number, output: Output, warn: Warn) => Steps<number>;

/** What came out of a decoder, and why it stopped where that was before the end. */
export interface Decoded {
  readonly bytes: Uint8Array;
  /** Where the stream ended; where it stopped early, the end of the input. */
  readonly end: number;
  readonly stopped?: Stopped;
  readonly findings: readonly Finding[];
}

/** Runs a decoder within the budget. A fault in the data ends it and is told. */
export function* decode(decoder: Decoder, input: Uint8Array, start: number, budget: Budget): Steps<Decoded> {
  const output = budget.output();
  const findings: Finding[] = [];
  const warn: Warn = (message, offset) => findings.push(finding("bad-checksum", "warning", message, offset));
  try {
    const end = yield* decoder(input, start, output, warn);
    return { bytes: output.decoded(), end, findings };
  } catch (error) {
    if (!(error instanceof Stopped)) throw error;
    return { bytes: output.decoded(), end: input.length, stopped: error, findings };
  } finally {
    budget.spend(output);
  }
}

/** What a stream that stopped early means for the part it is in. */
export function stopFinding({ message, reason }: Stopped, what: string, offset: number): Finding {
  if (reason === "limit")
    return finding("limit", "warning", `Cannot unpack all of ${what}: ${message}.`, offset);
  const rule = reason === "damaged" ? "malformed" : "truncated";
  return finding(rule, "warning", `Cannot decompress all of ${what}: ${message}.`, offset);
}

export function stopStatus(stopped: Stopped | undefined): Status {
  if (!stopped) return "complete";
  return stopped.reason === "damaged" ? "error" : "incomplete";
}

/** Where the first byte that is not zero lies, from `start` on and before `end`; `end` if there is none. */
export function skipZeros(bytes: Uint8Array, start: number, end: number): number {
  let offset = start;
  while (offset < end && bytes[offset] === 0) offset += 1;
  return offset;
}

/** A member that lies in the container as it is. */
export function stored(
  container: Uint8Array,
  name: string,
  offset: number,
  end: number,
  holds?: Holds,
): Member {
  const bytes = container.subarray(offset, end);
  const unpacked: Unpacked = { bytes, findings: [], status: "complete" };
  const told = holds ? { holds } : {};
  return { name, offset, length: bytes.length, ...told, isAsIs: true, unpack: () => unpacked };
}
