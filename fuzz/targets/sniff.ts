import { readFileSync } from "node:fs";
import path from "node:path";
import { deflateSync, gzipSync, zstdCompressSync } from "node:zlib";
import { whichdb } from "pantry/dbm";
import { MemoryFiles } from "pantry/files";
import { inspect } from "pantry/inspect";
import { contentsOf } from "../../src/cli/contents.ts";
import { Failure } from "../../src/cli/failure.ts";
import { disForm, jsonForm, reprForm, treeForm } from "../../src/cli/forms.ts";
import { zip } from "../../test/inspect/archives.ts";
import { EVIL, EVIL2, GOOD } from "../../test/inspect/read.ts";
import { BZ2, LZMA, XZ } from "../../test/inspect/samples.ts";
import { containers } from "../../test/pickletools/corpus/corpus.ts";
import { PICKLE_MUTATORS } from "../mutators/pickle.ts";
import { type Target, Violation } from "../target.ts";

const PYC = path.join(import.meta.dirname, "../../test/fixtures/pyc");
const LIMITS = { maxBytes: 2 ** 20, maxMembers: 100 };
const FORMS = [jsonForm, reprForm].flatMap((form) =>
  [true, false].map((exact) => form({ exact, encoding: undefined })),
);

const NPY = Buffer.from(
  "\x93NUMPY\x01\0\x36\0{'descr': '<i4', 'fortran_order': False, 'shape': (2,), }\n\x01\0\0\0\x02\0\0\0",
  "latin1",
);
const OBJECT_NPY = Buffer.concat([
  Buffer.from("\x93NUMPY\x01\0\x34\0{'descr': '|O', 'fortran_order': False, 'shape': (1,)}\n", "latin1"),
  GOOD,
]);

/** Bytes of which nobody says what they are: what `pantry audit` and `pantry show` do with them. */
export const target: Target = {
  rooms: [
    "src/inspect/",
    "src/cli/tree",
    "src/cli/describe",
    "src/cli/contents",
    "src/cli/forms",
    "src/cli/scalar",
    "src/cli/instances",
  ],
  seeds: () => [
    ...[EVIL, EVIL2, GOOD, BZ2, XZ, LZMA, NPY, OBJECT_NPY],
    ...[gzipSync, deflateSync, zstdCompressSync].map((pack) => new Uint8Array(pack(EVIL))),
    zip([
      { name: "data.pkl", data: EVIL },
      { name: "a/version", data: Buffer.from("3\n"), isStored: true },
    ]),
    zip(
      [
        { name: "arr_0.npy", data: NPY, isStored: true },
        { name: "b.npy", data: OBJECT_NPY },
      ],
      { isZip64: true, comment: Buffer.from("it") },
    ),
    tar("data.pkl", GOOD),
    ...containers().map(({ path }) => new Uint8Array(readFileSync(path))),
    new Uint8Array(gzipSync(tar("a", EVIL))),
    Buffer.concat([GOOD, EVIL]),
    ...["2.7", "3.8", "3.13"].map(
      (python) => new Uint8Array(readFileSync(path.join(PYC, python, "timestamp.pyc"))),
    ),
  ],
  mutators: PICKLE_MUTATORS,
  tokens: [
    "PK\x03\x04",
    "PK\x01\x02",
    "PK\x05\x06",
    "PK\x06\x06",
    "PK\x06\x07",
    "\x1f\x8b\x08",
    "BZh9",
    "\xfd7zXZ\0",
    "\x28\xb5\x2f\xfd",
    "\x04\x22\x4d\x18",
    "ustar\0",
    "\x93NUMPY\x01\0",
  ].map((text) => Buffer.from(text, "latin1")),
  // What comes out of a few bytes can be a million.
  time: [3000, 0.5],
  async judge(bytes) {
    const { findings, root, status, verdict } = await inspect(bytes, LIMITS);
    if (verdict === "safe" && status !== "complete") throw new Violation("safe, but not complete", status);
    if (root.verdict !== verdict) throw new Violation("another verdict than the root's", verdict);
    JSON.stringify(findings);
    for (const form of [
      ...FORMS,
      disForm(),
      treeForm(undefined, { depth: 8, items: 100, width: 100 } as never),
    ])
      show(bytes, form);
    const files = new MemoryFiles();
    files.writeFile("/a", bytes);
    whichdb("/a", { files });
  },
};

function show(bytes: Uint8Array, form: ReturnType<typeof disForm>): void {
  const input = { name: "a", bytes, compression: undefined };
  try {
    for (const content of contentsOf(input, { ...form.read, python: undefined }))
      for (const _ of form.print(content, input));
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
  }
}

function tar(name: string, data: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(2048);
  const put = (at: number, text: string) => bytes.set(Buffer.from(text), at);
  put(0, name);
  put(100, "0000644\0");
  put(124, `${data.length.toString(8).padStart(11, "0")}\0`);
  put(148, "        ");
  put(156, "0");
  put(257, "ustar\x0000");
  const sum = bytes.reduce((total, byte) => total + byte, 0);
  put(148, `${sum.toString(8).padStart(6, "0")}\0 `);
  bytes.set(data, 512);
  return bytes;
}
