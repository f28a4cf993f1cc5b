import { DbmError } from "pantry/dbm";
import { dumpAscii, dumpBinary, readDump } from "pantry/dbm/gnu";
import { fixture } from "../../test/dbm/fixtures.ts";
import { LINE_MUTATORS } from "../mutators/lines.ts";
import { mustAgree, mustBeSame, outcomeOf, type Refusals } from "../properties/outcome.ts";
import type { Target } from "../target.ts";

const REFUSALS: Refusals = { classes: [DbmError] };
type Entries = [key: Uint8Array, value: Uint8Array][];

/** Dumps of GDBM, as text and binary: read whole and in pieces, written and read again. */
export const target: Target = {
  rooms: ["src/dbm/gnu/dump", "src/dbm/gnu/base64"],
  seeds: () => [
    ...["few-i386", "few-ppc", "few-s390x", "few-x86-64"].map((name) => fixture("gnu", `${name}.binary`)),
    fixture("gnu", "content.ascii").slice(0, 2000),
    joined(dumpAscii([])),
    joined(
      dumpAscii(few(), {
        file: "a.db",
        uid: 0,
        user: "root",
        gid: 0,
        group: "root",
        mode: 0o644,
        format: "numsync",
      }),
    ),
    joined(dumpBinary(few())),
  ],
  mutators: LINE_MUTATORS,
  tokens: [
    "#:len=",
    "#:count=",
    "# End of header\n",
    "# End of data\n",
    "#:version=1.1\n",
    "#:file=a,uid=0,mode=644\n",
    "==\n",
    "!\r\n",
  ].map((text) => Buffer.from(text)),
  judge(bytes) {
    const whole = outcomeOf(bytes.length, REFUSALS, () => everythingIn(bytes));
    const pieces = outcomeOf(bytes.length, REFUSALS, () => everythingIn(byteByByte(bytes)));
    mustAgree("read in pieces", whole, pieces);
    for (const lengths of ["little", "big", "short"] as const)
      outcomeOf(bytes.length, REFUSALS, () => [...readDump(bytes, { lengths }).entries].length);
    if ("error" in whole) return;
    const { entries } = whole.value;
    mustBeSame("written as text and read", entries, [...readDump(dumpAscii(entries)).entries]);
    // What the lengths look like may mislead; here they are known.
    mustBeSame("written binary and read", entries, [
      ...readDump(dumpBinary(entries), { lengths: "little" }).entries,
    ]);
  },
};

function everythingIn(source: Uint8Array | Iterable<Uint8Array>): { header: unknown; entries: Entries } {
  const { header, entries } = readDump(source);
  return { header, entries: [...entries] };
}

function few(): Entries {
  return ["", "a", "key", "long".repeat(30)].map((key) => [
    Buffer.from(key),
    new Uint8Array(key.length * 2).fill(200),
  ]);
}

function joined(pieces: Iterable<Uint8Array>): Uint8Array {
  return Uint8Array.from(Buffer.concat([...pieces]));
}

function* byteByByte(bytes: Uint8Array): Generator<Uint8Array> {
  for (const byte of bytes) yield Uint8Array.of(byte);
}
