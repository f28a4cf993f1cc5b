import { type Name, nameOf } from "./name-text.ts";
import { judgeName, type NameJudgement } from "./names/judge.ts";
import { POLICIES, type Policy, type PolicyName } from "./options.ts";
import type { Severity } from "./report.ts";
import { judgeForWeights } from "./weights-only.ts";

const RANK = { inert: 0, unknown: 1, dangerous: 2 } as const;

/** What stands for all the names of a module. */
const ALL = "*";

/** What a policy comes to: which names are harmless, and how bad an unknown one is. */
export class Standard {
  readonly name: string;
  /** How bad it is that nobody knows a name. */
  readonly unknown: Severity;
  /** Whether only what `torch.load(weights_only=True)` takes is allowed. */
  readonly weightsOnly: boolean;
  readonly #allow: readonly Name[];
  readonly #deny: readonly Name[];

  /** Throws `TypeError` for a policy that is not known or not well-formed. */
  constructor(policy: PolicyName | Policy = "default") {
    const given: Policy | null = typeof policy === "string" ? { name: policy, base: policy } : policy;
    if (typeof given !== "object" || given === null)
      throw new TypeError("policy: a name or an object was expected");
    const { name = "custom", base = "default", allow = [], deny = [] } = given;
    if (!POLICIES.includes(base)) throw new TypeError(`policy: one of ${POLICIES.join(", ")} was expected`);
    this.name = name;
    this.unknown = base === "default" ? "warning" : "danger";
    this.weightsOnly = base === "torch-weights-only";
    this.#allow = listOf(allow);
    this.#deny = listOf(deny);
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

function listOf(names: readonly string[]): readonly Name[] {
  if (!Array.isArray(names)) throw new TypeError("policy: an array of names was expected");
  return names.map((text) => nameOf(text, "policy"));
}

function matches(pattern: Name, module: string, name: string): boolean {
  if (pattern.name !== ALL) return pattern.module === module && pattern.name === name;
  return pattern.module === module || module.startsWith(`${pattern.module}.`);
}
