// What random programs are made of: plain arguments, and those that not all readers take.

export const MODULES: readonly string[] = [
  "os",
  "builtins",
  "collections",
  "__builtin__",
  "copy_reg",
  "a.b",
  "caf\xc3\xa9",
  "x\xff",
];
export const NAMES: readonly string[] = [
  "system",
  "getattr",
  "OrderedDict",
  "A.b",
  "set",
  "_reconstructor",
  "\xe2\x82\xac",
  "n o",
];
export const INDICES: readonly string[] = [
  "01",
  "+1",
  " 2",
  "2 ",
  "1_0",
  "-1",
  "-3",
  "0x1",
  "1L",
  "\0",
  "1\0z",
  "",
  "x",
  "4294967295",
  "99999999999999999999",
];
export const INTEGERS: readonly string[] = [
  "-1",
  "00",
  "01",
  "010",
  "0x1f",
  "0b11",
  "0o17",
  " 5",
  "5 ",
  "1_000",
  "1L",
  "5l",
  "- 3",
  "+9",
  "\0",
  "\0z",
  "1\0z",
  "",
  "9".repeat(400),
  "1e3",
  "09",
  "z",
];
export const FLOATS: readonly string[] = [
  "nan",
  "-inf",
  "1e400",
  " 2",
  "2 ",
  "1_0.5",
  ".5",
  "5.",
  "1\0z",
  "",
  "x",
  "+Infinity",
  "0x1p3",
];
export const QUOTED: readonly string[] = [
  '"b"',
  "'a' ",
  "'a'\x01",
  "'a'\x80\xff",
  " 'a'",
  "'\\x41'",
  "'\\x4'",
  "'a",
  "",
  "'\\q'",
  "'\xe9'",
  "'\\'",
  "'o\\163'",
];
export const UNQUOTED: readonly string[] = ["\\u0041", "\\u12", "\xe9", "\\", "", "\\U00110000"];
export const TEXTS: readonly string[] = ["", "os", "system", "\xc3\xa9", "\xff", "\xed\xa0\x80"];
/** Extension codes, most of which nobody knows. */
export const CODES: readonly number[] = [3, 0, 200, 70_000, -1, -2_147_483_648];
/** The extension codes that every reader knows, by the size of their field. */
export const KNOWN_CODES: Readonly<Record<number, readonly number[]>> = {
  1: [1, 2],
  2: [1, 300],
  4: [2, 300, 70_000],
};

/** A counted argument: a field for the length, and what it counts. */
export function counted(code: string, size: number, text: string): string {
  return `${code}${field(text.length, size)}${text}`;
}

/** A little-endian field. */
export function field(value: number, size: number): string {
  const bytes = Buffer.alloc(8);
  bytes.writeBigInt64LE(BigInt(value));
  return bytes.toString("latin1", 0, size);
}
