import { describe } from "./describe.ts";
import { grouped, type ScalarOptions, scalar, scalarType } from "./scalar.ts";
import { PLAIN, type Style } from "./style.ts";
import { type Visit, Walk, type WalkOptions } from "./walk.ts";

/** How a tree is drawn. */
export interface TreeOptions extends WalkOptions {
  /** Default: no colours. */
  readonly style?: Style;
}

/**
 * Draws a value as a tree, line by line. What is in several places is drawn at the first, after a sign (`&1`), and
 * only referred to at the others (`*1`), so that cycles end and shared values do not multiply.
 */
export function* tree(value: unknown, options: TreeOptions): Generator<string, void, undefined> {
  const style = options.style ?? PLAIN;
  const shared = new Set<unknown>();
  for (const visit of new Walk(options).visits(value)) if (visit.isAgain) shared.add(visit.value);
  const numbers = new Map<unknown, number>();
  for (const visit of new Walk(options).visits(value)) {
    if (!visit.isAgain && !visit.isCut && shared.has(visit.value)) numbers.set(visit.value, numbers.size + 1);
    yield lineOf(visit, numbers.get(visit.value), style);
  }
}

/** What a value is, in a few words: `list, 3 items`. */
export function summary(value: unknown, options: ScalarOptions): string {
  if (scalar(value, 1, options) !== undefined) return scalarType(value, options);
  const { type, note } = describe(value as object, options);
  return note === "" ? type : `${type}, ${note}`;
}

function lineOf(visit: Visit, number: number | undefined, style: Style): string {
  const start = `${style.quiet(visit.start)}${visit.label && `${visit.label}: `}`;
  if (visit.skipped > 0) return `${start}${style.quiet(`… ${grouped(visit.skipped)} more`)}`;
  if (visit.isAgain) return `${start}${style.mark(`*${number}`)} ${style.quiet(`the same ${visit.type}`)}`;
  const sign = number === undefined || visit.isCut ? "" : `${style.mark(`&${number}`)} `;
  return `${start}${sign}${bodyOf(visit, style)}`;
}

function bodyOf({ isCut, line, note, type }: Visit, style: Style): string {
  if (line !== undefined) return style.value(line);
  return `${style.type(type)}${style.quiet(`${note && `, ${note}`}${isCut ? " …" : ""}`)}`;
}
