import { dumps, loads } from "pantry/pickle";
import { ByteArray, CodePointString, Float, Int, Long, Python2String } from "pantry/python";
import { describe, expect, it } from "vitest";
import { digestOf, expected, opcodesByProtocol, opcodesOf, PROTOCOLS, textOf } from "./literals.ts";

// The opcodes of the tables are those that CPython 3.13 writes, in protocols 0, 1, 2 and so on (see `expected`).
type Row<T> = readonly [value: T, ...opcodes: string[]];

const INTS: readonly Row<bigint>[] = [
  [0n, "I0\n", "K\x00", "K\x00"],
  [1n, "I1\n", "K\x01", "K\x01"],
  [255n, "I255\n", "K\xff", "K\xff"],
  [256n, "I256\n", "M\x00\x01", "M\x00\x01"],
  [65535n, "I65535\n", "M\xff\xff", "M\xff\xff"],
  [65536n, "I65536\n", "J\x00\x00\x01\x00", "J\x00\x00\x01\x00"],
  [2147483647n, "I2147483647\n", "J\xff\xff\xff\x7f", "J\xff\xff\xff\x7f"],
  [-1n, "I-1\n", "J\xff\xff\xff\xff", "J\xff\xff\xff\xff"],
  [-2147483648n, "I-2147483648\n", "J\x00\x00\x00\x80", "J\x00\x00\x00\x80"],
  [2147483648n, "L2147483648L\n", "L2147483648L\n", "\x8a\x05\x00\x00\x00\x80\x00"],
  [-2147483649n, "L-2147483649L\n", "L-2147483649L\n", "\x8a\x05\xff\xff\xff\x7f\xff"],
  [549755813887n, "L549755813887L\n", "L549755813887L\n", "\x8a\x05\xff\xff\xff\xff\x7f"],
  [549755813888n, "L549755813888L\n", "L549755813888L\n", "\x8a\x06\x00\x00\x00\x00\x80\x00"],
  [140737488355328n, "L140737488355328L\n", "L140737488355328L\n", "\x8a\x07\x00\x00\x00\x00\x00\x80\x00"],
  [9007199254740991n, "L9007199254740991L\n", "L9007199254740991L\n", "\x8a\x07\xff\xff\xff\xff\xff\xff\x1f"],
  [
    -9007199254740991n,
    "L-9007199254740991L\n",
    "L-9007199254740991L\n",
    "\x8a\x07\x01\x00\x00\x00\x00\x00\xe0",
  ],
  [
    9223372036854775808n,
    "L9223372036854775808L\n",
    "L9223372036854775808L\n",
    "\x8a\x09\x00\x00\x00\x00\x00\x00\x00\x80\x00",
  ],
  [
    -9223372036854775808n,
    "L-9223372036854775808L\n",
    "L-9223372036854775808L\n",
    "\x8a\x08\x00\x00\x00\x00\x00\x00\x00\x80",
  ],
  [
    -18446744073709551616n,
    "L-18446744073709551616L\n",
    "L-18446744073709551616L\n",
    "\x8a\x09\x00\x00\x00\x00\x00\x00\x00\x00\xff",
  ],
];

const FLOATS: readonly Row<number>[] = [
  [0, "F0.0\n", "G\x00\x00\x00\x00\x00\x00\x00\x00", "G\x00\x00\x00\x00\x00\x00\x00\x00"],
  [-0, "F-0.0\n", "G\x80\x00\x00\x00\x00\x00\x00\x00", "G\x80\x00\x00\x00\x00\x00\x00\x00"],
  [1, "F1.0\n", "G?\xf0\x00\x00\x00\x00\x00\x00", "G?\xf0\x00\x00\x00\x00\x00\x00"],
  [0.1, "F0.1\n", "G?\xb9\x99\x99\x99\x99\x99\x9a", "G?\xb9\x99\x99\x99\x99\x99\x9a"],
  [-1.5, "F-1.5\n", "G\xbf\xf8\x00\x00\x00\x00\x00\x00", "G\xbf\xf8\x00\x00\x00\x00\x00\x00"],
  [1e16, "F1e+16\n", "GCA\xc3y7\xe0\x80\x00", "GCA\xc3y7\xe0\x80\x00"],
  [123456789012345680, "F1.2345678901234568e+17\n", "GC{i\xb4\xbac\x0f5", "GC{i\xb4\xbac\x0f5"],
  [1e-5, "F1e-05\n", "G>\xe4\xf8\xb5\x88\xe3h\xf1", "G>\xe4\xf8\xb5\x88\xe3h\xf1"],
  [
    Number.MAX_VALUE,
    "F1.7976931348623157e+308\n",
    "G\x7f\xef\xff\xff\xff\xff\xff\xff",
    "G\x7f\xef\xff\xff\xff\xff\xff\xff",
  ],
  [Number.MIN_VALUE, "F5e-324\n", "G\x00\x00\x00\x00\x00\x00\x00\x01", "G\x00\x00\x00\x00\x00\x00\x00\x01"],
  [
    Number.POSITIVE_INFINITY,
    "Finf\n",
    "G\x7f\xf0\x00\x00\x00\x00\x00\x00",
    "G\x7f\xf0\x00\x00\x00\x00\x00\x00",
  ],
  [
    Number.NEGATIVE_INFINITY,
    "F-inf\n",
    "G\xff\xf0\x00\x00\x00\x00\x00\x00",
    "G\xff\xf0\x00\x00\x00\x00\x00\x00",
  ],
  [Number.NaN, "Fnan\n", "G\x7f\xf8\x00\x00\x00\x00\x00\x00", "G\x7f\xf8\x00\x00\x00\x00\x00\x00"],
];

const CONSTANTS: readonly Row<boolean | null>[] = [
  [null, "N", "N", "N"],
  [true, "I01\n", "I01\n", "\x88"],
  [false, "I00\n", "I00\n", "\x89"],
];

const TEXTS: readonly Row<string>[] = [
  ["", "V\np0\n", "X\x00\x00\x00\x00q\x00", "X\x00\x00\x00\x00q\x00", "\x8c\x00\x94"],
  ["a", "Va\np0\n", "X\x01\x00\x00\x00aq\x00", "X\x01\x00\x00\x00aq\x00", "\x8c\x01a\x94"],
  [
    "\xe9",
    "V\xe9\np0\n",
    "X\x02\x00\x00\x00\xc3\xa9q\x00",
    "X\x02\x00\x00\x00\xc3\xa9q\x00",
    "\x8c\x02\xc3\xa9\x94",
  ],
  [
    "\u20ac",
    "V\\u20ac\np0\n",
    "X\x03\x00\x00\x00\xe2\x82\xacq\x00",
    "X\x03\x00\x00\x00\xe2\x82\xacq\x00",
    "\x8c\x03\xe2\x82\xac\x94",
  ],
  [
    "\u{1f600}",
    "V\\U0001f600\np0\n",
    "X\x04\x00\x00\x00\xf0\x9f\x98\x80q\x00",
    "X\x04\x00\x00\x00\xf0\x9f\x98\x80q\x00",
    "\x8c\x04\xf0\x9f\x98\x80\x94",
  ],
  [
    "\ud800",
    "V\\ud800\np0\n",
    "X\x03\x00\x00\x00\xed\xa0\x80q\x00",
    "X\x03\x00\x00\x00\xed\xa0\x80q\x00",
    "\x8c\x03\xed\xa0\x80\x94",
  ],
  [
    "\udc00\ud800",
    "V\\udc00\\ud800\np0\n",
    "X\x06\x00\x00\x00\xed\xb0\x80\xed\xa0\x80q\x00",
    "X\x06\x00\x00\x00\xed\xb0\x80\xed\xa0\x80q\x00",
    "\x8c\x06\xed\xb0\x80\xed\xa0\x80\x94",
  ],
  [
    "\\u0041 \n\r\0\x1a'\"",
    "V\\u005cu0041 \\u000a\\u000d\\u0000\\u001a'\"\np0\n",
    "X\x0d\x00\x00\x00\\u0041 \n\x0d\x00\x1a'\"q\x00",
    "X\x0d\x00\x00\x00\\u0041 \n\x0d\x00\x1a'\"q\x00",
    "\x8c\x0d\\u0041 \n\x0d\x00\x1a'\"\x94",
  ],
  [
    "\x7f\x80\xff",
    "V\x7f\x80\xff\np0\n",
    "X\x05\x00\x00\x00\x7f\xc2\x80\xc3\xbfq\x00",
    "X\x05\x00\x00\x00\x7f\xc2\x80\xc3\xbfq\x00",
    "\x8c\x05\x7f\xc2\x80\xc3\xbf\x94",
  ],
];

const BYTES: readonly Row<Uint8Array>[] = [
  [
    new Uint8Array([]),
    "c__builtin__\nbytes\np0\n(tRp1\n",
    "c__builtin__\nbytes\nq\x00)Rq\x01",
    "c__builtin__\nbytes\nq\x00)Rq\x01",
    "C\x00q\x00",
    "C\x00\x94",
    "C\x00\x94",
  ],
  [
    new ByteArray([]),
    "c__builtin__\nbytearray\np0\n(tRp1\n",
    "c__builtin__\nbytearray\nq\x00)Rq\x01",
    "c__builtin__\nbytearray\nq\x00)Rq\x01",
    "cbuiltins\nbytearray\nq\x00)Rq\x01",
    "\x8c\x08builtins\x94\x8c\x09bytearray\x94\x93\x94)R\x94",
    "\x96\x00\x00\x00\x00\x00\x00\x00\x00\x94",
  ],
  [
    new Uint8Array([97]),
    "c_codecs\nencode\np0\n(Va\np1\nVlatin1\np2\ntp3\nRp4\n",
    "c_codecs\nencode\nq\x00(X\x01\x00\x00\x00aq\x01X\x06\x00\x00\x00latin1q\x02tq\x03Rq\x04",
    "c_codecs\nencode\nq\x00X\x01\x00\x00\x00aq\x01X\x06\x00\x00\x00latin1q\x02\x86q\x03Rq\x04",
    "C\x01aq\x00",
    "C\x01a\x94",
    "C\x01a\x94",
  ],
  [
    new ByteArray([97]),
    "c__builtin__\nbytearray\np0\n(c_codecs\nencode\np1\n(Va\np2\nVlatin1\np3\ntp4\nRp5\ntp6\nRp7\n",
    "c__builtin__\nbytearray\nq\x00(c_codecs\nencode\nq\x01(X\x01\x00\x00\x00aq\x02X\x06\x00\x00\x00latin1q\x03tq\x04Rq\x05tq\x06Rq\x07",
    "c__builtin__\nbytearray\nq\x00c_codecs\nencode\nq\x01X\x01\x00\x00\x00aq\x02X\x06\x00\x00\x00latin1q\x03\x86q\x04Rq\x05\x85q\x06Rq\x07",
    "cbuiltins\nbytearray\nq\x00C\x01aq\x01\x85q\x02Rq\x03",
    "\x8c\x08builtins\x94\x8c\x09bytearray\x94\x93\x94C\x01a\x94\x85\x94R\x94",
    "\x96\x01\x00\x00\x00\x00\x00\x00\x00a\x94",
  ],
  [
    new Uint8Array([0, 92, 255]),
    "c_codecs\nencode\np0\n(V\\u0000\\u005c\xff\np1\nVlatin1\np2\ntp3\nRp4\n",
    "c_codecs\nencode\nq\x00(X\x04\x00\x00\x00\x00\\\xc3\xbfq\x01X\x06\x00\x00\x00latin1q\x02tq\x03Rq\x04",
    "c_codecs\nencode\nq\x00X\x04\x00\x00\x00\x00\\\xc3\xbfq\x01X\x06\x00\x00\x00latin1q\x02\x86q\x03Rq\x04",
    "C\x03\x00\\\xffq\x00",
    "C\x03\x00\\\xff\x94",
    "C\x03\x00\\\xff\x94",
  ],
  [
    new ByteArray([0, 92, 255]),
    "c__builtin__\nbytearray\np0\n(c_codecs\nencode\np1\n(V\\u0000\\u005c\xff\np2\nVlatin1\np3\ntp4\nRp5\ntp6\nRp7\n",
    "c__builtin__\nbytearray\nq\x00(c_codecs\nencode\nq\x01(X\x04\x00\x00\x00\x00\\\xc3\xbfq\x02X\x06\x00\x00\x00latin1q\x03tq\x04Rq\x05tq\x06Rq\x07",
    "c__builtin__\nbytearray\nq\x00c_codecs\nencode\nq\x01X\x04\x00\x00\x00\x00\\\xc3\xbfq\x02X\x06\x00\x00\x00latin1q\x03\x86q\x04Rq\x05\x85q\x06Rq\x07",
    "cbuiltins\nbytearray\nq\x00C\x03\x00\\\xffq\x01\x85q\x02Rq\x03",
    "\x8c\x08builtins\x94\x8c\x09bytearray\x94\x93\x94C\x03\x00\\\xff\x94\x85\x94R\x94",
    "\x96\x03\x00\x00\x00\x00\x00\x00\x00\x00\\\xff\x94",
  ],
];

/** Texts and bytes around the sizes where the opcode changes, and the SHA-256 of all six pickles. */
const SIZES: readonly (readonly [value: string | Uint8Array, digest: string])[] = [
  ["x".repeat(84), "b0d7eb36f6f727d8065e30e3f404f639931c08cd23213ae7c1c9cffc68ec9041"],
  ["é".repeat(84), "ac78d353ee8be877d55b71b106f9a6059911eb3ef3cd29a87aea1b4a47ab5a18"],
  [new Uint8Array(84).fill(0x78), "57215045c6eabc5b1cbe7fb544debc3c62fe233e015ff46c3acc44e84fd62f07"],
  ["x".repeat(85), "121d07ed693dcb77793c5588f06663ae2421593b67177944cd8b24a55a8c9ab7"],
  ["é".repeat(85), "3cc1c22d0deac51bff98f6aaef6c3355a946685716dc9287ebb3a4adc8ae7e93"],
  [new Uint8Array(85).fill(0x78), "b6302a96d681568549b2406c9fb0ee7a1efddf639873941e09a4ea6d18857bb4"],
  ["x".repeat(86), "b50c2bbbe95909f62f480a94f19231dfd91c45d16521d26acaf63c56b92806da"],
  ["é".repeat(86), "7b9950f0a31a8b37e10f2b45965abade54c4d40580d40c86b519a21eb4280918"],
  [new Uint8Array(86).fill(0x78), "5ffb5fe442ee43e9b52480f9efdf3dbe39976c12a67785f212320889a68a22d7"],
  ["x".repeat(255), "a23a31ea9af1bf0de14d169ce98df9d43f4235a921b3b489017d7147e6e6d02e"],
  ["é".repeat(255), "83b47d0ea0ad30050ebe47335578995f1ddf80462e9d29ed1a508f5a16a83333"],
  [new Uint8Array(255).fill(0x78), "361f4ba5f5628d8ed46c4202537e2f5b2d29bb2b3663a1082fac7c0a5206205b"],
  ["x".repeat(256), "2f6874142d95841d4fa7e02815c2f43ff9364e8de3e35afbf1fc389f08b9ea9b"],
  ["é".repeat(256), "c25f1d8caf2e75402f1409d1d891581e7ab9dde27493d93ec039ddb18265a1d8"],
  [new Uint8Array(256).fill(0x78), "e0ede4a5b37da041f50cc60bd44c3abd88763870a51efb92ec0df1c1261dc0b0"],
];

/** Integers around the widths where the opcode changes. */
const WIDE_INTS: readonly (readonly [value: bigint, digest: string])[] = [
  [2n ** 2032n, "60e8e2b6731f166a11e24ad9ac8ebfcbec16d51c1d263ef8208e41cc00dd8038"],
  [-(2n ** 2032n), "5fa699acb92e6a641f167f4b53434e4a7e2358c9a61608c1cf7a80ff0716436f"],
  [2n ** 2038n, "4ff25929cff6269af53af203a7a7c3f85ef14ccf3ff856b4fe17b777057f0671"],
  [-(2n ** 2038n), "ffd483a519fcd096dfe3191a083117791a306f2eaf59464365459557650803c8"],
  [2n ** 2039n, "1a1faca9ed1242dd9da5440e3da0e35f09aa85753fd4b5d43590a5dae0ae89cf"],
  [-(2n ** 2039n), "aa66de6765569ac47c86be0aedeac3d9c8a2064893baf693da807a5d70b5c367"],
  [2n ** 2040n, "db6f0fc6a484dc733728e8696f5e78a8c7baf8bc0fd2d01c82ed01b9e0c0c7e9"],
  [-(2n ** 2040n), "55325fb8c0657de82f988dd44417e5a2417acff33487c24c1fff336fc0b450ec"],
  [2n ** 3000n, "d4092423bf8fc9af37988a4950be5dab4c71a2d450b29c932af0cc5ba796a082"],
  [-(2n ** 3000n), "d3c64e025a39940a540c7e37c83f6beeb5551fdf416758297603c04d4ef527e6"],
];

function shown(value: string | Uint8Array): string {
  return typeof value === "string" ? JSON.stringify(value) : textOf(value);
}

describe("dumps() of ints", () => {
  for (const [value, ...row] of INTS) {
    it(`writes ${value} as CPython does`, () => {
      expect(opcodesByProtocol(value, { exact: true })).toEqual(expected(row));
      if (Number.isSafeInteger(Number(value)))
        expect(opcodesByProtocol(Number(value))).toEqual(expected(row));
    });
  }

  it("writes ints of around 255 bytes as CPython does", () => {
    for (const [value, digest] of WIDE_INTS) expect(digestOf(value), String(value)).toBe(digest);
  });

  it("writes a small bigint one byte longer than it needs to be, so that it is read as a bigint", () => {
    expect(opcodesOf(5n, { protocol: 2 })).toBe("\x8a\x02\x05\x00");
    expect(opcodesOf(-5n, { protocol: 2 })).toBe("\x8a\x02\xfb\xff");
    expect(opcodesOf(0n, { protocol: 2 })).toBe("\x8a\x01\x00");
    expect(opcodesOf(2n ** 53n - 1n, { protocol: 2 })).toBe("\x8a\x08\xff\xff\xff\xff\xff\xff\x1f\x00");
    expect(opcodesOf(2n ** 53n, { protocol: 2 })).toBe("\x8a\x07\x00\x00\x00\x00\x00\x00\x20");
    expect(opcodesOf(5n, { protocol: 1 })).toBe("K\x05");
  });

  it("writes the boxes of Python 2's ints", () => {
    expect(opcodesOf(new Long(5n), { protocol: 0 })).toBe("L5L\n");
    expect(opcodesOf(new Long(5n), { protocol: 2 })).toBe("\x8a\x01\x05");
    expect(opcodesOf(new Int(2n ** 40n), { protocol: 2 })).toBe("I1099511627776\n");
  });
});

describe("dumps() of floats", () => {
  for (const [value, ...row] of FLOATS) {
    it(`writes ${Object.is(value, -0) ? "-0" : value} as CPython does`, () => {
      expect(opcodesByProtocol(value, { exact: true })).toEqual(expected(row));
      expect(opcodesByProtocol(new Float(value))).toEqual(expected(row));
    });
  }

  it("takes a number for a float unless it is a safe integer", () => {
    for (const value of [-0, 0.5, 2 ** 53, -(2 ** 53), 1e300, Number.NaN, Number.POSITIVE_INFINITY])
      expect(opcodesOf(value, { protocol: 2 })[0]).toBe("G");
    for (const value of [0, 1, -1, 2 ** 53 - 1, -(2 ** 53 - 1)])
      expect(opcodesOf(value, { protocol: 2 })[0]).not.toBe("G");
  });
});

describe("dumps() of constants", () => {
  for (const [value, ...row] of CONSTANTS) {
    it(`writes ${value} as CPython does`, () => {
      expect(opcodesByProtocol(value)).toEqual(expected(row));
    });
  }
});

describe("dumps() of texts and bytes", () => {
  for (const [value, ...row] of [...TEXTS, ...BYTES]) {
    it(`writes ${value.constructor.name} ${shown(value)} as CPython does`, () => {
      expect(opcodesByProtocol(value)).toEqual(expected(row));
    });
  }

  for (const [value, digest] of SIZES) {
    it(`writes ${value.length} of ${shown(value.slice(0, 1))} as CPython does`, () => {
      expect(digestOf(value)).toBe(digest);
    });
  }

  it("escapes long texts piece by piece, and cuts no pair of surrogates", () => {
    for (const size of [4095, 4096, 4097, 8191, 8192, 8193, 70_000]) {
      const filler = "x".repeat(size - 1);
      for (const text of [
        `${filler}\u{1f40d}x`,
        `${filler}\ud83dx`,
        "\u{1f40d}".repeat(size),
        "\ud83d".repeat(size),
      ]) {
        const escaped = text.replace(/\u{1f40d}/gu, "\\U0001f40d").replace(/\ud83d/gu, "\\ud83d");
        expect(opcodesOf(text, { protocol: 0 }) === `V${escaped}\np0\n`).toBe(true);
      }
    }
  });

  it("keeps surrogates apart that a string would put together", () => {
    const apart = new CodePointString([0xd83d, 0xde00]);
    expect(opcodesOf(apart, { protocol: 0 })).toBe("V\\ud83d\\ude00\np0\n");
    expect(opcodesOf(apart, { protocol: 4 })).toBe("\x8c\x06\xed\xa0\xbd\xed\xb8\x80\x94");
    for (const protocol of PROTOCOLS)
      expect(loads(dumps(apart, { protocol }), { exact: true })).toEqual(apart);
  });

  it("writes a Python 2 str in the opcodes of Python 2", () => {
    const text = new Python2String(Uint8Array.of(0x61, 0x27, 0x0a, 0xe9));
    expect(opcodesOf(text, { protocol: 0 })).toBe('S"a\'\\n\\xe9"\np0\n');
    expect(opcodesOf(text, { protocol: 2 })).toBe("U\x04a'\n\xe9q\x00");
    expect(opcodesOf(new Python2String(new Uint8Array(256)), { protocol: 1 }).slice(0, 5)).toBe(
      "T\0\x01\0\0",
    );
  });
});
