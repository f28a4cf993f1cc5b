const LITERAL =
  /^b(?:'((?:[ -&(-[\]-~]|\\(?:[\\'"abfnrtv]|x[\da-fA-F]{2}|[0-3]?[0-7]{1,2}))*)'|"((?:[ !#-[\]-~]|\\(?:[\\'"abfnrtv]|x[\da-fA-F]{2}|[0-3]?[0-7]{1,2}))*)")$/;
const PIECE = /\\(?:x([\da-fA-F]{2})|([0-3]?[0-7]{1,2})|(.))|(.)/g;
const ESCAPES: { readonly [letter: string]: number } = { a: 7, b: 8, t: 9, n: 10, v: 11, f: 12, r: 13 };

/** The bytes that a literal of Python stands for, such as `b'caf\xc3\xa9'`; `undefined` for what is none. */
export function readBytesLiteral(text: string): Uint8Array | undefined {
  const [whole, single, double] = LITERAL.exec(text) ?? [];
  if (whole === undefined) return undefined;
  return Uint8Array.from((single ?? double ?? "").matchAll(PIECE), byteOf);
}

function byteOf([, hexadecimal, octal, escaped, plain]: RegExpExecArray): number {
  if (hexadecimal !== undefined) return Number.parseInt(hexadecimal, 16);
  if (octal !== undefined) return Number.parseInt(octal, 8);
  if (escaped !== undefined) return ESCAPES[escaped] ?? escaped.charCodeAt(0);
  return (plain as string).charCodeAt(0);
}
