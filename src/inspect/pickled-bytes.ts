import { type AuditReport, genops, PickletoolsError } from "../pickletools/index.ts";
import { type Member, type Steps, stored } from "./contents.ts";
import { BZIP2, GZIP, hasBytes, NPY, XZ, ZIP, ZLIB } from "./magic.ts";
import { UNREAD } from "./unread.ts";

/** The one method of gzip. */
const DEFLATE = 8;
/** What containers begin with that no chance makes in what is not very long. */
const MAGICS: readonly (readonly number[])[] = [
  [...GZIP, DEFLATE],
  ZIP,
  BZIP2,
  XZ,
  NPY,
  ...ZLIB,
  ...UNREAD.map(([, magic]) => magic),
];
const FIRST_BYTES: ReadonlySet<number> = new Set(MAGICS.map(([first]) => first as number));
/** Shorter bytes hold nothing. */
const SHORTEST = 20;
/** Opcodes between two places where the caller may pause. */
const STEP = 10_000;

/** The containers that a pickle holds as bytes. Pickles in its bytes are found by the audit. */
export function* membersOf(bytes: Uint8Array, { pickles }: AuditReport): Steps<Member[]> {
  const members: Member[] = [];
  if (!hasMagic(bytes)) return members;
  for (const { complete, offset } of pickles) {
    if (!complete) continue;
    try {
      let count = 0;
      for (const { arg } of genops(bytes, { offset })) {
        count += 1;
        if (count % STEP === 0) yield;
        if (!(arg instanceof Uint8Array) || arg.length < SHORTEST || !startsWithMagic(arg, 0)) continue;
        if (arg.buffer !== bytes.buffer) continue;
        const start = arg.byteOffset - bytes.byteOffset;
        members.push(stored(bytes, `bytes at ${start}`, start, start + arg.length));
      }
    } catch (error) {
      // The audit reads more than this does, joblib's arrays for one.
      if (!(error instanceof PickletoolsError)) throw error;
    }
  }
  return members;
}

function hasMagic(bytes: Uint8Array): boolean {
  for (const first of FIRST_BYTES) {
    for (let at = bytes.indexOf(first); at >= 0; at = bytes.indexOf(first, at + 1)) {
      if (startsWithMagic(bytes, at)) return true;
    }
  }
  return false;
}

function startsWithMagic(bytes: Uint8Array, offset: number): boolean {
  return MAGICS.some((magic) => hasBytes(bytes, magic, offset));
}
