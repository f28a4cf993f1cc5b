export { audit, auditing } from "./audit.ts";
export type { AuditLimits, AuditOptions, Policy, PolicyName } from "./options.ts";
export {
  type AuditReport,
  byWeight,
  type Finding,
  type ImportRecord,
  type PickleRecord,
  type Severity,
  type Status,
  type Verdict,
  worstStatus,
  worstVerdict,
} from "./report.ts";
export { RULES, type Rule, type RuleId } from "./rules.ts";
export {
  type SarifEntry,
  type SarifLog,
  type SarifOptions,
  type SarifRun,
  sarif,
  sarifUri,
} from "./sarif.ts";
