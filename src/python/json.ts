/** A value that `JSON.stringify` writes and `JSON.parse` gives back unchanged. */
export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

export function toJson(value: unknown): Json {
  return String(value);
}
