import type { Journal } from "./journal.ts";
import type { AuditOptions } from "./options.ts";
import { drain } from "./reading.ts";
import { newJournal } from "./readings.ts";
import { type AuditReport, verdictOf } from "./report.ts";
import { Session } from "./session.ts";
import { auditStream, type StreamOutcome } from "./stream.ts";

/**
 * Says what loading a pickle would do in Python, and does none of it. The machine that loads pickles runs this one with
 * inert parts, and takes down every import, call and change as it happens: nothing hides from it that any of CPython's
 * readers would run. Data that is no pickle is reported, not thrown.
 *
 * `verdict` is `"safe"` only for data, and for names that are known to be harmless whatever they are given, in a file that
 * was read to its end.
 *
 * @throws TypeError for data that is no `Uint8Array`, and for a policy that is not well-formed.
 * @throws RangeError for a limit that is no number, or negative.
 * @throws the reason of `signal`, once that is aborted.
 *
 * @example
 * ```ts
 * import { audit } from "pantry/pickletools";
 *
 * const report = audit(new TextEncoder().encode("cos\nsystem\n(S'id'\ntR."));
 * if (report.verdict !== "dangerous") throw new Error("missed");
 * if (report.findings[0]?.code !== "os.system('id')") throw new Error("not told");
 * ```
 */
export function audit(data: Uint8Array, options: AuditOptions = {}): AuditReport {
  return drain(auditing(data, options));
}

/**
 * The same in steps of a few milliseconds, for a program that has other things to do meanwhile: iterate it, and return to
 * the event loop between two steps.
 *
 * @throws what `audit` throws.
 *
 * @example
 * ```ts
 * import { auditing } from "pantry/pickletools";
 *
 * const steps = auditing(Uint8Array.of(0x4e, 0x2e));
 * let step = steps.next();
 * while (!step.done) {
 *   await new Promise((resolve) => setTimeout(resolve));
 *   step = steps.next();
 * }
 * if (step.value.verdict !== "safe") throw new Error("None is safe");
 * ```
 */
export function* auditing(data: Uint8Array, options: AuditOptions = {}): Generator<void, AuditReport> {
  if (!(data instanceof Uint8Array)) throw new TypeError("a Uint8Array was expected");
  const session = new Session(options);
  const journal = newJournal(session, []);
  const bytes = new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
  return report(session, journal, yield* auditStream(session, bytes, journal, 0));
}

function report(session: Session, journal: Journal, { status, error }: StreamOutcome): AuditReport {
  const { findings } = journal;
  return {
    format: "pantry.audit/1",
    policy: session.standard.name,
    status,
    verdict: verdictOf(findings, status),
    findings,
    imports: journal.imports,
    pickles: journal.pickles,
    program: journal.program,
    ...(error && { error }),
  };
}
