import { bytes } from "../cells.ts";
import type { Step } from "../program.ts";
import { MEMORY, type Named } from "./named.ts";

/** Blobs in pieces. */
export const BLOBS: readonly Named[] = [
  {
    name: "a blob is read and written in pieces",
    needs: "helper",
    steps: [
      ...MEMORY,
      ["execute", 0, "create table t(a, b, c)"],
      ["execute", 0, "insert into t values(?, 'text', 5)", [bytes("000102030405060708090a")]],
      ["commit", 0],
      ["blobopen", 0, "t", "a", "1", {}],
      ["blob", 0, "length"],
      ["blob", 0, "read", 3],
      ["blob", 0, "tell"],
      ["blob", 0, "read"],
      ["blob", 0, "read"],
      ["blob", 0, "seek", 0],
      ["blob", 0, "read", 0],
      ["blob", 0, "read", 100],
      ...[[3], [3, 0], [-2, 2], [2, 1], [-1, 1], [0, 2], [11], [12], [-1], [1, 2], [-12, 2], [1, 9]].flatMap(
        (seek): Step[] => [
          ["blob", 0, "seek", ...seek],
          ["blob", 0, "tell"],
        ],
      ),
      ["blob", 0, "seek", 9],
      ["blob", 0, "write", bytes("aabb")],
      ["blob", 0, "write", bytes("cc")],
      ["blob", 0, "write", bytes("")],
      ...[0, 10, -1, -11, 11, -12].map((index): Step => ["blob", 0, "get", index]),
      ...[0, 255, 256, -1].map((byte): Step => ["blob", 0, "set", 1, byte]),
      ["blob", 0, "set", 11, 5],
      ["blob", 0, "set", -1, 5],
      ...[[0, 3], [3], [-3], [2, -2], [5, 2], [100], [-100, 100]].map(
        (range): Step => ["blob", 0, "slice", range[0], range[1] ?? null],
      ),
      ["execute", 0, "select * from t"],
      ["fetchall", 0],
      ["blob", 0, "close"],
      ["blob", 0, "close"],
      ["blob", 0, "read"],
      ["blob", 0, "length"],
      ["blob", 0, "get", 0],
      ["blob", 0, "tell"],
    ],
  },
  {
    name: "a blob is opened where there is one",
    steps: [
      ...MEMORY,
      ["execute", 0, "create table t(a, b, c, d integer primary key)"],
      ["execute", 0, "insert into t values(?, 'text', 5, 7)", [bytes("")]],
      ["execute", 0, "insert into t values(null, 0.5, 5, 8)"],
      ["blobopen", 0, "t", "a", "7", {}],
      ["blob", 0, "length"],
      ["blob", 0, "read"],
      ["blob", 0, "get", 0],
      ["blobopen", 0, "t", "b", "7", { readonly: true }],
      ["blob", 1, "read"],
      ["blob", 1, "write", bytes("00")],
      ...(
        [
          ["t", "c", "7"],
          ["t", "a", "8"],
          ["t", "b", "8"],
          ["t", "d", "7"],
          ["t", "a", "9"],
          ["t", "x", "7"],
          ["x", "a", "7"],
        ] as const
      ).map((place): Step => ["blobopen", 0, ...place, {}]),
      ["blobopen", 0, "t", "a", "7", { name: "temp" }],
      ["blobopen", 0, "t", "a", "7", { name: "nowhere" }],
      ["execute", 0, "update t set b = 'other' where d = 7"],
      ["blob", 1, "read"],
      ["blob", 1, "length"],
    ],
    needs: "helper",
  },
];
