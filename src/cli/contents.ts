import { readAt } from "../marshal/functions.ts";
import { loadSettings } from "../marshal/load-options.ts";
import { readPyc } from "../marshal/pyc/functions.ts";
import type { PycHeader } from "../marshal/pyc/index.ts";
import { NEWEST_PYTHON } from "../marshal/version.ts";
import { failureOf } from "./failure.ts";
import type { Input } from "./input.ts";
import { pickles } from "./pickles.ts";
import { hasPycHeader, headerFacts } from "./pyc-header.ts";
import { counted, grouped } from "./scalar.ts";

/** One of the values in a file. */
export interface Content {
  readonly value: unknown;
  /** 1 for the first. */
  readonly number: number;
  /** What a file has several of. */
  readonly noun: "pickle" | "value";
  /** What there is to say of it before what it is. */
  readonly facts: readonly string[];
  /** Whether the file ends with it. */
  readonly isLast: boolean;
  /** What stands before the code in a `.pyc` file. */
  readonly header?: PycHeader;
}

/** What `--exact` and `--encoding` say. */
export interface Profile {
  readonly exact: boolean;
  readonly encoding: string | undefined;
}

/** How a file is read. */
export interface ReadOptions extends Profile {
  /** The Python that marshalled the values; `undefined` where the bytes say what they are: pickles, or a `.pyc` file. */
  readonly python: string | undefined;
}

/** The Python that is taken to have marshalled values, unless another is named. */
export const DEFAULT_PYTHON: string = NEWEST_PYTHON;

/** Reads the values of a file one by one. What cannot be read is a `Failure` that names the file. */
export function contentsOf(input: Input, options: ReadOptions): Generator<Content, void, undefined> {
  if (options.python !== undefined) return marshalled(input, options, options.python);
  return hasPycHeader(input.bytes) ? code(input) : pickled(input, options);
}

function* pickled(input: Input, { exact, encoding }: ReadOptions): Generator<Content, void, undefined> {
  const options = { exact, ...(encoding !== undefined && { encoding }) };
  for (const { value, number, offset, length, protocol, isLast } of pickles(input, options)) {
    const facts = [protocol === undefined ? "protocol 0 or 1" : `protocol ${protocol}`, size(length, offset)];
    yield { value, number, noun: "pickle", facts, isLast };
  }
}

function* marshalled(
  input: Input,
  { exact, encoding }: ReadOptions,
  python: string,
): Generator<Content, void, undefined> {
  const { bytes } = input;
  const settings = loadSettings({ exact, python, ...(encoding !== undefined && { encoding }) });
  let offset = 0;
  for (let number = 1; offset < bytes.length; number += 1) {
    const { value, end } = attempt(input, () => readAt(bytes, offset, settings));
    const facts = [`marshal of Python ${python}`, size(end - offset, offset)];
    yield { value, number, noun: "value", facts, isLast: end === bytes.length };
    offset = end;
  }
}

/** The code object of a `.pyc` file. What is behind it, which Python never looks at, is told. */
function* code(input: Input): Generator<Content, void, undefined> {
  const { bytes } = input;
  const { header, code: value, end } = attempt(input, () => readPyc(bytes, {}));
  const facts = [...headerFacts(header), size(end, 0)];
  if (end < bytes.length) facts.push(`${counted(bytes.length - end, "byte")} behind it`);
  yield { value, number: 1, noun: "value", facts, isLast: true, header };
}

function size(length: number, offset: number): string {
  return `${counted(length, "byte")}${offset === 0 ? "" : ` at ${grouped(offset)}`}`;
}

function attempt<Result>(input: Input, read: () => Result): Result {
  try {
    return read();
  } catch (error) {
    throw failureOf(error, input);
  }
}
