import type { Budget } from "./budget.ts";
import { isCompressed, readCompressed } from "./compressed.ts";
import type { Contents, Holds, Member, Steps } from "./contents.ts";
import { readNpy } from "./npy.ts";
import { isNpy } from "./npy-header.ts";
import { type Audit, readData, readPickles, readPickleToo } from "./pickles.ts";
import { asPyc, isPyc } from "./pyc.ts";
import { isTar, readTar } from "./tar.ts";
import { isUnread, readUnread } from "./unread.ts";
import { isZip, readZip, zipStart } from "./zip.ts";

/**
 * All that the bytes are at once, by content alone: what they begin with, an archive that is found from their end, a
 * pickle that begins where something else does. There is always one reading, of `data` if nothing else.
 */
export function* readingsOf(
  bytes: Uint8Array,
  audit: Audit,
  budget: Budget,
  holds?: Holds,
): Steps<readonly Contents[]> {
  if (holds === "numbers") return [yield* readData(bytes, audit)];
  const container = holds === "pickle" ? undefined : yield* readContainer(bytes, budget);
  const readings = container
    ? [container]
    : withPyc(bytes, yield* readPickles(bytes, audit, isContainer, holds === "pickle"));
  // The name of a member, with which tar begins, can be a pickle; so can PK, a persistent id.
  if (container?.kind === "tar" || container?.kind === "zip") {
    const pickle = yield* readPickleToo(bytes, audit);
    if (pickle) readings.push(pickle);
  }
  if (container?.kind === "zip" || !hasZipElsewhere(bytes, readings)) return readings;
  const zip = readZip(bytes);
  const isOnlyZip = readings[0]?.kind === "data";
  return zip ? [...(isOnlyZip ? [] : readings), zip] : readings;
}

/** A `.pyc` file is no pickle, but a file may have been made to be both. */
function withPyc(bytes: Uint8Array, contents: Contents): Contents[] {
  if (!isPyc(bytes)) return [contents];
  if (contents.kind === "data") return [asPyc(contents)];
  return [contents, asPyc({ findings: [], status: "complete", members: [] })];
}

/** Told by the first bytes; tar by the sum of its first block. */
function* readContainer(bytes: Uint8Array, budget: Budget): Steps<Contents | undefined> {
  if (isZip(bytes)) return readZip(bytes);
  if (isNpy(bytes)) return readNpy(bytes);
  if (isTar(bytes)) return readTar(bytes);
  return readUnread(bytes) ?? (yield* readCompressed(bytes, budget));
}

function isContainer(bytes: Uint8Array): boolean {
  const isOne = isZip(bytes) || isNpy(bytes) || isTar(bytes) || isUnread(bytes) || isCompressed(bytes);
  return isOne || zipStart(bytes) !== undefined;
}

/** Whether readers find an archive from the end that is not found in one of the members anyway. */
function hasZipElsewhere(bytes: Uint8Array, readings: readonly Contents[]): boolean {
  const start = zipStart(bytes);
  if (start === undefined) return false;
  return !readings.some(({ members }) => members.some((member) => isFoundIn(member, start)));
}

function isFoundIn({ holds, isAsIs = false, length, offset }: Member, start: number): boolean {
  return isAsIs && holds !== "numbers" && offset <= start && start < offset + length;
}
