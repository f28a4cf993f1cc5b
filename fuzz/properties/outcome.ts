import { graphDifference } from "../../test/pickle/same-graph.ts";
import { Violation } from "../target.ts";

/** What reading ends in. */
export type Outcome<T> = { readonly value: T } | { readonly error: RefusalError };

/** An error about data: it says what kind of trouble it is, and where. */
interface RefusalError extends Error {
  readonly code: string;
  readonly offset?: number | undefined;
}

/** The kinds of error with which bytes may be refused, and what they say of the place. */
export interface Refusals {
  readonly classes: readonly (new (...args: never[]) => Error)[];
  /** Codes of errors that need not say where; `"all"` need not. Default: none. */
  readonly unplaced?: readonly string[] | "all";
}

/** What reading ends in. An error that is not about the data, or not about these bytes, is thrown on. */
export function outcomeOf<T>(length: number, refusals: Refusals, read: () => T): Outcome<T> {
  try {
    return { value: read() };
  } catch (error) {
    return { error: checked(error, length, refusals) };
  }
}

/** The same of a promise. */
export async function outcomeLater<T>(
  length: number,
  refusals: Refusals,
  read: () => Promise<T>,
): Promise<Outcome<T>> {
  try {
    return { value: await read() };
  } catch (error) {
    return { error: checked(error, length, refusals) };
  }
}

function checked(error: unknown, length: number, { classes, unplaced = [] }: Refusals): RefusalError {
  if (!classes.some((kind) => error instanceof kind)) throw error;
  const { code, offset, name, message, cause } = error as RefusalError;
  const fail = (what: string) => new Violation(`${name} ${what}`, message, { cause: error });
  if (typeof code !== "string" || code === "failed") throw fail("without a code");
  // Mistakes of a reader's own are no trouble with the data, whatever they are wrapped in.
  if (cause instanceof TypeError || cause instanceof ReferenceError) throw fail(`caused by a ${cause.name}`);
  const isPlaced = offset !== undefined && offset >= 0 && offset <= length;
  const isExcused = unplaced === "all" || unplaced.includes(code);
  if (!isPlaced && !(offset === undefined && isExcused)) throw fail(`(${code}) with the offset ${offset}`);
  return error as RefusalError;
}

/**
 * Fails unless two ways of reading the same bytes end in the same: the same graph, or the same error at the same place. Its words may differ,
 * since they tell what is at hand.
 */
export function mustAgree(what: string, one: Outcome<unknown>, other: Outcome<unknown>): void {
  if ("error" in one && "error" in other) {
    const [left, right] = [one.error, other.error];
    if (left.name === right.name && left.code === right.code && left.offset === right.offset) return;
    throw new Violation(`${what}: another error`, `${described(left)} or ${described(right)}`);
  } else if ("error" in one || "error" in other) {
    throw new Violation(`${what}: read or refused`, `${told(one)} or ${told(other)}`);
  } else {
    mustBeSame(what, one.value, other.value);
  }
}

/** Fails unless two values are the same graph. */
export function mustBeSame(what: string, one: unknown, other: unknown): void {
  const difference = graphDifference(one, other);
  if (difference !== undefined) throw new Violation(`${what}: another value`, difference);
}

/** Fails unless the bytes are the same, but for those of NaNs: JavaScript has one, whose bits engines choose. */
export function mustBeBytes(what: string, one: Uint8Array, other: Uint8Array): void {
  if (Buffer.compare(one, other) === 0 || differInNans(one, other)) return;
  const show = (bytes: Uint8Array) => Buffer.from(bytes.subarray(0, 200)).toString("latin1");
  throw new Violation(
    `${what}: other bytes`,
    `${JSON.stringify(show(one))} or ${JSON.stringify(show(other))}`,
  );
}

function differInNans(one: Uint8Array, other: Uint8Array): boolean {
  const views = [one, other].map(
    ({ buffer, byteOffset, length }) => new DataView(buffer, byteOffset, length),
  );
  const isNan = (at: number) =>
    at >= 0 &&
    at + 8 <= one.length &&
    [true, false].some((littleEndian) =>
      views.every((view) => Number.isNaN(view.getFloat64(at, littleEndian))),
    );
  const isWithinNan = (index: number) => Array.from({ length: 8 }, (_, back) => index - back).some(isNan);
  return (
    one.length === other.length && one.every((byte, index) => byte === other[index] || isWithinNan(index))
  );
}

function described({ name, code, offset, message }: RefusalError): string {
  return `${name} ${code} at ${offset}: ${message}`;
}

function told(outcome: Outcome<unknown>): string {
  return "error" in outcome ? described(outcome.error) : "a value";
}
