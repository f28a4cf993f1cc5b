import { readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { audit } from "../../../src/pickletools/index.ts";
import {
  audited,
  call,
  Expression,
  latin1,
  raw,
  rebuilt,
  ref,
  rulesOf,
  tuple,
  withState,
} from "./assembler.ts";

const BUILD = 0x62;
const WRAPPER = "joblib.numpy_pickle.NumpyArrayWrapper";

/** The state of a wrapper of five items. */
function wrapped(dtype: unknown, more: object = {}): object {
  return { subclass: ref("numpy.ndarray"), shape: tuple(5), order: "C", dtype, allow_mmap: false, ...more };
}

function sized(kind: string, size: number): unknown {
  return withState(call("numpy.dtype", kind), tuple(3, "|", null, null, null, size, 1, 0));
}

function joblib(name: string): Uint8Array {
  return readFileSync(path.join(import.meta.dirname, "joblib", `${name}.joblib`));
}

/** The bytes with others in place of some, of the same length. */
function replaced(bytes: Uint8Array, from: string, to: string): Uint8Array {
  const text = Buffer.from(bytes).toString("latin1");
  expect(from).toHaveLength(to.length);
  expect(text.split(from)).toHaveLength(2);
  return latin1(text.replace(from, to));
}

describe("the raw arrays of joblib", () => {
  it.for(["arrays", "objects"])("are passed over: %s", (name) => {
    const report = audit(joblib(name));
    expect(report).toMatchObject({ status: "complete", verdict: "safe" });
    expect(report.findings).toMatchObject([{ rule: "raw-array", severity: "note", count: 1 }]);
    expect(joblib(name)[report.findings[0]?.offset ?? 0]).toBe(BUILD);
    expect(report.pickles).toMatchObject([{ offset: 0, length: joblib(name).length, complete: true }]);
  });

  it("do not hide what comes behind them", () => {
    const bytes = joblib("arrays");
    const report = audit(Buffer.concat([bytes.subarray(0, -2), Buffer.from("cos\nsystem\n(S'id'\ntRs.")]));
    expect(report.findings).toContainEqual(
      expect.objectContaining({ rule: "dangerous-call", code: "os.system('id')" }),
    );
  });

  it("are read as opcodes, too, for plain pickle does", () => {
    const bytes = Buffer.from(joblib("arrays"));
    // The padding before the five numbers, which a byte in front counts: an opcode, and what is run by it.
    const padding = bytes.indexOf(Buffer.from("05ffffffffff", "hex"));
    const hidden = Buffer.from("(0cos\nsystem\n(S'id'\ntR.".padEnd(41, " "));
    const report = audit(Buffer.concat([bytes.subarray(0, padding), hidden, bytes.subarray(padding + 6)]));
    expect(report).toMatchObject({ status: "complete", verdict: "dangerous" });
    expect(report.findings).toContainEqual(
      expect.objectContaining({ rule: "dangerous-call", code: "os.system('id')" }),
    );
  });

  it.for<[string, unknown]>([
    ["are of a type without a size", wrapped(call("numpy.dtype", "i"))],
    ["are of a type by its name", wrapped(call("numpy.dtype", "int8"))],
    ["are of a type with a state that numpy does not believe", wrapped(sized("i1", 40))],
    [
      "have a padding that is no number",
      wrapped(call("numpy.dtype", "i1"), { numpy_array_alignment_bytes: true }),
    ],
    ["have a state with slots", tuple(null, wrapped(call("numpy.dtype", "i1")))],
    ["have a state that a call makes", call("builtins.dict", [tuple("shape", tuple(2))])],
    ["have a state that adds to another", {}],
  ])("are unknown where they %s", ([, state]) => {
    const report = audited(withState(rebuilt(WRAPPER), state));
    expect(report).toMatchObject({ status: "complete", verdict: "unknown" });
    expect(report.findings).toContainEqual(
      expect.objectContaining({ rule: "raw-array", severity: "warning" }),
    );
  });

  it("have no padding for joblib before 1.2, whatever the wrapper says", () => {
    const state = wrapped(call("numpy.dtype", "i1"), { shape: tuple(6), numpy_array_alignment_bytes: 16 });
    // Six items, of which five are a PUT, then opcodes; or an r that tells of 114 bytes of padding, and six items.
    const array = raw(`\x14${"cos\nsystem\n(S'id'\ntR.".padEnd(115)}`);
    expect(audited(new Expression(withState(rebuilt(WRAPPER), state), array))).toMatchObject({
      status: "complete",
      verdict: "dangerous",
      findings: [{ rule: "dangerous-call", code: "os.system('id')" }, { rule: "raw-array" }],
    });
  });

  it.for<[string, unknown]>([
    ["copyreg._reconstructor", call("copyreg._reconstructor", ref(WRAPPER), ref("builtins.object"), null)],
    ["copyreg.__newobj__", call("copyreg.__newobj__", ref(WRAPPER))],
  ])("are known if %s makes what they are wrapped in", ([, wrapper]) => {
    const state = wrapped(call("numpy.dtype", "i1"), { shape: tuple(10) });
    // The ten items are a PUT and the opcode of bytes, which hold what follows, for who does not pass over them.
    const value = new Expression(
      withState(wrapper, state),
      raw("B\x11\0\0\x000\x8c\x02os\x8c\x06getpid\x93)R."),
    );
    expect(rulesOf(audited(value))).toContain("dangerous-call");
  });

  it("are no longer than the file", () => {
    const report = audit(replaced(joblib("arrays"), "K\x05\x85", "K\xff\x85"));
    expect(report.status).not.toBe("complete");
    expect(report.verdict).not.toBe("safe");
  });

  it("of objects are pickles", () => {
    const report = audit(
      replaced(joblib("objects"), "c_codecs\nencode\n", "cposix\nsystems\n\n".slice(0, 16)),
    );
    expect(report.verdict).not.toBe("safe");
    expect(audit(joblib("objects")).imports.map(({ module }) => module)).toContain("numpy.core.multiarray");
  });
});
