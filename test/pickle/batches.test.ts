import { Registry } from "pantry/copyreg";
import { dumps, loads } from "pantry/pickle";
import { FrozenSet, Global, Instance, Tuple } from "pantry/python";
import { describe, expect, it } from "vitest";
import { digestOf, digestOfPickles, expected, opcodesByProtocol } from "./literals.ts";

// The opcodes are those that CPython 3.13 writes, in protocols 0, 1, 2 and so on (see `expected`).
const CONTAINERS: readonly (readonly [value: object, ...opcodes: string[]])[] = [
  [[], "(lp0\n", "]q\x00", "]q\x00", "]\x94"],
  [{}, "(dp0\n", "}q\x00", "}q\x00", "}\x94"],
  [new Tuple(), "(t", ")", ")"],
  [
    new Set(),
    "c__builtin__\nset\np0\n((lp1\ntp2\nRp3\n",
    "c__builtin__\nset\nq\x00(]q\x01tq\x02Rq\x03",
    "c__builtin__\nset\nq\x00]q\x01\x85q\x02Rq\x03",
    "cbuiltins\nset\nq\x00]q\x01\x85q\x02Rq\x03",
    "\x8f\x94",
    "\x8f\x94",
  ],
  [
    new FrozenSet(),
    "c__builtin__\nfrozenset\np0\n((lp1\ntp2\nRp3\n",
    "c__builtin__\nfrozenset\nq\x00(]q\x01tq\x02Rq\x03",
    "c__builtin__\nfrozenset\nq\x00]q\x01\x85q\x02Rq\x03",
    "cbuiltins\nfrozenset\nq\x00]q\x01\x85q\x02Rq\x03",
    "(\x91\x94",
    "(\x91\x94",
  ],
  [[null], "(lp0\nNa", "]q\x00Na", "]q\x00Na", "]\x94Na"],
  [[null, null], "(lp0\nNaNa", "]q\x00(NNe", "]q\x00(NNe", "]\x94(NNe"],
  [
    { a: null },
    "(dp0\nVa\np1\nNs",
    "}q\x00X\x01\x00\x00\x00aq\x01Ns",
    "}q\x00X\x01\x00\x00\x00aq\x01Ns",
    "}\x94\x8c\x01a\x94Ns",
  ],
  [
    { a: null, b: null },
    "(dp0\nVa\np1\nNsVb\np2\nNs",
    "}q\x00(X\x01\x00\x00\x00aq\x01NX\x01\x00\x00\x00bq\x02Nu",
    "}q\x00(X\x01\x00\x00\x00aq\x01NX\x01\x00\x00\x00bq\x02Nu",
    "}\x94(\x8c\x01a\x94N\x8c\x01b\x94Nu",
  ],
  [new Tuple(null), "(Ntp0\n", "(Ntq\x00", "N\x85q\x00", "N\x85\x94"],
  [new Tuple(null, null), "(NNtp0\n", "(NNtq\x00", "NN\x86q\x00", "NN\x86\x94"],
  [new Tuple(null, null, null), "(NNNtp0\n", "(NNNtq\x00", "NNN\x87q\x00", "NNN\x87\x94"],
  [new Tuple(null, null, null, null), "(NNNNtp0\n", "(NNNNtq\x00", "(NNNNtq\x00", "(NNNNt\x94"],
  [
    new Set([1]),
    "c__builtin__\nset\np0\n((lp1\nI1\natp2\nRp3\n",
    "c__builtin__\nset\nq\x00(]q\x01K\x01atq\x02Rq\x03",
    "c__builtin__\nset\nq\x00]q\x01K\x01a\x85q\x02Rq\x03",
    "cbuiltins\nset\nq\x00]q\x01K\x01a\x85q\x02Rq\x03",
    "\x8f\x94(K\x01\x90",
    "\x8f\x94(K\x01\x90",
  ],
  [
    new FrozenSet([1]),
    "c__builtin__\nfrozenset\np0\n((lp1\nI1\natp2\nRp3\n",
    "c__builtin__\nfrozenset\nq\x00(]q\x01K\x01atq\x02Rq\x03",
    "c__builtin__\nfrozenset\nq\x00]q\x01K\x01a\x85q\x02Rq\x03",
    "cbuiltins\nfrozenset\nq\x00]q\x01K\x01a\x85q\x02Rq\x03",
    "(K\x01\x91\x94",
    "(K\x01\x91\x94",
  ],
];

const MAKERS = {
  list: (count: number) => new Array(count).fill(0),
  dict: (count: number) => (count === 0 ? {} : new Map(range(count).map((i) => [i, 0]))),
  set: (count: number) => new Set(range(count)),
  frozenSet: (count: number) => new FrozenSet(range(count)),
  tuple: (count: number) => Tuple.from(new Array(count).fill(0)),
  // What an object that was reduced is filled with, which CPython cuts otherwise.
  items: (count: number) => new Instance(MAKE, { items: range(count) }),
  entries: (count: number) => new Instance(MAKE, { entries: range(count).map((i) => [i, 0]) }),
} as const;
const MAKE = new Global("shop", "make");

/** The SHA-256 of all six pickles of CPython, by the number of items. */
const DIGESTS: Record<keyof typeof MAKERS, readonly (readonly [count: number, digest: string])[]> = {
  list: [
    [0, "58aa0cbe82974eea8a1f04e895eacf16c2cbb6614cdee0a53f5b5bb481052d7e"],
    [1, "d9ab469a2f838c6c5502f8200131983078663d7f329a8fcf0b4efa42d9c92399"],
    [2, "db1a3f0c486bf3a7bc937af13b661cc6a628dc6cf6e4d593e1c66a87c087e495"],
    [999, "78e71746e2cfbf5bd7d063ca715db46053691a32fdfefe7978b34dee3a991bc9"],
    [1000, "643f1837650e0a09efd12e31b954fe40867d3e985c16c271658f2799b97517ab"],
    [1001, "d78a358e31eea660b130402e263a8269fb597d75c923360c52b43ad12efd2620"],
    [2000, "deddbfdfe1fb4ab681b6b48f05d1da9223106bd6412ab2c83dc63d2dd22c2562"],
    [2001, "2f127428d9474c502ecc7fa7aaba86651beb48cb836983b95bc4bbc645cfe5ba"],
  ],
  dict: [
    [0, "888f56e9f2fc480a79a92b658b8c08f3398f83e35477817014415d39ad6a16bd"],
    [1, "c78bc32cce9abe81bf021597224c8daa737c73c4f40da64e962d1d412b718e90"],
    [2, "63a8c59eeea2e1079b631f22944ee57fb6841d53c90bd0fb1ed1aa57094629f4"],
    [999, "b02330fc5a9af659ac380074674fd505a27721467afc35e6bcdc1a958cc27397"],
    [1000, "31b841b36910c0b3a0ebd466f9fb3d8eaaf8a57d410cc4c8fed74d81237c2347"],
    [1001, "87a5be5897966446ec15c0b4d797a429c204b9a72a5126c772ecdd55307f3ac7"],
    [2000, "dd6de9c3e0280eb01ee09f690ff406d207f925f6b776f5b3e50c85116766ed89"],
    [2001, "4c55bda55db4eecbaf1ed70d4da518a13d803a1603c1d472c4c87327adb5bfe3"],
  ],
  set: [
    [0, "669a34900363dec306bba97cf51a89f241959ce26231d567f93007f035f0baee"],
    [1, "9e0176efc57c6b6e1d9c7234cf6282f8ab49789be30f9caf2e78c66a48b4d3ea"],
    [2, "9ebcd1a62cefb565f846be89570a3146c84797fca98b01869697b0d1dd710468"],
    [999, "10765ecc540764a8dc018946ce5dbbeac0abc58d61ee1c77bee2342da4a437ff"],
    [1000, "1dfcc366ca8406420372b861e696cccb6e5136590230e211ed5c4a2692fdcae3"],
    [1001, "4181fbe7acded6e485fcf645479bbc3424d040b3c68b9a5a8eb779fc192c7162"],
    [2000, "e3dc81493f888601d0e5e9d0ec4c3ffe6c9a2d14eb105eba4b7dbb8ded1c2081"],
    [2001, "e7ce2b619549c44c2432ed1e91e33417727dae12719ba94811e2eea600855d51"],
  ],
  frozenSet: [
    [0, "e876c224536d1ddc644608bfae3d2d8f9328494a898548b36438ccb67183d905"],
    [1, "a7c635c8391b2cd9fcd83ac113963ef153b057579979101d2d484fbed9d8b93d"],
    [2, "53036cfa7f00b82ea14d0c2807ec5e67add05516a3fc717b526e759252d3f226"],
    [999, "6f2fad10003f2c3639357ef620c5897cdd8b5c9759d25914c9eef2cb11b0f9f7"],
    [1000, "dae3603bb47fbbb4d9a0279957ddaeacd102e553699d67bff5367fcfa4d687ff"],
    [1001, "9da3efa387cff04a01184ec2caa113579829e07201128a5e1abea0657a30dc00"],
    [2000, "be5570cd2e2047e3959fd796d74b42bd79eb19995c47a75e139442802ef60e20"],
    [2001, "2a5015f852d72fdb1009cd466e959f5e5bae1abe460b07a261198348ebfd0d90"],
  ],
  tuple: [
    [0, "86b6f062c85ecdd3d543b1d49a3905eec98c8c388976d201a34d7886e80f2960"],
    [1, "9d2389a6c18761b7c8f2f9b17a44282c4e7eaa38745df4dba8bc06d786ff0564"],
    [2, "f7deb057b1a4af151bba4b829bf45a90a2c50fea21c1c7c255b698790df0f795"],
    [999, "d050fb4773057167bf7a8f4888dc1312994ffddc170a6de0387322fd19e0afff"],
    [1000, "5abd8a6a7b60886c838ad6198e0668fcc807b69f77aced8d8c9b3a3985ac3744"],
    [1001, "f89da7d4ddc0ebf07f83c74f13bc3f63410cf92dfb2b2ca0d6cd24f006c08827"],
    [2000, "910858cef277a54e114e172f3185518558bceee8e66759369b423134ecbc31b4"],
    [2001, "25186503faf1d73956f5312e2386c8cbf2b7a69a6c8a0757a023f53df5b094a4"],
  ],
  items: [
    [0, "b3aff8d800630dccf0ef6da6d8beede64d66edff074f01b658caa7b9b613f23d"],
    [1, "5d20e74a1f036eef6fde0cec9e473f18192f6d8ddbbb54b30623058688c28eb4"],
    [2, "edcbd32884c62f07231c8372f435d70a7a5279f1a1919f8e5f5effbec18332e5"],
    [999, "b2220f5aefb095c5af9894515ff902268941f5eeda22d576361fc5fcb91708cc"],
    [1000, "814c4e139d2380233dcd4e767b19e04902a8315e17df37bab766e943238f1ae5"],
    [1001, "01434eb535d23467d104a592e02f85f4ddf40499052d659021e7bcb058f8add6"],
    [1002, "ddbada4306de1a61de268582503a1f4a1dc5728a52760c7c16430b85ce49e53c"],
    [2000, "c0c192b9b42b94044df1209f27a38cab512357ef71e80192d37c7b0a1fc1f291"],
    [2001, "4af01ed7b546c82d62504dc5050be9ad315508a77455ac2007b021b65d1c720d"],
  ],
  entries: [
    [0, "b3aff8d800630dccf0ef6da6d8beede64d66edff074f01b658caa7b9b613f23d"],
    [1, "d25f0eb15cd6b1c0aad29a53ab4da281590d405d71dee5caf70c51affcec3e2e"],
    [2, "969ec98dfeb5a0ede59af362d531fdf0acce61e0fdc6bdb9524f6e0de54d3aa7"],
    [999, "d1ae8706394aa75df7a0793d75cf8a7e0d3ad8b9ae5811c617e112cb28a9b590"],
    [1000, "73a709c5256f5b8f2ff75d5dcb8798af29ababf5b9eeb69ef2f4a25ea59e6d02"],
    [1001, "01b0d922bb39a16b3394818a7c6ada8e3bf718185c4fe23f667d6336be220f9f"],
    [1002, "ccc23d6ae3f6892146e27125765202ebc25cc04ef01b97a924459615b14ec20b"],
    [2000, "76ebc20d5f935fef959f4fdddc978b3cb44078410039876b9dc4a971c3b345c9"],
    [2001, "9b270ccdf964361add412ec98efc1ae2727537af2e63d940590a4f0282f8dcfd"],
  ],
};

const FILLED: readonly (readonly [kind: "items" | "entries", count: number, ...opcodes: string[]])[] = [
  [
    "items",
    0,
    "cshop\nmake\np0\n(tRp1\n",
    "cshop\nmake\nq\x00)Rq\x01",
    "cshop\nmake\nq\x00)Rq\x01",
    "\x8c\x04shop\x94\x8c\x04make\x94\x93\x94)R\x94",
  ],
  [
    "entries",
    0,
    "cshop\nmake\np0\n(tRp1\n",
    "cshop\nmake\nq\x00)Rq\x01",
    "cshop\nmake\nq\x00)Rq\x01",
    "\x8c\x04shop\x94\x8c\x04make\x94\x93\x94)R\x94",
  ],
  [
    "items",
    1,
    "cshop\nmake\np0\n(tRp1\nI0\na",
    "cshop\nmake\nq\x00)Rq\x01K\x00a",
    "cshop\nmake\nq\x00)Rq\x01K\x00a",
    "\x8c\x04shop\x94\x8c\x04make\x94\x93\x94)R\x94K\x00a",
  ],
  [
    "entries",
    1,
    "cshop\nmake\np0\n(tRp1\nI0\nI0\ns",
    "cshop\nmake\nq\x00)Rq\x01K\x00K\x00s",
    "cshop\nmake\nq\x00)Rq\x01K\x00K\x00s",
    "\x8c\x04shop\x94\x8c\x04make\x94\x93\x94)R\x94K\x00K\x00s",
  ],
  [
    "items",
    2,
    "cshop\nmake\np0\n(tRp1\nI0\naI1\na",
    "cshop\nmake\nq\x00)Rq\x01(K\x00K\x01e",
    "cshop\nmake\nq\x00)Rq\x01(K\x00K\x01e",
    "\x8c\x04shop\x94\x8c\x04make\x94\x93\x94)R\x94(K\x00K\x01e",
  ],
  [
    "entries",
    2,
    "cshop\nmake\np0\n(tRp1\nI0\nI0\nsI1\nI0\ns",
    "cshop\nmake\nq\x00)Rq\x01(K\x00K\x00K\x01K\x00u",
    "cshop\nmake\nq\x00)Rq\x01(K\x00K\x00K\x01K\x00u",
    "\x8c\x04shop\x94\x8c\x04make\x94\x93\x94)R\x94(K\x00K\x00K\x01K\x00u",
  ],
];

function range(count: number): number[] {
  return Array.from({ length: count }, (_, i) => i);
}

describe("dumps() of containers", () => {
  for (const [value, ...row] of CONTAINERS) {
    it(`writes ${value.constructor.name} as ${JSON.stringify(row[0])} in protocol 0, as CPython does`, () => {
      expect(opcodesByProtocol(value)).toEqual(expected(row));
    });
  }

  for (const [kind, rows] of Object.entries(DIGESTS)) {
    const make = MAKERS[kind as keyof typeof MAKERS];
    for (const [count, digest] of rows) {
      it(`cuts a ${kind} of ${count} into batches as CPython does`, () => {
        expect(digestOf(make(count))).toBe(digest);
      });
    }
  }

  it("cuts an object into batches as it cuts a Map", () => {
    const object = Object.fromEntries(range(2001).map((i) => [`key ${i}`, i]));
    const map = new Map(Object.entries(object));
    for (const protocol of [0, 1, 3, 4, 5])
      expect(dumps(object, { protocol })).toEqual(dumps(map, { protocol, plain: true }));
  });
});

describe("dumps() of what fills an object", () => {
  for (const [kind, count, ...row] of FILLED) {
    it(`writes ${count} ${kind} as CPython does`, () => {
      expect(opcodesByProtocol(MAKERS[kind](count))).toEqual(expected(row));
    });
  }

  it("writes classes that extend Array and Map as CPython writes those that extend list and dict", () => {
    class List extends Array<number> {}
    class Dict extends Map<number, number> {}
    const registry = new Registry();
    registry.register(List, "shop.L");
    registry.register(Dict, "shop.D");
    const digest = (value: object): string => {
      const pickles = [2, 3, 4, 5].map((protocol) => dumps(value, { protocol, registry }));
      return digestOfPickles(pickles);
    };
    expect(digest(List.from([0]))).toBe("58b5a4e446c123936efb90c0ca08a1bd007cb8686cb9b09f42a1d387f47e0f9f");
    expect(digest(List.from(range(1001)))).toBe(
      "03e587dbad66d2e93acad9aedc51b413e8431d588f867ec533e848d0aac3135f",
    );
    expect(digest(new Dict([[0, 0]]))).toBe(
      "49009643a549bc0ec27c76c65cf93c1a8c5c883d99f7fba390af567e601f5bda",
    );
    expect(digest(new Dict(range(1001).map((i) => [i, 0])))).toBe(
      "896c620c1add9062be6cb9d8cd30ca2e6c80afbec3874a871bb3c03084946740",
    );
  });

  it("is read back whole, whatever the number of items", () => {
    for (const count of [1, 2, 999, 1000, 1001, 2000, 2001]) {
      for (const make of Object.values(MAKERS)) expect(loads(dumps(make(count)))).toEqual(make(count));
    }
  });
});
