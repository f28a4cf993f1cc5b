import { check as problemsOf, whichdb } from "../../dbm/index.ts";
import { audit, type Finding } from "../../pickletools/index.ts";
import { printable, printableJson } from "../../python/printable.ts";
import type { Arguments } from "../arguments.ts";
import type { Command } from "../command.ts";
import { attempt } from "../dbm/databases.ts";
import { oneOf, operands } from "../dbm/operands.ts";
import { EXIT, Failure } from "../failure.ts";
import { host } from "../host.ts";
import { complain, print } from "../output.ts";
import { Progress } from "../progress.ts";
import { grouped } from "../scalar.ts";
import { type Style, styleFor } from "../style.ts";
import { KEYENCODING, KEYENCODING_USAGE, KeyText } from "./key-text.ts";
import { withPlace } from "./opened.ts";
import { PLACE_USAGE, type Place, placeOf } from "./places.ts";
import { behind, contentOf, EXACT, inputOf } from "./values.ts";

const USAGE = `Looks for what is wrong with a shelf, and for what reading its values in Python would run.

Usage: pantry shelf check [OPTION]... FILE|URL

A line for each problem: damage of the file, keys that are not in the encoding, values that are not one pickle from the
first to the last byte, and what pantry audit finds in them. Nothing is imported, called or written.

${PLACE_USAGE}

Options:
  --json              an object for each problem, on a line of its own: {"severity": ..., "key": ..., "message": ...}
  --quiet             print nothing but errors
${KEYENCODING_USAGE}
  -h, --help          print this

Exit codes: 0 nothing is wrong, 1 damage or danger, 2 the shelf could not be read, 3 nothing worse than names in values
that nobody knows, 64 wrong usage.
`;

/** `pantry shelf check`: what is wrong with a shelf. */
export const check: Command = {
  usage: USAGE,
  options: { json: { type: "boolean" }, quiet: { type: "boolean" }, ...KEYENCODING },
  run,
};

/** How bad a problem is: `damage` and `danger` are, `unknown` may be, and `waste` is not. */
type Severity = "damage" | "danger" | "unknown" | "waste";

interface Problem {
  readonly severity: Severity;
  /** The key that it is about, in print. */
  readonly key?: string;
  readonly message: string;
}

async function run(args: Arguments): Promise<number> {
  const [word = ""] = operands(args, ["FILE|URL"]);
  const form = oneOf(args, ["json", "quiet"]);
  const place = placeOf(word);
  const keys = new KeyText(args);
  const style = styleFor(host.stdout);
  const found: Record<Severity, number> = { damage: 0, danger: 0, unknown: 0, waste: 0 };
  const progress = new Progress();
  const tell = async (problem: Problem) => {
    found[problem.severity] += 1;
    progress.clear();
    if (form !== "quiet") await print([form === "json" ? jsonOf(problem) : lineOf(problem, style)]);
  };
  try {
    await lookAtFile(place, tell);
    await lookAtEntries(place, { keys, progress, tell });
  } catch (error) {
    // Damage, which was told already, may well keep one from reading on.
    if (!(error instanceof Failure) || found.damage === 0) throw error;
    progress.clear();
    await complain(error.message);
  } finally {
    progress.clear();
  }
  if (form === undefined) await print([`${style.heading(place.shown)}  ${verdict(found, style)}\n`]);
  if (found.damage + found.danger > 0) return EXIT.bad;
  return found.unknown > 0 ? EXIT.unknown : EXIT.fine;
}

type Tell = (problem: Problem) => Promise<void>;

async function lookAtFile(place: Place, tell: Tell): Promise<void> {
  if (place.kind !== "file" || !whichdb(place.path)) return;
  await attempt(place.shown, async () => {
    for (const { message, severity } of problemsOf(place.path)) await tell({ severity, message });
  });
}

interface Look {
  readonly keys: KeyText;
  readonly progress: Progress;
  readonly tell: Tell;
}

async function lookAtEntries(place: Place, { keys, progress, tell }: Look): Promise<void> {
  let count = 0;
  await withPlace(place, { flag: "r" }, async (shelf) => {
    for await (const [key, value] of shelf.entries()) {
      count += 1;
      progress.count(count, "key", "looked at");
      for (const problem of problemsOfEntry(key, value, keys)) await tell(problem);
    }
  });
}

function* problemsOfEntry(bytes: Uint8Array, value: Uint8Array, keys: KeyText): Generator<Problem> {
  const key = keys.shown(bytes);
  if (keys.decoded(bytes) === undefined)
    yield { severity: "damage", key, message: "the key is in another encoding" };
  const trouble = troubleWith(value);
  if (trouble !== undefined) yield { severity: "damage", key, message: trouble };
  const { findings, verdict } = audit(value);
  let isTold = trouble !== undefined;
  for (const finding of findings) {
    const { rule, severity } = finding;
    if (severity === "note" || (trouble !== undefined && rule === "no-pickle")) continue;
    isTold = true;
    yield { severity: severity === "danger" ? "danger" : "unknown", key, message: messageOf(finding) };
  }
  if (verdict !== "safe" && !isTold) yield { severity: "unknown", key, message: "nobody knows what it does" };
}

/** Why a value is not one pickle from the first to the last byte. */
function troubleWith(bytes: Uint8Array): string | undefined {
  try {
    const { left } = contentOf(inputOf("", bytes), EXACT);
    return left > 0 ? behind(left) : undefined;
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    return error.reason;
  }
}

function messageOf({ code, message }: Finding): string {
  return code === undefined ? message : `${message.replace(/\.$/, "")}: ${code}`;
}

function jsonOf({ key, message, severity }: Problem): string {
  return `${printableJson(JSON.stringify({ severity, key, message }))}\n`;
}

function lineOf({ key, message, severity }: Problem, style: Style): string {
  const paint = severity === "damage" || severity === "danger" ? style.bad : style.doubtful;
  const about = key === undefined ? "" : `${style.heading(key)}: `;
  return `${paint(severity.padEnd("unknown".length))}  ${about}${printable(message)}\n`;
}

function verdict(found: Readonly<Record<Severity, number>>, style: Style): string {
  const parts = Object.entries(found).flatMap(([name, count]) =>
    count > 0 ? [`${grouped(count)} ${name}`] : [],
  );
  return parts.length === 0 ? style.good("nothing is wrong") : parts.join(", ");
}
