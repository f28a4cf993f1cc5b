import { inspect } from "pantry/inspect";
import { Code } from "pantry/marshal";
import { dumps } from "pantry/marshal/pyc";
import { Tuple } from "pantry/python";
import { describe, expect, it } from "vitest";
import { SAMPLES } from "../marshal/pyc/samples.ts";
import { bytesOf, zip } from "./archives.ts";
import { EVIL, EVIL2, outline, rules } from "./read.ts";

describe("inspect(), of a .pyc file", () => {
  it.for(SAMPLES)("never calls that of Python $python safe ($kind)", async ({ bytes }) => {
    expect(await outline(bytes)).toEqual(["pyc unknown"]);
    expect(await rules(bytes)).toEqual(["compiled-code"]);
  });

  it("knows it by its form where the magic number is that of no Python here", async () => {
    for (const length of [8, 12, 16]) {
      const bytes = new Uint8Array(length + 20);
      bytes.set([0x74, 0x0e, 0x0d, 0x0a]);
      bytes[length] = 0xe3;
      expect(await outline(bytes)).toEqual(["pyc unknown"]);
    }
  });

  it("knows it in an archive", async () => {
    const bytes = dumps({ code: new Code({ name: "<module>" }) });
    const archive = zip([{ name: "shop.pyc", data: bytes }]);
    expect(await outline(archive)).toEqual(["zip unknown", "  pyc 'shop.pyc' unknown"]);
  });

  it("goes on looking for pickles in it", async () => {
    const bytes = dumps({ code: new Code({ consts: new Tuple<unknown>(EVIL2) }) });
    const { root, verdict } = await inspect(bytes);
    expect({ kind: root.kind, verdict }).toEqual({ kind: "pyc", verdict: "dangerous" });
    expect(await rules(bytes)).toContain("hidden-pickle");
  });

  it("tells when it is a pickle, too", async () => {
    // The magic number of Python 3.8, U\r, is the opcode of a short string and its length, 13.
    const both = new Uint8Array([...bytesOf("U\r\r\n\0\0\0\0c......"), ...EVIL]);
    expect(await outline(both)).toEqual(["pickle dangerous", "  pyc 'as pyc' unknown"]);
    expect(await rules(both)).toContain("polyglot");
  });

  it("takes a text of short lines for a text", async () => {
    expect(await outline(bytesOf("id\r\nab\r\ncd\r\n"))).toEqual(["data unknown error"]);
  });
});
