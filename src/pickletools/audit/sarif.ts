import type { Finding, Severity, Status } from "./report.ts";
import { RULES } from "./rules.ts";

/** What was found in one file. An `Inspection` or an `AuditReport` has these fields but for the `uri`. */
export interface SarifEntry {
  /** Where the file is: a relative reference, best from `sarifUri`, or a URI. */
  readonly uri: string;
  /** What was found in it. */
  readonly findings: readonly Finding[];
  /** Whether the file was read to its end. Default: `"complete"`. */
  readonly status?: Status;
  /** Why it was not. */
  readonly error?: { readonly message: string };
}

/** How a SARIF log is made. */
export interface SarifOptions {
  /** The version of the tool. Default: none is told. */
  readonly version?: string;
}

/** A SARIF log: a plain object for `JSON.stringify`. */
export interface SarifLog {
  /** Where the schema of this version is. */
  readonly $schema: string;
  /** The version of SARIF. */
  readonly version: "2.1.0";
  /** What one run of the audit says of all its files. */
  readonly runs: readonly [SarifRun];
}

/** The one run of a log, of which only these parts are told apart here. */
export interface SarifRun {
  /** Who ran, and the rules it knows. */
  readonly tool: { readonly driver: { readonly name: string; readonly rules: readonly object[] } };
  /** Whether all files were read to their end, and why not. */
  readonly invocations: readonly object[];
  /** The files. */
  readonly artifacts: readonly object[];
  /** One for each finding. */
  readonly results: readonly object[];
}

const SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";

const LEVELS: { readonly [severity in Severity]: string } = {
  note: "note",
  warning: "warning",
  danger: "error",
};

/** The score, from 0 to 10, by which code scanning sorts the severities of security. */
const SCORES: { readonly [severity in Severity]: string } = { note: "0.0", warning: "5.0", danger: "9.0" };

const REASONS: { readonly [status in Exclude<Status, "complete">]: string } = {
  incomplete: "It could not be read to its end.",
  error: "It is malformed.",
};

/**
 * Findings as SARIF 2.1.0, the JSON that code scanning services read. A binary file has no lines, and they show nothing
 * without one: each result is put on line 1 of its file, and the byte it is about is its related location. What is inside
 * of a member of an archive has that member for its logical location, and its offset in its properties.
 *
 * @example
 * ```ts
 * import { audit, sarif, sarifUri } from "pantry/pickletools";
 *
 * const pickle = new TextEncoder().encode("cos\nsystem\n(S'id'\ntR.");
 * const log = sarif([{ uri: sarifUri("models/a b.pkl"), ...audit(pickle) }], { version: "1.0.0" });
 * const { results } = JSON.parse(JSON.stringify(log)).runs[0];
 * if (results[0].locations[0].physicalLocation.artifactLocation.uri !== "models/a%20b.pkl") throw new Error();
 * if (results[0].level !== "error") throw new Error();
 * ```
 */
export function sarif(entries: Iterable<SarifEntry>, options: SarifOptions = {}): SarifLog {
  const { version } = options;
  const indices = new Map<string, number>();
  const results: object[] = [];
  const notifications: object[] = [];
  for (const { error, findings, status = "complete", uri } of entries) {
    const index = indices.get(uri) ?? indices.size;
    indices.set(uri, index);
    const artifactLocation = { uri, index };
    const fingerprints = new Fingerprints();
    for (const finding of findings)
      results.push(resultOf(finding, artifactLocation, fingerprints.of(finding)));
    if (status === "complete") continue;
    notifications.push({
      level: "error",
      message: { text: messageText(error?.message ?? REASONS[status]) },
      locations: [{ physicalLocation: { artifactLocation } }],
    });
  }
  const invocation = { executionSuccessful: notifications.length === 0 };
  return {
    $schema: SCHEMA,
    version: "2.1.0",
    runs: [
      {
        tool: {
          driver: { name: "Pantry", ...(version !== undefined && { version }), rules: RULES.map(ruleOf) },
        },
        invocations: [
          notifications.length === 0
            ? invocation
            : { ...invocation, toolExecutionNotifications: notifications },
        ],
        artifacts: Array.from(indices.keys(), (uri) => ({ location: { uri }, roles: ["analysisTarget"] })),
        results,
      },
    ],
  };
}

/** The relative reference to a file, from its path with slashes: `a b/50%.pkl` is `a%20b/50%25.pkl`. */
export function sarifUri(path: string): string {
  return path
    .split("/")
    .map((part) => encodeURIComponent(part.toWellFormed()))
    .join("/");
}

function ruleOf({ help, id, severity, summary }: (typeof RULES)[number]): object {
  return {
    id,
    shortDescription: { text: messageText(summary) },
    help: { text: messageText(help) },
    defaultConfiguration: { level: LEVELS[severity] },
    properties: { tags: ["security"], "security-severity": SCORES[severity] },
  };
}

function resultOf(finding: Finding, artifactLocation: object, fingerprint: string): object {
  const { code, count, message, name, offset, opcode, rule, severity, within = [] } = finding;
  const way = within.join(" > ");
  const first = { artifactLocation, region: { startLine: 1 } };
  const bytes = { artifactLocation, region: { byteOffset: offset, byteLength: 1 } };
  const logicalLocations = [{ fullyQualifiedName: way, kind: "resource" }];
  const ruleIndex = RULES.findIndex(({ id }) => id === rule);
  return {
    ruleId: rule,
    ...(ruleIndex >= 0 && { ruleIndex }),
    level: LEVELS[severity],
    message: { text: messageText(way === "" ? message : `${way}: ${message}`) },
    locations: [{ physicalLocation: first, ...(way !== "" && { logicalLocations }) }],
    ...(way === "" && { relatedLocations: [{ id: 0, physicalLocation: bytes }] }),
    occurrenceCount: count,
    partialFingerprints: { "pantry/v1": fingerprint },
    properties: {
      offset,
      ...(opcode >= 0 && { opcode }),
      ...(name && { name }),
      ...(code && { code }),
      ...(way && { within }),
    },
  };
}

/** A message of SARIF: braces are doubled, and what would be a link (data may say so) is none. */
function messageText(text: string): string {
  return text.replace(/[{}]/g, "$&$&").replaceAll("](", "] (");
}

/** Tells the findings of a file apart by what they say, so that one that moves in the file stays the same. */
class Fingerprints {
  readonly #counts = new Map<string, number>();

  of({ code = "", name = "", rule, within = [] }: Finding): string {
    const hash = hashOf([rule, name, code, ...within].join("\0"));
    const count = (this.#counts.get(hash) ?? 0) + 1;
    this.#counts.set(hash, count);
    return `${hash}:${count}`;
  }
}

/** FNV-1a twice, from two bases: 64 bits to tell findings apart, and no secret to keep. */
function hashOf(text: string): string {
  let [high, low] = [0x811c9dc5, 0x9dc5811c];
  for (let i = 0; i < text.length; i += 1) {
    const unit = text.charCodeAt(i);
    high = Math.imul(high ^ unit, 0x01000193);
    low = Math.imul(low ^ (unit + i), 0x01000193);
  }
  return [high, low].map((half) => (half >>> 0).toString(16).padStart(8, "0")).join("");
}
