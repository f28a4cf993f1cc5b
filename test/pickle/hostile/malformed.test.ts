// What a pickle from a stranger may try, and where it is tried here:
//
//   malformed.test.ts      bytes that are no pickle: cut off, damaged, wrong arguments, lengths, frames, protocols
//   depth.test.ts          deep nesting, shared graphs that unfold without end, cycles
//   floods.test.ts         more objects than memory, keys that collide, memo indices far out
//   amplification.test.ts  little data that asks for much work, again and again
//   pollution.test.ts      names such as __proto__ wherever data chooses a name
//   isolation.test.ts      memory that is shared by mistake, the program's own functions and objects
import fc from "fast-check";
import { loads } from "pantry/pickle";
import { describe, expect, it } from "vitest";
import { readFixtures } from "../../runtimes/fixtures.ts";
import { bytesOf } from "../literals.ts";
import { field, isRead, refusal } from "./attack.ts";

const SEED = 20240229;
const LIST = "cbuiltins\nlist\n";
const ERROR = "cbuiltins\nValueError\n)R";

/** Opcodes that find too little on the stack, at its bottom or above a MARK. */
const BAD_STACKS: readonly string[] = [
  ..."012Rabdelost\x81\x85\x86\x87\x90\x91\x92\x93\x94.",
  ...["(2", ")R", "Na", "Nb", "(e", "(o", "ibuiltins\nlist\n", "p1\n", "q\0", "r\0\0\0\0", "Ns", "NNs", "u"],
  ...["(u", "}(Nu", ")\x81", "N\x86", "N\x87", "NN\x87", "(\x90", ")}\x92", "Vlist\n\x93", "Q", "\x98"],
  ...[
    "N(.",
    "N(2",
    `${LIST})(R`,
    `${LIST}()R`,
    "]N(a",
    `${ERROR}}(b`,
    `${ERROR}(}b`,
    "(Nd",
    "N(p1\n",
    "N(q\0",
  ],
  ...["N(r\0\0\0\0", "}NN(s", "}N(Ns", "}(NNs", "}((u", `${LIST})(\x81`, `${LIST}()\x81`, "N(\x85"],
  ...[
    "NN(\x86",
    "N(N\x86",
    "NNN(\x87",
    "NN(N\x87",
    "N(NN\x87",
    "]((\x90",
    `${LIST})}(\x92`,
    `${LIST})(}\x92`,
  ],
  ...[`${LIST}()}\x92`, "Vbuiltins\n(Vlist\n\x93", "Vbuiltins\nVlist\n(\x93", "N(\x94", "N(Q"],
];

/** Opcodes cut off in the midst of their argument, or before it. */
const TRUNCATED: readonly string[] = [
  ...["", "N", "B", "B\x03\0\0", "B\x03\0\0\0", "B\x03\0\0\0ab", "C", "C\x03", "C\x03ab", "F", "F0.0", "G"],
  ...["G\0\0\0\0\0\0\0", "I", "I0", "J", "J\0\0\0", "K", "L", "L10", "L10L", "M", "M\0", "P", "Pabc", "S"],
  ...["S'abc'", "T", "T\x03\0\0", "T\x03\0\0\0", "T\x03\0\0\0ab", "U", "U\x03", "U\x03ab", "V", "Vabc", "X"],
  ...["X\x03\0\0", "X\x03\0\0\0", "X\x03\0\0\0ab", "(c", "(cbuiltins", "(cbuiltins\n", "(cbuiltins\nlist"],
  ...[
    "Ng",
    "Ng0",
    "(i",
    "(ibuiltins",
    "(ibuiltins\n",
    "(ibuiltins\nlist",
    "Nh",
    "Nj",
    "Nj\0\0\0",
    "Np",
    "Np0",
  ],
  ...["Nq", "Nr", "Nr\0\0\0", "\x80", "\x82", "\x83", "\x83\x01", "\x84", "\x84\x01\0\0", "\x8a", "\x8a\x01"],
  ...["\x8b", "\x8b\0\0\0", "\x8b\x01\0\0\0", "\x8c", "\x8c\x03", "\x8c\x03ab"],
  ...["\x8d", "\x8e", "\x96"].flatMap((code) => [code, `${code}\x03\0\0\0`, `${code}${field(3, 8)}ab`]),
  ...["\x95", "\x95\x02\0\0\0", `\x95${field(2, 8)}`, `\x95${field(2, 8)}N`],
];

/** Arguments that are not what their opcode takes. */
const BAD_ARGUMENTS: readonly string[] = [
  ...[
    "S'\n",
    'S"\n',
    "S' \n",
    "S'\"\n",
    "S\"'\n",
    "S ''\n",
    "S \n",
    "S\n",
    "S'\\'\n",
    "S'\\x'\n",
    "S'\\x0g'\n",
    "S'a' \n",
    "S'a'\r\n",
    "S'a'\0\n",
  ],
  ...["I+1\n", "I+0\n", "I-0\n"],
  ...["I\n", "I0x10\n", "I1L\n", "I1_0\n", "I 1\n", "I1 \n", "I1\0\n", "I+\n", "I--1\n", "I0b1\n", "I0o7\n"],
  ...["I1.0\n", "I\xb2\n", "L\n", "LL\n", "L0x1L\n", "L1_0L\n", "L1LL\n", "L1l\n", "L1\0L\n", "L 1L\n"],
  ...["F\n", "F1_0\n", "F1e999\n", "F-1e999\n", "F 1\n", "F1 \n", "F1\0\n", "F0x1p3\n", "F1e\n", "F.\n"],
  ...["F1,0\n", "Finfinit\n", "Fnan(1)\n", "F1.0f\n", "F--1\n"],
  ...[
    "Np-1\n",
    "Np\n",
    "Npx\n",
    "Np1.0\n",
    "Np1\0\n",
    "Np0x1\n",
    "Np9007199254740992\n",
    `Np${"9".repeat(30)}\n`,
  ],
  ...["g-1\n", "g\n", "T\xff\xff\xff\xff", "T\0\0\0\x80", "\x8b\xff\xff\xff\xff", "\x8b\0\0\0\x80"],
  ...["V\\u00\n", "V\\ud8g0\n", "V\\U0011000\n", "V\\U00110000\n", "X\x01\0\0\0\xff", "X\x02\0\0\0\xc0\x80"],
  ...[
    "\x8c\x03\xe0\x80\x80",
    "\x8c\x04\xf4\x90\x80\x80",
    "c\xff\nlog\n",
    "cmath\n\xff\n",
    "i\xff\nlog\n",
    "P\xff\n",
  ],
  ...["\x82\0", "\x83\0\0", "\x84\0\0\0\0", "\x84\0\0\0\x80", "\x84\xff\xff\xff\xff", "U\x01\x80", "\x97"],
  ...[
    "cos\npath.join\n",
    "\x80\x02cos\npath.join\n",
    "c\nlist\n",
    "cbuiltins\n\n",
    "(i\nlist\n",
    "(ibuiltins\n\n",
  ],
];

/** Objects that an opcode cannot do anything with. */
const BAD_OBJECTS: readonly string[] = [
  ...[`${LIST}]R.`, `${LIST}]\x81.`, `${LIST}]}\x92.`, "cshop\nItem\n]R.", "cshop\nItem\n]\x81."],
  ...["N)R.", `${LIST}NR.`, `${LIST}N\x81.`, `${LIST}N}\x92.`, `${LIST})N\x92.`, "NNa.", "N(Ne.", "NNNs."],
  ...[
    "N(NNu.",
    "](NNu.",
    "}Na.",
    "NN\x90.",
    "N(N\x90.",
    "]NNb.",
    "]}b.",
    "N}b.",
    "N\x98.",
    "(NNo.",
    "N)\x81.",
  ],
  ...[
    "NVx\n\x93.",
    "Vx\nN\x93.",
    "K\x01)R.",
    "U\x01x)R.",
    "}]Ns.",
    "}}Ns.",
    "\x8f(]\x90.",
    "(]\x91.",
    "(]Nd.",
  ],
  ...["}cdecimal\nDecimal\n(VsNaN\ntRNs.", "(cdecimal\nDecimal\n(V-sNaN1\ntR\x85\x91."],
  ...["}]\x85Ns.", "}(}\x85tNs.", "(\x8f\x91.", "}\x96\0\0\0\0\0\0\0\0Ns."],
];

describe("a malformed pickle", () => {
  it("is refused where the stack holds too little", () => {
    for (const text of BAD_STACKS) expect([text, refusal(bytesOf(text)).code]).toEqual([text, "bad-stack"]);
  });

  it("is refused where it is cut off", () => {
    for (const text of TRUNCATED) expect([text, refusal(bytesOf(text)).code]).toEqual([text, "truncated"]);
  });

  it("is refused where an argument is not what its opcode takes", () => {
    for (const text of BAD_ARGUMENTS)
      expect([text, refusal(bytesOf(`${text}.`)).code]).toEqual([text, "bad-argument"]);
  });

  it("is refused where an object cannot be used so", () => {
    for (const text of BAD_OBJECTS)
      expect([text, refusal(bytesOf(text)).code]).toEqual([
        text,
        expect.stringMatching(/^bad-(target|stack|key)$/),
      ]);
  });

  it("is refused where a byte is no opcode", () => {
    const codes = Array.from({ length: 256 }, (_, code) => String.fromCharCode(code));
    const unknown = codes.filter((code) => refusal(bytesOf(code)).code === "bad-opcode");
    expect(unknown).toHaveLength(256 - 68);
  });

  it("says where, and why in a few words", () => {
    expect(refusal(bytesOf("NNI0x10\n."))).toMatchObject({
      message: "Cannot read INT at byte 2: a decimal integer expected",
      offset: 2,
    });
    const name = "x".repeat(1_000_000);
    expect(refusal(bytesOf(`cm\n${name}\n.`), { unknown: "error" }).message.length).toBeLessThan(400);
  });
});

describe("an argument with a text for a number", () => {
  it("is read by its exact text", () => {
    expect(["I00\n.", "I01\n.", "I1\n.", "I0\n.", "I+5\n."].map((text) => loads(bytesOf(text)))).toEqual([
      false,
      true,
      1,
      0,
      5,
    ]);
    expect(["L1L\n.", "L1\n.", "L-0L\n.", "L+5L\n."].map((text) => loads(bytesOf(text)))).toEqual([
      1, 1, 0, 5,
    ]);
    expect(
      ["F1\n.", "F1.\n.", "F.5e1\n.", "Finfinity\n.", "F-INF\n.", "FnAn\n."].map((text) =>
        loads(bytesOf(text)),
      ),
    ).toEqual([1, 1, 5, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, Number.NaN]);
  });
});

describe("a length that a pickle declares", () => {
  const lengths = [
    2n ** 31n - 1n,
    2n ** 31n,
    2n ** 32n - 1n,
    2n ** 32n,
    2n ** 53n + 1n,
    2n ** 63n,
    2n ** 64n - 1n,
  ];

  it("is compared with what is left before anything is allocated", () => {
    const before = process.memoryUsage().rss;
    for (const length of lengths) {
      for (const code of ["\x8d", "\x8e", "\x96", "\x95"])
        expect(refusal(bytesOf(`${code}${field(length, 8)}ab.`)).code).toBe("truncated");
      for (const code of ["B", "X", "T", "\x8b"].filter(() => length < 2n ** 32n))
        expect(refusal(bytesOf(`${code}${field(length, 4)}ab.`)).code).toMatch(/^(truncated|bad-argument)$/);
    }
    expect(process.memoryUsage().rss - before).toBeLessThan(2 ** 28);
  });
});

describe("a frame", () => {
  const frame = (length: number): string => `\x95${field(length, 8)}`;

  it("may stand in any protocol, and again after its end", () => {
    expect(loads(bytesOf(`${frame(2)}N.`))).toBeNull();
    expect(loads(bytesOf(`\x80\x02${frame(1)}N${frame(1)}.`))).toBeNull();
    expect(loads(bytesOf(`${frame(0)}N.`))).toBeNull();
    expect(loads(bytesOf(`\x80\x04${frame(5)}I42\n.`))).toBe(42);
  });

  it("is refused inside another, across an opcode, and beyond the data", () => {
    expect(refusal(bytesOf(`${frame(11)}${frame(1)}N.`)).code).toBe("bad-argument");
    expect(refusal(bytesOf(`${frame(2)}C\x01aN.`)).code).toBe("bad-argument");
    expect(refusal(bytesOf(`${frame(2)}I42\n.`)).code).toBe("bad-argument");
    expect(refusal(bytesOf(`${frame(3)}N.`)).code).toBe("truncated");
  });
});

describe("a protocol", () => {
  it("may be declared anywhere, if it is known", () => {
    for (let protocol = 0; protocol <= 5; protocol += 1)
      expect(loads(bytesOf(`N\x80${String.fromCharCode(protocol)}\x80\0.`))).toBeNull();
  });

  it("is refused from 6 on", () => {
    for (let protocol = 6; protocol < 256; protocol += 1)
      expect(refusal(bytesOf(`\x80${String.fromCharCode(protocol)}N.`)).code).toBe("bad-argument");
  });
});

describe("a damaged pickle", () => {
  const fixtures = readFixtures().filter(({ pickle }) => pickle.length < 3000);
  const seeds = [
    "3.13/pure-batches",
    "3.13/object-state",
    "3.13/datetime",
    "3.13/dict-mixed",
    "3.13/ordereddict",
    "3.13/str-plain",
  ];
  const small = fixtures.filter(
    ({ name, pickle }) => pickle.length < 400 && seeds.includes(name.slice(0, -2)),
  );

  it("is refused at every byte where it may be cut off", () => {
    expect(new Set(small.map(({ protocol }) => protocol)).size).toBe(6);
    for (const { pickle } of small)
      for (let length = 0; length < pickle.length; length += 1)
        expect(refusal(pickle.subarray(0, length)).code).toBe("truncated");
  });

  it("is read as something else or refused, whichever bit is wrong", () => {
    let read = 0;
    let refused = 0;
    for (const { pickle } of small.filter(({ pickle }) => pickle.length < 250)) {
      const bytes = pickle.slice();
      for (let bit = 0; bit < 8 * bytes.length; bit += 1) {
        bytes[bit >> 3] = (bytes[bit >> 3] as number) ^ (1 << (bit & 7));
        if (isRead(bytes, { exact: bit % 2 === 0 })) read += 1;
        else refused += 1;
        bytes[bit >> 3] = pickle[bit >> 3] as number;
      }
    }
    expect(read).toBeGreaterThan(1000);
    expect(refused).toBeGreaterThan(1000);
  });

  it("is read as something else or refused, whatever was put into it", () => {
    const pickles = fc.constantFrom(...fixtures.map(({ pickle }) => pickle));
    const splices = fc.array(
      fc.tuple(fc.double({ min: 0, max: 1, noNaN: true }), fc.nat(4), fc.uint8Array({ maxLength: 6 })),
      {
        minLength: 1,
        maxLength: 4,
      },
    );
    const property = fc.property(pickles, pickles, splices, fc.boolean(), (pickle, other, places, exact) => {
      let bytes: number[] = Array.from(pickle);
      for (const [place, length, put] of places)
        bytes.splice(Math.floor(place * bytes.length), length, ...put);
      if (places.length > 3)
        bytes = [...bytes.slice(0, bytes.length / 2), ...other.subarray(other.length / 2)];
      isRead(Uint8Array.from(bytes), { exact, limits: { maxMemory: 2 ** 26 } });
    });
    fc.assert(property, { seed: SEED, numRuns: 4000 });
  });
});
