import { judgeName, type NameJudgement } from "./names/judge.ts";
import { POLICIES, type Policy, type PolicyName } from "./options.ts";
import type { Severity } from "./report.ts";
import { judgeForWeights } from "./weights-only.ts";

const RANK = { inert: 0, unknown: 1, dangerous: 2 } as const;

/** A name that a policy lists: exactly, or with all that its module holds. */
interface Pattern {
  readonly module: string;
  readonly name: string | undefined;
}

/** What a policy comes to: which names are harmless, and how bad an unknown one is. */
export class Standard {
  readonly name: string;
  /** How bad it is that nobody knows a name. */
  readonly unknown: Severity;
  /** Whether only what `torch.load(weights_only=True)` takes is allowed. */
  readonly weightsOnly: boolean;
  readonly #allow: readonly Pattern[];
  readonly #deny: readonly Pattern[];

  /** Throws `TypeError` for a policy that is not known or not well-formed. */
  constructor(policy: PolicyName | Policy = "default") {
    const given: Policy = typeof policy === "string" ? { name: policy, base: policy } : policy;
    const { name = "custom", base = "default", allow = [], deny = [] } = given;
    if (!POLICIES.includes(base)) throw new TypeError(`policy: one of ${POLICIES.join(", ")} was expected`);
    this.name = name;
    this.unknown = base === "default" ? "warning" : "danger";
    this.weightsOnly = base === "torch-weights-only";
    this.#allow = allow.map(pattern);
    this.#deny = deny.map(pattern);
  }

  /** The worst of what the forms of a name are: as it was read, and as Python 3 imports it. */
  judge(...forms: readonly (readonly [module: string, name: string])[]): NameJudgement {
    const judgements = forms.map(([module, name]) => this.#judge(module, name));
    return judgements.reduce((worst, next) => (RANK[next.tier] > RANK[worst.tier] ? next : worst));
  }

  #judge(module: string, name: string): NameJudgement {
    if (this.#deny.some((pattern) => matches(pattern, module, name)))
      return { tier: "dangerous", reason: "the policy denies it" };
    if (this.#allow.some((pattern) => matches(pattern, module, name))) return { tier: "inert" };
    return this.weightsOnly ? judgeForWeights(module, name) : judgeName(module, name);
  }
}

function pattern(text: string): Pattern {
  if (typeof text !== "string" || !/^[^.:]+(?:[.:][^.:]+)+$/.test(text))
    throw new TypeError(`policy: a name as in "module.name" or "module.*" was expected, not ${String(text)}`);
  const colon = text.indexOf(":");
  const dot = colon < 0 ? text.lastIndexOf(".") : colon;
  const name = text.slice(dot + 1);
  return { module: text.slice(0, dot), name: name === "*" ? undefined : name };
}

function matches(pattern: Pattern, module: string, name: string): boolean {
  if (pattern.name !== undefined) return pattern.module === module && pattern.name === name;
  return pattern.module === module || module.startsWith(`${pattern.module}.`);
}
