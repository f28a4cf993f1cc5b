// What the bits of `co_flags` mean, by the names that Python gives them without `CO_`.

type Names = readonly (readonly [bit: number, name: string])[];

const COMMON: Names = [
  [0x1, "OPTIMIZED"],
  [0x2, "NEWLOCALS"],
  [0x4, "VARARGS"],
  [0x8, "VARKEYWORDS"],
  [0x10, "NESTED"],
  [0x20, "GENERATOR"],
  [0x40, "NOFREE"],
  [0x80, "COROUTINE"],
  [0x100, "ITERABLE_COROUTINE"],
  [0x200, "ASYNC_GENERATOR"],
  [0x2000000, "NO_MONITORING_EVENTS"],
  [0x4000000, "HAS_DOCSTRING"],
  [0x8000000, "METHOD"],
];

const FUTURES = [
  "FUTURE_DIVISION",
  "FUTURE_ABSOLUTE_IMPORT",
  "FUTURE_WITH_STATEMENT",
  "FUTURE_PRINT_FUNCTION",
  "FUTURE_UNICODE_LITERALS",
  "FUTURE_BARRY_AS_BDFL",
  "FUTURE_GENERATOR_STOP",
  "FUTURE_ANNOTATIONS",
];
/** They have one bit each, from this one on; Python 3.8.2 moved them. */
const FIRST_FUTURE = 0x20000;
const FIRST_FUTURE_BEFORE = 0x2000;
const OLDER = /^(?:2\.7|3\.[0-7])$/;

/** The flags of a code object in words, `OPTIMIZED | NEWLOCALS`, and what has no name as a number. */
export function flagWords(flags: number, python: string): string {
  const words: string[] = [];
  let rest = flags >>> 0;
  for (const [bit, name] of [...COMMON, ...futures(python)]) {
    if ((rest & bit) === 0) continue;
    words.push(name);
    rest = (rest & ~bit) >>> 0;
  }
  if (rest !== 0 || words.length === 0) words.push(`0x${rest.toString(16)}`);
  return words.join(" | ");
}

function futures(python: string): Names {
  const first = OLDER.test(python) ? FIRST_FUTURE_BEFORE : FIRST_FUTURE;
  return FUTURES.map((name, i) => [first << i, name]);
}
