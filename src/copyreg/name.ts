import { Global } from "../python/index.ts";

/**
 * Splits `"shop.models.Order"` at the last dot and `"shop.models:Order.Item"` at the colon.
 *
 * @throws TypeError for a name without a module.
 */
export function parseName(text: string): Global {
  const colon = text.indexOf(":");
  const split = colon < 0 ? text.lastIndexOf(".") : colon;
  if (split < 1 || split === text.length - 1) {
    throw new TypeError(`"${text}" names no class: write "module.Class", or "module:Class.Nested"`);
  }
  return new Global(text.slice(0, split), text.slice(split + 1));
}
