// The policy torch-weights-only against the unpickler of PyTorch itself. That of 1.13 has a shorter list: what is newer
// is written down here.
import { execFileSync } from "node:child_process";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { dumps } from "../../../src/pickle/index.ts";
import { audit, opcodes } from "../../../src/pickletools/index.ts";
import { call, latin1, pickleOf, raw, rebuilt, ref, tuple, withState } from "./assembler.ts";

const PYTHONS = [process.env.PANTRY_TORCH_PYTHON, "/usr/bin/python3", "python3"].filter(
  (one) => one !== undefined,
);
const SCRIPT = path.join(import.meta.dirname, "weights_only.py");

function ask(python: string, args: readonly string[], input: string = ""): unknown {
  return JSON.parse(
    execFileSync(python, [SCRIPT, ...args], { input, encoding: "utf8", stdio: ["pipe", "pipe", "ignore"] }),
  );
}

const found = PYTHONS.flatMap((python) => {
  try {
    return [{ python, names: ask(python, ["names"]) as string[] }];
  } catch {
    return [];
  }
})[0];
const isFirstForm = found !== undefined && !found.names.includes("builtins.set");

const HEADER = "\x80\x02";
const ordered = call("collections.OrderedDict");
const tensor = call("torch._utils._rebuild_tensor_v2", new Uint8Array(), 0, tuple(), tuple(), false, ordered);

/** What both refuse, and what both take. */
const SAME: { readonly [what: string]: Uint8Array } = {
  "a dict": dumps({ a: 1, b: [2, true, null] }, { protocol: 2, plain: true }),
  "a dict of protocol 4": dumps({ a: 1 }, { protocol: 4, plain: true }),
  "a long": dumps(2n ** 70n, { protocol: 2 }),
  "a dict that is ordered": pickleOf(withState(ordered, { a: 1 }), HEADER),
  "an import": pickleOf(ref("os.system"), HEADER),
  "a call": pickleOf(call("os.system", "id"), HEADER),
  "a call of the result of a call": pickleOf(call(ordered), HEADER),
  "a parameter": pickleOf(rebuilt("torch.nn.parameter.Parameter", tensor), HEADER),
  "a path that is divided otherwise": pickleOf(ref("torch.nn:parameter.Parameter"), HEADER),
  "a type by its other name": pickleOf(ref("torch.float"), HEADER),
  "a state for a list": pickleOf(withState([], { a: 1 }), HEADER),
  "a state for a dict": pickleOf(withState({}, { a: 1 }), HEADER),
  "an item for a tuple": latin1(`${HEADER})K\x01a.`),
  "items for an ordered dict": latin1(`${HEADER}ccollections\nOrderedDict\n)R(K\x01K\x02u.`),
  "items for a list, one by one": latin1(`${HEADER}]K\x01aK\x02a.`),
  "a storage": pickleOf([tuple("storage", ref("torch.FloatStorage"), "0", "cpu", 1), raw("Q")].at(0), HEADER),
  "what comes by a persistent id": latin1(`${HEADER}(U\x07storageK\x01tQ.`),
  "a state for what comes by a persistent id": latin1(`${HEADER}(U\x07storageK\x01tQ}b.`),
  "what comes by another persistent id": latin1(`${HEADER}(U\x05otherK\x01tQ.`),
};

/** What newer ones take and that of 1.13 refuses, or the other way round. */
const NEWER: { readonly [what: string]: readonly [pickle: Uint8Array, isTaken: boolean] } = {
  "a float": [dumps(1.5, { protocol: 2 }), true],
  "a set": [pickleOf(call("builtins.set", []), HEADER), true],
  "a complex": [pickleOf(call("builtins.complex", 1, 2), HEADER), true],
  "a bytearray": [pickleOf(call("builtins.bytearray"), HEADER), true],
  "a Counter": [pickleOf(call("collections.Counter"), HEADER), true],
  bytes: [dumps(Uint8Array.of(1), { protocol: 2 }), true],
  "a tensor of a subclass": [pickleOf(ref("torch._tensor._rebuild_from_type_v2"), HEADER), true],
  "a new kind of number": [pickleOf(ref("torch.float8_e5m2"), HEADER), true],
  "an instance of what is allowed": [pickleOf(rebuilt("collections.OrderedDict"), HEADER), true],
  "items for what is no dict": [latin1(`${HEADER}]K\x01aK\0K\x02s.`), false],
};

function isTaken(pickle: Uint8Array): boolean {
  return audit(pickle, { policy: "torch-weights-only" }).verdict === "safe";
}

describe("the policy torch-weights-only", () => {
  it.for(Object.entries(NEWER))("goes with newer releases for %s", ([, [pickle, taken]]) => {
    expect(isTaken(pickle)).toBe(taken);
  });

  it("tells what is refused", () => {
    const { findings } = audit(dumps([new Set([1])], { protocol: 4 }), { policy: "torch-weights-only" });
    expect(findings.map(({ rule, severity }) => [rule, severity])).toContainEqual(["weights-only", "danger"]);
    expect(findings[0]?.message).toBe("torch.load with weights_only=True refuses the opcode FRAME");
    expect(
      audit(pickleOf(ref("os.system"), HEADER), { policy: "torch-weights-only" }).findings[0],
    ).toMatchObject({
      rule: "dangerous-import",
      message: "os.system is imported: torch.load refuses it with weights_only=True",
    });
  });

  const name = isFirstForm ? "" : " Skipped: no Python here has PyTorch 1.13 to 2.5.";
  it.skipIf(!isFirstForm)(`takes and refuses what PyTorch does.${name}`, () => {
    const entries = Object.entries(SAME);
    const refusals = ask(
      found?.python ?? "",
      [],
      JSON.stringify(entries.map(([, pickle]) => Buffer.from(pickle).toString("base64"))),
    ) as (string | null)[];
    const differences = entries.filter(([, pickle], i) => isTaken(pickle) !== (refusals[i] === null));
    expect(differences.map(([what]) => what)).toEqual([]);
    expect(refusals.filter((refusal) => refusal !== null).length).toBeGreaterThan(5);
    expect(refusals.filter((refusal) => refusal === null).length).toBeGreaterThan(5);
  });

  it.skipIf(!isFirstForm)(`takes every name that PyTorch does.${name}`, () => {
    const names = found?.names ?? [];
    expect(names.length).toBeGreaterThan(80);
    expect(names.filter((one) => !isTaken(pickleOf(ref(one), HEADER)))).toEqual([]);
  });

  it.skipIf(!isFirstForm)(
    `refuses the opcodes that PyTorch does, but for floats, which 1.13 forgot.${name}`,
    () => {
      // Each on its own, behind enough values and MARKs for any of them, with an argument that is long enough.
      const codes = opcodes.filter(({ name: opcode }) => opcode !== "STOP");
      const pickles = codes.map(({ code }) => latin1(`${HEADER}]]((N${code}\0\0\0\0\0\0\0\0\n\n.`));
      const refusals = ask(
        found?.python ?? "",
        [],
        JSON.stringify(pickles.map((pickle) => Buffer.from(pickle).toString("base64"))),
      ) as (string | null)[];
      const theirs = codes.filter(
        ({ code }, i) => refusals[i] === `Unsupported operand ${code.charCodeAt(0)}`,
      );
      const ours = codes.filter(({ name: opcode }, i) => {
        const { findings } = audit(pickles[i] as Uint8Array, { policy: "torch-weights-only" });
        return findings.some(({ message }) => message.endsWith(`the opcode ${opcode}`));
      });
      const names = (list: typeof codes) => list.map(({ name: opcode }) => opcode);
      expect(names(theirs).filter((opcode) => !names(ours).includes(opcode))).toEqual(["BINFLOAT"]);
      expect(names(ours).filter((opcode) => !names(theirs).includes(opcode))).toEqual([]);
      expect(ours.length).toBeGreaterThan(20);
    },
  );
});
