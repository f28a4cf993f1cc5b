// What readers bound before they allocate.

/** Limits with no field left out. Throws `RangeError` for one that is no number, or negative: it would limit nothing. */
export function withDefaults<Limits extends object>(
  defaults: Required<Limits>,
  limits: Limits,
): Required<Limits> {
  const merged = { ...defaults };
  for (const key of Object.keys(merged) as (keyof Limits & string)[]) {
    const value = limits[key];
    if (value === undefined) continue;
    if (!(Number(value) >= 0)) throw new RangeError(`${key} must be a number that is not negative`);
    merged[key] = value;
  }
  return merged;
}

/** Items of one array. V8 copies an array that grows to half again as many, and ends the process at 2^27. */
export const MOST_ITEMS: number = 2 ** 26;

/** Throws `RangeError` for an array that cannot become so long. */
export function ensureRoom(length: number): void {
  if (length > MOST_ITEMS) throw new RangeError(`an array of more than ${MOST_ITEMS} items`);
}
