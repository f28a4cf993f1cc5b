import { counted, field } from "./vocabulary.ts";

/** A pickle that one kind of reader takes in another way than the rest, and what that reader then does. */
export interface Case {
  readonly bytes: string;
  /** As in `Reader.name`. */
  readonly reader: string;
  readonly imports?: string;
  readonly touches?: string;
}

const frame = (length: number) => `\x95${field(length, 8)}`;
const padding = (length: number) => `${counted("X", 4, "x".repeat(length - 6))}0`;

/**
 * Each was once missed, or would be if the reader were not followed to the letter. What comes behind the trick is nothing
 * that a search for pickles would find.
 */
export const CASES: Readonly<Record<string, Case>> = {
  "a text as an index of the memo": {
    bytes: "cm1\nf1\npabc\n0gabc\n)R.",
    reader: "2.7 c",
    touches: "m1 f1",
  },
  "an index with a needless zero": {
    bytes: "cm1\nf1\np1\n0cm2\nf2\np01\n0g1\n)R.",
    reader: "2.7 python",
    touches: "m1 f1",
  },
  "an index below zero that is a large one": {
    bytes: "cm1\nf1\np-1\n0j\xff\xff\xff\xff)R.",
    reader: "2.7 python",
    touches: "m1 f1",
  },
  "a memo that tells texts from numbers": {
    bytes: "cm1\nf1\np0\n0cm2\nf2\nq\x000g0\n)R.",
    reader: "2.7 c",
    touches: "m1 f1",
  },
  "a tuple of values from below a MARK": {
    bytes: "cm1\nf1\n)(\x86N0cm2\nf2\n.",
    reader: "2.7 c",
    imports: "m2 f2",
  },
  "a MARK that stays where values below it were taken": {
    bytes: "NN(\x86Ncm1\nf1\no.",
    reader: "2.7 c",
    touches: "m1 f1",
  },
  "a MARK from the memo": {
    bytes: "(p0\n0g0\ncm1\nf1\no.",
    reader: "2.7 python",
    touches: "m1 f1",
  },
  "items for what is above the MARK, as nothing is below": {
    bytes: "(cm1\nf1\ne.",
    reader: "2.7 python",
    touches: "m1 f1",
  },
  "bytes behind the closing quote": {
    bytes: "cm1\nf1\nS'a'\x01\x80\n0)R.",
    reader: "2.7 c",
    touches: "m1 f1",
  },
  "a space behind a sign": {
    bytes: "cm1\nf1\nI- 3\n0)R.",
    reader: "2.7 c",
    touches: "m1 f1",
  },
  "a NUL for a number": {
    bytes: "cm1\nf1\nI\0junk\n0)R.",
    reader: "3.13 c",
    touches: "m1 f1",
  },
  "a name at the end of the data": {
    bytes: "cm1\nf1!",
    reader: "3.13 python",
    imports: "m1 f1",
  },
  "a call at the end of the data": {
    bytes: "(im1\nf1!",
    reader: "3.13 python",
    touches: "m1 f1",
  },
  "a frame that is longer than the data": {
    bytes: `\x80\x04cm1\nf1\n${frame(99)})R.`,
    reader: "3.13 python",
    touches: "m1 f1",
  },
  "a line that begins in one frame and ends behind it": {
    bytes: `${frame(4)}N0cm1\nf1\n)R.`,
    reader: "3.13 c",
    imports: "1 f1",
  },
  "a frame within another, for a reader that has lost step": {
    bytes: `${frame(2)}M\x01\x02V0cm1\nf1\n${frame(12)}${frame(1)}N0)R.`,
    reader: "3.13 c",
    touches: "m1 f1",
  },
  "bytes that are put together from a frame and what is behind it": {
    bytes: `${frame(2)}M\x01\x02V0cm1\nf1\n${frame(3)}C\x05axxxx0)R.`,
    reader: "3.13 c",
    touches: "m1 f1",
  },
  "bytes that are not put together, before Python 3.8": {
    bytes: `${frame(3)}C\x05axxxxVcm1\nf1\n)R.`,
    reader: "3.6 c",
    touches: "m1 f1",
  },
  "a frame that a block of the file holds, and one that it does not": {
    bytes: `cm1\nf1\n${frame(2)}M\x01\x02K.00${padding(4057)}${frame(30)}${padding(28)}M\x01\x02V0)R.`,
    reader: "3.13 c-blocks",
    touches: "m1 f1",
  },
  "a pickle behind the frame that the first one leaves": {
    bytes: `${frame(6)}N.\xff\xff\xff\xff\x8c\x02m1\x8c\x02f1\x93)R.`,
    reader: "3.13 c",
    touches: "m1 f1",
  },
  "a pickle in the frame that the first one leaves": {
    bytes: `${frame(6)}N.N0cm1\nf1\n)R.`,
    reader: "3.13 c-again",
    imports: "1 f1",
  },
  "a further pickle that is broken": {
    bytes: "N.cm1\nf1\n\xff",
    reader: "3.13 c",
    imports: "m1 f1",
  },
  "a memo that goes on over several pickles": {
    bytes: "N.\x8c\x02m1\x94.h\0\x8c\x02f1\x93.",
    reader: "3.13 c-again",
    imports: "m1 f1",
  },
  "a memo that goes on, in a pickle that is complete without it": {
    bytes: "\x8c\x02m1\x94.\x8c\x02m2\x940h\0\x8c\x02f1\x93.",
    reader: "3.13 c-again",
    imports: "m1 f1",
  },
};
