/** A module and a qualified name in it. */
export interface Name {
  readonly module: string;
  readonly name: string;
}

const NAME = /^[^.:]+(?:\.[^.:]+)*(?:\.|:(?=[^:]+$))[^.:]+(?:\.[^.:]+)*$/;

/**
 * Takes a name apart: at a colon, as in `"shop.models:Order.Item"`, or else at the last dot.
 *
 * @param what Which option it is of, for the error: a `TypeError` for any other text.
 */
export function nameOf(text: string, what: string): Name {
  if (typeof text !== "string" || !NAME.test(text))
    throw new TypeError(`${what}: a name as in "module.name" was expected, not ${String(text)}`);
  const colon = text.indexOf(":");
  const end = colon < 0 ? text.lastIndexOf(".") : colon;
  return { module: text.slice(0, end), name: text.slice(end + 1) };
}
