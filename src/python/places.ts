import { brief } from "./repr.ts";

// How an error says where in a value something is: `value.user.callbacks[3]`.

/** How many steps of a path an error names. */
const LONGEST_PATH = 40;

/** How a field is reached: `.name`, or `["a name"]`. */
export function fieldPlace(name: string): string {
  return /^[A-Za-z_$][\w$]*$/.test(name) ? `.${name}` : `[${JSON.stringify(name)}]`;
}

/** How the value of an entry is reached, or its key. */
export function entryPlace(key: unknown, isKey: boolean): string {
  return isKey ? `.key(${brief(key)})` : `.get(${brief(key)})`;
}

/** The way to a value by these steps; the middle of a very long one is left out. */
export function pathOf(steps: readonly string[]): string {
  const places = steps.filter((place) => place !== "");
  if (places.length > LONGEST_PATH) places.splice(LONGEST_PATH / 2, places.length - LONGEST_PATH, "…");
  return `value${places.join("")}`;
}
