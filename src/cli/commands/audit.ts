import { type Inspection, type InspectOptions, inspect } from "../../inspect/index.ts";
import { POLICIES } from "../../pickletools/audit/options.ts";
import type { Policy, PolicyName } from "../../pickletools/index.ts";
import { printable } from "../../python/printable.ts";
import type { Arguments } from "../arguments.ts";
import {
  type AuditPrinter,
  jsonPrinter,
  type Outcome,
  quietPrinter,
  sarifPrinter,
  textPrinter,
} from "../audit-printers.ts";
import type { Command } from "../command.ts";
import { EXIT, Failure, misuse, reasonOf } from "../failure.ts";
import { MAX_BYTES, nameOf, readBytes } from "../input.ts";
import { complain } from "../output.ts";
import { Progress } from "../progress.ts";
import { type Target, targetsOf } from "../targets.ts";

const NAME = /^[^\s.]+(?:\.[^\s.]+)+$/;

const USAGE = `Tells what loading pickles in Python would do, and whether that is dangerous.

Usage: pantry audit [OPTION]... FILE|DIR...

FILE is anything that may hold pickles, whatever its name: pickles, compressed files, archives, PyTorch checkpoints,
files of NumPy and joblib; or - for the standard input. All the files in a DIR and in the folders within are looked
into; links there are not followed. Nothing is loaded, imported or called.

  safe       only data, and names that are known to do nothing else
  unknown    names that no list knows, or what cannot be opened here
  dangerous  it would run code, reach files, the network, processes or attributes by name, or it hides something

Options:
  --policy P       default, strict (what is unknown is dangerous) or torch-weights-only (what torch.load allows)
  --allow NAME     take module.name, or module.* for all of a module, for harmless; may be given again
  --deny NAME      take it for dangerous, whatever is allowed; may be given again
  --extension N=NAME
                   what module.name the extension code N stands for; may be given again
  --json           all that was found, as JSON: an array with an object for each file
  --sarif          the findings for code scanning: SARIF 2.1.0
  --quiet          print nothing but errors
  --max-bytes N    the most bytes to read, also after decompression (default 1073741824)
  -h, --help       print this

Exit codes: 0 all safe and read to the end, 1 dangerous, 2 could not be read to its end, 3 unknown, 64 wrong usage; of
several files the worst, in the order 1, 2, 3, 0.
`;

/** `pantry audit`: what loading would do, and a verdict. */
export const audit: Command = {
  usage: USAGE,
  options: {
    policy: { type: "string" },
    allow: { type: "string", multiple: true },
    deny: { type: "string", multiple: true },
    extension: { type: "string", multiple: true },
    json: { type: "boolean" },
    sarif: { type: "boolean" },
    quiet: { type: "boolean" },
    "max-bytes": { type: "string" },
  },
  run,
};

/** The worst is first. */
const WORST: readonly number[] = [EXIT.bad, EXIT.unreadable, EXIT.unknown, EXIT.fine];

async function run(args: Arguments): Promise<number> {
  if (args.files.length === 0) throw misuse("a file or folder expected, or - for the standard input");
  const printer = printerOf(args);
  const maxBytes = args.integer("max-bytes", 1) ?? MAX_BYTES;
  const options: InspectOptions = { policy: policyOf(args), extensions: extensionsOf(args), maxBytes };
  const { files, skipped, unread } = targetsOf(args.files);
  const progress = new Progress(args.flag("quiet") ? 0 : files.length);
  let exitCode: number = EXIT.fine;
  for (const { path, reason } of unread) {
    await complain(`${nameOf(path)}: ${reason}`);
    await printer.print({ path, error: reason, exitCode: EXIT.unreadable });
    exitCode = worse(exitCode, EXIT.unreadable);
  }
  for (const [i, target] of files.entries()) {
    progress.show(i + 1, nameOf(target.path));
    const outcome = await look(target, maxBytes, options);
    progress.clear();
    if (outcome.error !== undefined) await complain(`${nameOf(target.path)}: ${outcome.error}`);
    await printer.print(outcome);
    exitCode = worse(exitCode, outcome.exitCode);
  }
  await printer.end({ skipped, isMany: files.length !== 1 || files[0]?.isFound === true });
  return exitCode;
}

async function look(target: Target, maxBytes: number, options: InspectOptions): Promise<Outcome> {
  const { isFound, path } = target;
  let bytes: Uint8Array;
  try {
    bytes = await readBytes(path, maxBytes);
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    return { path, error: reasonOf(error.cause), exitCode: EXIT.unreadable };
  }
  const inspection = await inspect(bytes, options);
  const isNone = isFound && isNoPickle(inspection);
  return { path, inspection, isNone, exitCode: isNone ? EXIT.fine : exitCodeOf(inspection) };
}

/** Whether all that there is to say of it is that nothing in it could be a pickle. */
function isNoPickle({ findings, root }: Inspection): boolean {
  return (
    root.kind === "data" &&
    findings.every(({ rule, severity }) => rule === "no-pickle" || severity === "note")
  );
}

function exitCodeOf({ status, verdict }: Inspection): number {
  if (verdict === "dangerous") return EXIT.bad;
  if (status !== "complete") return EXIT.unreadable;
  return verdict === "safe" ? EXIT.fine : EXIT.unknown;
}

function worse(one: number, other: number): number {
  return WORST.indexOf(one) < WORST.indexOf(other) ? one : other;
}

function printerOf(args: Arguments): AuditPrinter {
  const forms = ["json", "sarif", "quiet"].filter((name) => args.flag(name));
  if (forms.length > 1) throw misuse(`${forms.map((name) => `--${name}`).join(" or ")} expected, not both`);
  switch (forms[0]) {
    case "json":
      return jsonPrinter();
    case "sarif":
      return sarifPrinter();
    default:
      return forms[0] === "quiet" ? quietPrinter() : textPrinter();
  }
}

function policyOf(args: Arguments): PolicyName | Policy {
  const base = args.text("policy") ?? "default";
  const allow = namesOf(args, "allow");
  const deny = namesOf(args, "deny");
  if (!isPolicy(base))
    throw misuse(
      `--policy ${printable(base)}: ${POLICIES.slice(0, -1).join(", ")} or ${POLICIES.at(-1)} expected`,
    );
  return allow.length === 0 && deny.length === 0 ? base : { base, allow, deny };
}

function isPolicy(name: string): name is PolicyName {
  return (POLICIES as readonly string[]).includes(name);
}

function namesOf(args: Arguments, option: string): readonly string[] {
  const names = args.texts(option);
  const odd = names.find((name) => !NAME.test(name));
  if (odd !== undefined) throw misuse(`--${option} ${printable(odd)}: module.name or module.* expected`);
  return names;
}

function extensionsOf(args: Arguments): ReadonlyMap<number, string> {
  const extensions = new Map<number, string>();
  for (const text of args.texts("extension")) {
    const [, code, name] = /^(\d{1,10})=(.*)$/s.exec(text) ?? [];
    if (name === undefined || !NAME.test(name))
      throw misuse(`--extension ${printable(text)}: a number, = and module.name expected`);
    extensions.set(Number(code), name);
  }
  return extensions;
}
