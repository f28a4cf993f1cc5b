/** What an audit may take. Real files never meet the defaults; what does is reported as `incomplete`. */
export interface AuditLimits {
  /** Opcodes of all pickles together. Default: 1,000,000,000. */
  readonly maxOpcodes?: number;
  /** An estimate of the memory for what the pickles make, in bytes. Default: 2 GiB. */
  readonly maxMemory?: number;
  /** How many pickles may lie within one another, as bytes or text. Default: 4. */
  readonly maxNesting?: number;
  /** Places that look like the beginning of a pickle and are tried: in bytes, in texts, in other data. Default: 10,000. */
  readonly maxCandidates?: number;
  /** Bytes of such places altogether. Default: 256 MiB. */
  readonly maxCandidateBytes?: number;
  /** Different findings that are kept; beyond, they count for the verdict alone. Default: 1,000. */
  readonly maxFindings?: number;
  /** Time, in milliseconds. Default: no limit. */
  readonly maxMilliseconds?: number;
}

export const DEFAULT_AUDIT_LIMITS: Required<AuditLimits> = {
  maxOpcodes: 1e9,
  maxMemory: 2 ** 31,
  maxNesting: 4,
  maxCandidates: 10_000,
  maxCandidateBytes: 2 ** 28,
  maxFindings: 1000,
  maxMilliseconds: Number.POSITIVE_INFINITY,
};

/** What is allowed and what is not, beyond what the lists say. */
export interface Policy {
  /** What reports call it. Default: `"custom"`. */
  readonly name?: string;
  /** The policy that it changes. Default: `"default"`. */
  readonly base?: PolicyName;
  /** Names to take for inert: `"shop.models.Order"` alone, `"shop.models.*"` with all that the module and its submodules hold. */
  readonly allow?: readonly string[];
  /** Names to take for dangerous, in the same form. They win over `allow`. */
  readonly deny?: readonly string[];
}

/**
 * A policy that comes with Pantry. `default`: a name is inert, dangerous or unknown. `strict`: whatever is not known to be
 * harmless is dangerous. `torch-weights-only`: what `torch.load` refuses with `weights_only=True` is dangerous.
 */
export type PolicyName = "default" | "strict" | "torch-weights-only";

/** Every `PolicyName`. */
export const POLICIES: readonly PolicyName[] = ["default", "strict", "torch-weights-only"];

/** How to audit. */
export interface AuditOptions {
  /** What is allowed. Default: `"default"`. */
  readonly policy?: PolicyName | Policy;
  /** What it may take. Default: see `AuditLimits`. */
  readonly limits?: AuditLimits;
  /** Ends the audit: its reason is thrown. */
  readonly signal?: AbortSignal;
  /** The names of extension codes, as `"module.name"` or `"module:Outer.Inner"`. Default: none is known. */
  readonly extensions?: ReadonlyMap<number, string>;
}
