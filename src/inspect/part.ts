import type { AuditReport, Finding, Status, Verdict } from "../pickletools/index.ts";

/** What a stretch of bytes is, told by its content alone. */
export type PartKind =
  | "pickle"
  | "gzip"
  | "zlib"
  | "bz2"
  | "xz"
  | "lzma"
  | "zstd"
  | "lz4"
  | "zip"
  | "tar"
  | "7z"
  | "rar"
  | "torch-zip"
  | "torch-legacy"
  | "torch-tar"
  | "npy"
  | "npz"
  | "joblib"
  | "pyc"
  | "data";

/** A container or a pickle stream, found by content, and what is in it. */
export interface Part {
  /** What it is. `data` is neither a container that is known nor a pickle. */
  readonly kind: PartKind;
  /** What its container calls it, printable; `""` for the whole input. */
  readonly name: string;
  /** Where it begins in the bytes of its parent, in bytes; for a compressed one, where the compressed form does. */
  readonly offset: number;
  /** How many bytes it takes there. */
  readonly length: number;
  /** Whether it and all that is in it were read to their ends; the worst of them. */
  readonly status: Status;
  /** The worst verdict of it and of all that is in it. */
  readonly verdict: Verdict;
  /** What was found about this part, not about those in it. */
  readonly findings: readonly Finding[];
  /** The audit of a pickle stream. */
  readonly report?: AuditReport;
  /** What is in it, in the order in which it was read. */
  readonly parts: readonly Part[];
}

/** What a file is, what is in it, and what reading it as Python would do. */
export interface Inspection {
  /** The version of this form. */
  readonly format: "pantry.inspection/1";
  /** The worst of all parts. */
  readonly status: Status;
  /** The worst of all parts. */
  readonly verdict: Verdict;
  /** The findings of all parts, worst first; `within` is the way to each. */
  readonly findings: readonly Finding[];
  /** The whole input, and in it all the others. */
  readonly root: Part;
}
