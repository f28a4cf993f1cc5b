// The tables of one function as Pythons compile it, and what they say of them:
//
//     def f(x):
//         try:
//             for y in x:
//                 g(
//                     y)
//         finally:
//             h()
//         return y
import { Code } from "pantry/marshal";

export interface TableCase {
  readonly python: string;
  /** How many bytes the instructions have. */
  readonly size: number;
  readonly linetable: string;
  readonly exceptiontable?: string;
  /** `dis.findlinestarts(f)`, from 3.10 on `f.co_lines()`: start and line. A range ends where the next begins. */
  readonly lines: string;
}

export const TABLE_CASES: readonly TableCase[] = [
  {
    python: "2.7",
    size: 46,
    linetable: "000103010d0103010f020801",
    lines: "0:2 3:3 16:4 19:5 34:7 42:8",
  },
  {
    python: "3.6",
    size: 40,
    linetable: "000102010a0102010e020801",
    lines: "0:2 2:3 12:4 14:5 28:7 36:8",
  },
  {
    python: "3.8",
    size: 36,
    linetable: "000102010801020102ff0a030801",
    lines: "0:2 2:3 10:4 12:5 14:4 24:7 32:8",
  },
  {
    python: "3.9",
    size: 42,
    linetable: "000102010801020102ff08031001",
    lines: "0:2 2:3 10:4 12:5 14:4 22:7 38:8",
  },
  {
    python: "3.10",
    size: 40,
    linetable: "020108010201020106ff02ff0604040108ff",
    lines: "0:2 2:3 10:4 12:5 14:4 20:3 22:7 28:8 32:7",
  },
  {
    python: "3.11",
    size: 118,
    linetable:
      "8000f00205050cd81112f000020913f0000209138841dd0c0dd81011f103010d13f400010d13f000010d13f000010d13f003020913f5" +
      "0800090a89038c0388038803f88d0189038c0388038803f8f8f8d80b0c8048",
    exceptiontable: "82142600a6103603",
    lines:
      "0:1 2:2 4:3 6:3 8:3 10:3 12:4 24:5 26:4 30:4 40:4 42:4 44:3 46:7 58:7 62:7 72:7 74:7 76:null 78:7 90:7 94:7 " +
      "104:7 106:7 108:null 110:null 112:null 114:8 116:8",
  },
  {
    python: "3.12",
    size: 96,
    linetable:
      "8000f00205050cd81112f2000209138841dc0c0dd81011f503010d13f103020913f40800090a8c03d80b0c8048f8f40300090a8d03fa",
    exceptiontable: "82122100a10c2d03",
    lines: "0:1 2:2 4:3 14:4 24:5 26:4 38:3 42:7 62:8 66:null 68:7 90:null",
  },
  {
    python: "3.13",
    size: 98,
    linetable:
      "8000f00205050cdb11128841dc0c0dd81011f603010d13f103001213f40800090a8c03d80b0c8048f8f40300090a8d03fa",
    exceptiontable: "82142200a20c2e03",
    lines: "0:1 2:2 4:3 14:4 24:5 26:4 40:3 44:7 64:8 68:null 70:7 92:null",
  },
];

/** The case of that version. */
export function tableCase(python: string): TableCase {
  const found = TABLE_CASES.find((one) => one.python === python);
  if (!found) throw new Error(`no case of ${python}`);
  return found;
}

/** A code object with that much of it. Tables are in hexadecimal. */
export function codeOf(fields: Omit<TableCase, "lines" | "size"> & { readonly size?: number }): Code {
  return new Code({
    python: fields.python,
    code: new Uint8Array(fields.size ?? 0),
    linetable: Buffer.from(fields.linetable, "hex"),
    exceptiontable: Buffer.from(fields.exceptiontable ?? "", "hex"),
  });
}
