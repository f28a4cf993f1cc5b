import { marshalledForPython, sameMarshalled } from "../../test/marshal/oracle/cross-version.ts";
import { MarshalOracle } from "../../test/marshal/oracle/marshal-oracle.ts";
import {
  type Draw,
  exactElsewhere,
  exactMeaning,
  type Findings,
  isOfOneMind,
  naturalMeaning,
  sameApart,
  sameBytes,
  seenByPython,
} from "../../test/oracle/cross-version.ts";
import type { Oracle, Python } from "../../test/oracle/oracle.ts";

/** The Python that is asked, and the others that run. */
export interface Asked {
  readonly oracle: Oracle;
  readonly others: readonly Oracle[];
}

/** A column of the table in docs/conformance.md. */
export interface Check {
  readonly title: string;
  readonly format: "pickle" | "marshal";
  isFor?(python: Python): boolean;
  /** Draws graphs of a protocol, or of a version of marshal, in several ways: so many of each. */
  run(asked: Asked, draw: Draw): Promise<readonly Findings[]>;
}

export const CHECKS: readonly Check[] = [
  {
    title: "exact",
    format: "pickle",
    run: async ({ oracle }, draw) => [await exactMeaning(oracle, draw, targetsOf(oracle, draw))],
  },
  {
    title: "natural",
    format: "pickle",
    run: async ({ oracle, others }, draw) => {
      // What is read naturally of Python 2 is written for Python 3.
      const reader = oracle.python.short === "2.7" ? others.at(-1) : oracle;
      if (reader === undefined) return [];
      return [await naturalMeaning(oracle, draw, targetsOf(reader, draw), "values", reader)];
    },
  },
  {
    title: "in another Python",
    format: "pickle",
    // An array of "l" is not on its machine what it is on others.
    isFor: ({ short }) => short !== "3.14",
    run: async ({ oracle, others }, draw) => {
      const readers = others.filter(({ python }) => python.protocol >= draw.protocol);
      const reader = readers[draw.seed % readers.length];
      if (reader === undefined) return [];
      return [await exactElsewhere(oracle, draw, reader, draw.seed % (reader.python.protocol + 1))];
    },
  },
  {
    title: "same bytes",
    format: "pickle",
    isFor: (python) => isOfOneMind(python, python.protocol),
    run: async ({ oracle }, draw) => [await sameBytes(oracle, draw)],
  },
  {
    title: "ids, buffers",
    format: "pickle",
    run: async ({ oracle }, draw) => [await sameApart(oracle, draw)],
  },
  {
    title: "of JavaScript",
    format: "pickle",
    run: async ({ oracle }, draw) => [
      await seenByPython(oracle, draw),
      await seenByPython(oracle, draw, true),
    ],
  },
  {
    title: "marshal",
    format: "marshal",
    run: async ({ oracle }, draw) => {
      const marshal = new MarshalOracle(oracle);
      return [await sameMarshalled(marshal, draw, true), await sameMarshalled(marshal, draw, false)];
    },
  },
  {
    title: "marshal of JavaScript",
    format: "marshal",
    run: async ({ oracle }, draw) => [await marshalledForPython(new MarshalOracle(oracle), draw)],
  },
];

/** The same protocol, and another. */
function targetsOf(reader: Oracle, { protocol, seed }: Draw): number[] {
  const count = reader.python.protocol + 1;
  return [protocol, (protocol + 1 + (seed % (count - 1))) % count];
}
