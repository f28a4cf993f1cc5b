const PROTOTYPES: readonly object[] = [Object, Array, Map, Set, Error, Function, Uint8Array].map(
  ({ prototype }) => prototype as object,
);

/** Names that mean something to JavaScript. */
export const NAMES: readonly string[] = [
  ...["__proto__", "constructor", "prototype", "hasOwnProperty", "toString", "valueOf", "then", "toJSON"],
  ...["__defineGetter__", "__lookupSetter__", "length", "name", "message", "stack", "cause", "size"],
];

/** What all objects have in common: it must stay as it was. */
export function pictureOfPrototypes(): string[] {
  return PROTOTYPES.map(picture);
}

/** A prototype's own properties and what is above it. */
function picture(prototype: object): string {
  const above = Object.getPrototypeOf(prototype) as object | null;
  return `${Reflect.ownKeys(prototype).map(String).join()} ${above === null || above === Object.prototype}`;
}
