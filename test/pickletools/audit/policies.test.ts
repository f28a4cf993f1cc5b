import { describe, expect, it } from "vitest";
import type { Policy } from "../../../src/pickletools/index.ts";
import { audited, auditedText, call, raw, rebuilt, ref, rulesOf, stackRef, tuple } from "./assembler.ts";

describe("the default policy", () => {
  it("tells inert, unknown and dangerous names apart", () => {
    expect(audited(rebuilt("collections.OrderedDict"))).toMatchObject({ policy: "default", verdict: "safe" });
    expect(audited(rebuilt("shop.Order")).verdict).toBe("unknown");
    expect(audited(call("os.system", "id")).verdict).toBe("dangerous");
  });

  it("goes by the worst of all", () => {
    expect(audited([rebuilt("shop.Order"), call("os.system", "id"), 1]).verdict).toBe("dangerous");
  });
});

describe("the strict policy", () => {
  it("takes what it does not know for dangerous", () => {
    for (const value of [ref("shop.Order"), rebuilt("shop.Order"), call("shop.order"), raw("\x82\x01")])
      expect(audited(value, { policy: "strict" })).toMatchObject({ policy: "strict", verdict: "dangerous" });
    expect(audited(call(call("builtins.next", [])), { policy: "strict" }).verdict).toBe("dangerous");
  });

  it("leaves data and harmless names safe", () => {
    expect(audited([1, call("datetime.date", 2024, 1, 2)], { policy: "strict" }).verdict).toBe("safe");
  });

  it("says unknown of what could not be read", () => {
    expect(auditedText("N", { policy: "strict" }).verdict).toBe("unknown");
  });
});

describe("a policy of one's own", () => {
  const allowed = (policy: Policy, value: unknown) => audited(value, { policy }).verdict;

  it("allows names exactly as they are written", () => {
    const policy = { name: "shop", allow: ["shop.models.Order"] };
    expect(audited(rebuilt("shop.models.Order"), { policy })).toMatchObject({
      policy: "shop",
      verdict: "safe",
      imports: [{ tier: "inert" }],
    });
    expect(allowed(policy, call("shop.models.Order", 1))).toBe("safe");
    expect(allowed(policy, rebuilt("shop.models.Line"))).toBe("unknown");
    expect(allowed(policy, rebuilt("shop.Order"))).toBe("unknown");
    expect(allowed(policy, ref("shop.models:Order.total"))).toBe("unknown");
  });

  it("allows all that a module and those below it hold", () => {
    const policy = { allow: ["shop.*"] };
    for (const name of ["shop.Order", "shop.models.Order", "shop.models.base.Order"])
      expect(allowed(policy, rebuilt(name)), name).toBe("safe");
    expect(allowed(policy, rebuilt("shopping.Order"))).toBe("unknown");
    expect(audited(rebuilt("shop.Order"), { policy }).policy).toBe("custom");
  });

  it("allows nested classes with a colon", () => {
    const policy = { allow: ["shop.models:Order.Item"] };
    expect(allowed(policy, stackRef("shop.models", "Order.Item"))).toBe("safe");
    expect(allowed(policy, stackRef("shop.models.Order", "Item"))).toBe("unknown");
  });

  it("denies names, whatever is allowed", () => {
    const policy = { allow: ["shop.*"], deny: ["shop.secrets.*", "shop.Order"] };
    expect(allowed(policy, rebuilt("shop.Line"))).toBe("safe");
    expect(allowed(policy, ref("shop.Order"))).toBe("dangerous");
    expect(allowed(policy, ref("shop.secrets.Key"))).toBe("dangerous");
    expect(audited(ref("shop.Order"), { policy }).findings[0]?.message).toBe(
      "shop.Order is imported: the policy denies it",
    );
    expect(allowed({ deny: ["collections.OrderedDict"] }, ref("collections.OrderedDict"))).toBe("dangerous");
  });

  it("can allow what is dangerous, by its name as it is read and as it is imported", () => {
    expect(allowed({ allow: ["os.system"] }, call("os.system", "id"))).toBe("safe");
    const former = auditedText("ccommands\ngetoutput\n.", { policy: { allow: ["commands.getoutput"] } });
    expect(former.verdict).toBe("dangerous");
    const both = { allow: ["commands.getoutput", "subprocess.getoutput"] };
    expect(auditedText("ccommands\ngetoutput\n.", { policy: both }).verdict).toBe("safe");
  });

  it("allows no structure that hides something", () => {
    const policy = { allow: ["os.*", "builtins.*"] };
    expect(auditedText("I0x10\n.", { policy }).verdict).toBe("dangerous");
    expect(rulesOf(audited(stackRef(call("builtins.str", "os"), "system"), { policy }))).toContain(
      "computed-import",
    );
  });

  it("may change another policy than the default", () => {
    const policy = { base: "strict", allow: ["shop.Order"] } as const;
    expect(allowed(policy, rebuilt("shop.Order"))).toBe("safe");
    expect(allowed(policy, rebuilt("shop.Line"))).toBe("dangerous");
    const weights = { base: "torch-weights-only", allow: ["shop.Order"] } as const;
    expect(
      audited(ref("shop.Order"), { policy: { ...weights } }).findings.map(({ name }) => name),
    ).not.toContain("shop.Order");
  });

  it.for<unknown>([
    "nothing",
    { base: "nothing" },
    { allow: ["os"] },
    { allow: [""] },
    { allow: ["a..b"] },
    { deny: [7] },
    { deny: [".*"] },
    { allow: "shop.Order" },
    { allow: ["a:b:c"] },
    null,
  ])("must be well-formed: %o", (policy) => {
    expect(() => audited(1, { policy: policy as Policy })).toThrow(TypeError);
  });
});

describe("the imports of a tuple of names", () => {
  it("are one record each", () => {
    const { imports } = audited(tuple(ref("a.b"), ref("a.c"), ref("a.b")));
    expect(imports.map(({ module, name, count }) => [module, name, count])).toEqual([
      ["a", "b", 2],
      ["a", "c", 1],
    ]);
  });
});
