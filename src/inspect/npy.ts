import type { Finding, Status } from "../pickletools/index.ts";
import { type Contents, type Member, stored } from "./contents.ts";
import { finding } from "./findings.ts";
import { headerEnd, isNpy, readNpyHeader } from "./npy-header.ts";

/** Arrays of one file that are told apart. */
const MOST_ARRAYS = 1000;

/**
 * Reads a `.npy` file, or several arrays one after the other in one file. Behind the header of an array of objects is a
 * pickle; other arrays are numbers.
 */
export function readNpy(bytes: Uint8Array): Contents {
  const findings: Finding[] = [];
  const members: Member[] = [];
  let status: Status = "complete";
  let offset = 0;
  for (let count = 0; count < MOST_ARRAYS && isNpy(bytes.subarray(offset)); count += 1) {
    const array = bytes.subarray(offset);
    const header = readNpyHeader(array);
    if (!header) {
      status = "error";
      findings.push(finding("malformed", "warning", "Cannot read the header of the array.", offset));
      offset = Math.min(offset + headerEnd(array), bytes.length);
      break;
    }
    const start = offset + header.end;
    const length = header.length ?? bytes.length - start;
    if (length > bytes.length - start) {
      status = "incomplete";
      findings.push(finding("truncated", "warning", "The array is longer than the file.", start));
    }
    offset = Math.min(start + length, bytes.length);
    const [name, holds] = header.hasObjects
      ? (["objects", "pickle"] as const)
      : (["numbers", "numbers"] as const);
    members.push(stored(bytes, name, start, offset, holds));
  }
  if (offset < bytes.length) members.push(stored(bytes, `bytes at ${offset}`, offset, bytes.length));
  return { kind: "npy", findings, status, members };
}
