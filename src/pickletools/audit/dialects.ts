// Where CPython's readers disagree about the same bytes. No pickler writes what makes a difference to them; who hides
// something does.

/**
 * Whose idea of the memo and of MARKs counts. The C reader of Python 2 has MARKs that values below can be taken from, and
 * a memo whose texts and numbers are different keys; the one in Python has MARKs that are values, and a memo of texts.
 */
export type Dialect = "python-3" | "python-2-c" | "python-2";

/** How a reader takes a frame that does not end where an opcode does. */
export interface Framing {
  /** Whether what is left of a frame is dropped when it is not enough, as the C reader of a file does. */
  readonly drops: boolean;
  /** Whether bytes are then put together from what is left and what comes behind, since Python 3.8. */
  readonly joinsBytes: boolean;
  /** Bytes that are looked ahead at a time, 0 for none: a frame within one such block is no frame at all. */
  readonly block: number;
}

/** How bytes in memory are read, and how the readers in Python go, as far as they do. */
export const CONTINUOUS: Framing = { drops: false, joinsBytes: true, block: 0 };

/** The C reader of files: without `peek`, before Python 3.8, and with the two usual sizes of blocks. */
export const DROPPING: readonly Framing[] = [
  { drops: true, joinsBytes: true, block: 0 },
  { drops: true, joinsBytes: false, block: 0 },
  { drops: true, joinsBytes: true, block: 4096 },
  { drops: true, joinsBytes: true, block: 8192 },
];
