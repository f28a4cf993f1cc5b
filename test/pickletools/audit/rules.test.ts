// Every rule once where it holds, and once where it nearly does.
import { describe, expect, it } from "vitest";
import { dumps } from "../../../src/pickle/index.ts";
import { type AuditOptions, audit, RULES, type RuleId } from "../../../src/pickletools/index.ts";
import {
  call,
  latin1,
  pickleOf,
  raw,
  rebuilt,
  ref,
  sequence,
  slots,
  stackRef,
  tuple,
  withState,
} from "./assembler.ts";

/** The rules about archives and other containers, which `test/inspect` shows. */
const CONTAINERS: ReadonlySet<RuleId> = new Set([
  "bad-checksum",
  "container-disagreement",
  "unlisted-member",
  "duplicate-member",
  "overlapping-members",
  "several-directories",
  "hidden-data",
  "encrypted-member",
  "unread-format",
  "compiled-code",
  "polyglot",
  "no-pickle",
]);

interface Case {
  readonly found: Uint8Array;
  readonly absent: Uint8Array;
  readonly options?: AuditOptions;
}

const SYSTEM = "cos\nsystem\n(S'id'\ntR.";
const dtype = (flags: number) =>
  withState(call("numpy.dtype", "O8", false, true), tuple(3, "|", null, null, null, -1, -1, flags));

const CASES: { readonly [id in RuleId]?: Case } = {
  "dangerous-import": { found: pickleOf(ref("os.system")), absent: pickleOf(ref("os.stat_result")) },
  "dangerous-call": { found: latin1(SYSTEM), absent: pickleOf(call("datetime.date", 2024, 1, 2)) },
  "unknown-import": { found: pickleOf(ref("shop.Order")), absent: pickleOf(ref("collections.OrderedDict")) },
  "unknown-rebuild": {
    found: pickleOf(rebuilt("shop.Order")),
    absent: pickleOf(rebuilt("argparse.Namespace")),
  },
  "unknown-call": { found: pickleOf(call("shop.order")), absent: pickleOf(rebuilt("shop.Order")) },
  "unknown-callee": {
    found: pickleOf(call(call("builtins.next", call("builtins.iter", [1])))),
    absent: pickleOf(call("builtins.next", call("builtins.iter", [1]))),
  },
  "computed-import": {
    found: pickleOf(stackRef(call("builtins.str", "os"), "system")),
    absent: pickleOf(stackRef("os", "stat_result")),
  },
  "extension-code": {
    found: pickleOf(raw("\x82\x07")),
    absent: pickleOf(raw("\x82\x07")),
    options: { extensions: new Map([[7, "collections.OrderedDict"]]) },
  },
  "attribute-by-name": {
    found: pickleOf(call("builtins.getattr", ref("builtins.dict"), "__subclasses__")),
    absent: pickleOf(call("builtins.getattr", ref("builtins.dict"), "fromkeys")),
  },
  "state-on-import": {
    found: pickleOf(withState(ref("argparse.Namespace"), { a: 1 })),
    absent: pickleOf(withState(rebuilt("argparse.Namespace"), { a: 1 })),
  },
  "dunder-state": {
    found: pickleOf(withState(rebuilt("argparse.Namespace"), slots({ __class__: 1 }))),
    absent: pickleOf(withState(rebuilt("argparse.Namespace"), slots({ __doc__: "a" }))),
  },
  "unsound-state": { found: pickleOf(dtype(0)), absent: pickleOf(dtype(63)) },
  "frame-straddle": {
    found: latin1("\x80\x04\x95\x02\0\0\0\0\0\0\0X\x01\0\0\0a."),
    absent: latin1("\x80\x04\x95\x07\0\0\0\0\0\0\0X\x01\0\0\0a."),
  },
  "mark-crossed": { found: latin1("K\x01(\x85."), absent: latin1("(K\x01\x85.") },
  "odd-items": { found: latin1("(K\x01d."), absent: latin1("(K\x01K\x02d.") },
  "lenient-number": { found: latin1("I0x10\n."), absent: latin1("I16\n.") },
  "lenient-string": { found: latin1("S'a'\0\n."), absent: latin1("S'a'\n.") },
  "long-number": { found: latin1(`I${"1".repeat(4301)}\n.`), absent: latin1(`I${"1".repeat(4300)}\n.`) },
  "name-not-ascii": { found: pickleOf(ref("shop.Größe")), absent: pickleOf(ref("shop.Groesse")) },
  "name-not-utf8": { found: latin1("cshop\nGr\xf6sse\n."), absent: pickleOf(ref("shop.Größe")) },
  impossible: {
    found: pickleOf(withState([], {})),
    absent: pickleOf(withState(rebuilt("shop.Order"), {})),
  },
  "persistent-id": { found: latin1("Pid\n."), absent: latin1("S'id'\n.") },
  "result-discarded": {
    found: pickleOf(sequence(call("shop.order"), 1)),
    absent: pickleOf(sequence(call("datetime.date", 2024, 1, 2), 1)),
  },
  "further-pickle": { found: latin1("N.N."), absent: latin1("N.") },
  "trailing-data": { found: latin1("N.\xff\xff"), absent: latin1("N.N.") },
  "hidden-pickle": { found: latin1(`N.\xff\xff${SYSTEM}`), absent: latin1("N.\xff\xff no pickle") },
  "nested-pickle": { found: dumps(latin1(SYSTEM)), absent: dumps(latin1("cos\nsystem(S'id'\ntR.")) },
  "weights-only": {
    found: dumps([1], { protocol: 4 }),
    absent: dumps([1], { protocol: 2 }),
    options: { policy: "torch-weights-only" },
  },
  truncated: { found: latin1("X\x05\0\0\0abc"), absent: latin1("X\x03\0\0\0abc.") },
  malformed: { found: latin1("\xff."), absent: latin1("N.") },
  limit: {
    found: dumps(Array.from({ length: 20_000 }, () => null)),
    absent: dumps([null]),
    options: { limits: { maxOpcodes: 10_000 } },
  },
};

describe("the rules", () => {
  it("are all shown, here or in the tests of inspect", () => {
    // Raw arrays need a file of joblib: raw-array.test.ts.
    const shown = [...Object.keys(CASES), ...CONTAINERS, "raw-array"];
    expect(shown.toSorted()).toEqual(RULES.map(({ id }) => id).toSorted());
  });

  it.for(Object.entries(CASES))(
    "%s is found where it holds, and nowhere else",
    ([id, { found, absent, options }]) => {
      const [finding] = audit(found, id === "extension-code" ? {} : options).findings.filter(
        ({ rule }) => rule === id,
      );
      expect(finding).toMatchObject({ rule: id, severity: severityOf(id) });
      expect(audit(absent, options).findings.map(({ rule }) => rule)).not.toContain(id);
    },
  );

  it("each say what they find and what to do", () => {
    for (const { id, summary, help, severity } of RULES) {
      expect(id).toMatch(/^[a-z]+(?:-[a-z0-9]+)*$/);
      expect(summary, id).toMatch(/^[A-Z].*[^.]$/);
      expect(help, id).toMatch(/^[A-Z].*\.$/s);
      expect(["note", "warning", "danger"]).toContain(severity);
    }
  });
});

/** What the documentation of a rule promises; a hidden pickle is dangerous only if what it does is. */
function severityOf(id: string): string | undefined {
  return RULES.find((rule) => rule.id === id)?.severity;
}
