import type { Arguments } from "../arguments.ts";
import type { Command } from "../command.ts";
import { placeOf as databaseAt } from "../dbm/database-files.ts";
import { attempt, formatOf, REMEDIES } from "../dbm/databases.ts";
import { makeDatabase, makeWay } from "../dbm/new-database.ts";
import { oneOf, operands } from "../dbm/operands.ts";
import { EXIT, Failure, misuse } from "../failure.ts";
import { fileSystem, paths } from "../host.ts";
import { Interruption } from "../interruption.ts";
import { print } from "../output.ts";
import { counted, grouped } from "../scalar.ts";
import { Digest } from "./digest.ts";
import { type Opened, OpenedFile, type Opening, withPlace } from "./opened.ts";
import { type FilePlace, PLACE_USAGE, type Place, placeOf } from "./places.ts";
import { type Copied, transfer } from "./transfer.ts";

const USAGE = `Copies a shelf from files or a server to files or a server, byte for byte, and compares the two at the end.

Usage: pantry shelf copy [OPTION]... FROM TO

FROM and TO are FILE or URL each. What is printed at the end is how many keys there are, and the digest of both sides:
the sum of the SHA-256 of all keys and values, which does not depend on their order.

A new FILE is there once it is complete and compared, or not at all; with --resume, as soon as there is something. In a
server, keys are there as they are copied. What is there stays when the copy is interrupted (Ctrl-C) or fails, and the
same command with --resume goes on, or with --replace begins again.

${PLACE_USAGE}

Options:
  --resume        write what is not there yet; keys that FROM has not are left alone, and are a difference in the end
  --replace       put it in the place of what is there: of FILE, which has to be a database, in one go at the end; in
                  a server, keys that FROM has not are removed at the end
  --to FORMAT     of a new FILE: sqlite3 (the default), gnu, ndbm or dumb
  --replicas N    how many replicas of Redis have to confirm what is written (default 0)
  -h, --help      print this

Exit codes: 0 fine, 1 the two are not the same, or the format cannot hold that much, 2 FROM could not be read or TO not
be written, 64 wrong usage, 130 Ctrl-C.
`;

/** `pantry shelf copy`: from anywhere to anywhere. */
export const copy: Command = {
  usage: USAGE,
  options: {
    resume: { type: "boolean" },
    replace: { type: "boolean" },
    to: { type: "string" },
    replicas: { type: "string" },
  },
  run,
};

async function run(args: Arguments): Promise<number> {
  const [from = "", to = ""] = operands(args, ["FROM", "TO"]);
  const mode = oneOf(args, ["resume", "replace"]);
  const source = placeOf(from);
  const target = placeOf(to);
  if (isSame(source, target)) throw misuse("FROM and TO are the same");
  const format = formatOf(args, "to");
  if (format && target.kind !== "file") throw misuse("--to is for files");
  const replicas = args.integer("replicas", 0, 1000);
  if (replicas !== undefined && target.kind !== "redis") throw misuse("--replicas is for Redis");
  const { already, digest } =
    target.kind === "file" && mode !== "resume"
      ? await toNewFile(source, target, { format, replaces: mode === "replace" })
      : await into(source, target, mode, { flag: "c", format, replicas });
  const note = mode === "resume" ? `, ${grouped(already)} of them there already` : "";
  await print([`${counted(digest.count, "key")} copied${note}; digest of both sides:\n${digest}\n`]);
  return EXIT.fine;
}

const RESUME_ADVICE = "--resume adds what is missing";

/** A new file is made beside its place, and put there when it is the same as the source. */
async function toNewFile(
  source: Place,
  target: FilePlace,
  plan: { readonly format: Opening["format"]; readonly replaces: boolean },
): Promise<Copied> {
  const interruption = new Interruption();
  const { signal } = interruption;
  const advice = `${RESUME_ADVICE}, --replace puts the new one in its place`;
  const made = { ...plan, advice, mode: modeOf(source) };
  let copied: Copied = { digest: new Digest(), already: 0 };
  try {
    await attempt(target.shown, () => makeWay(target.path, made));
    await withPlace(source, { flag: "r", signal }, (opened) =>
      attempt(target.shown, () =>
        makeDatabase(target.path, made, async (database) => {
          copied = await transfer(opened, new OpenedFile(target, database), interruption);
          return copied.digest.count;
        }),
      ),
    );
    return copied;
  } finally {
    interruption.close();
  }
}

/** Into a server, or what is there already. */
async function into(
  source: Place,
  target: Place,
  mode: string | undefined,
  opening: Opening,
): Promise<Copied> {
  let isBegun = false;
  const again = mode === "replace" ? "begins again" : "with --resume goes on";
  const advice = `what was copied stays, and the same command ${again}`;
  const interruption = new Interruption(() => (isBegun ? advice : "nothing was changed"));
  const { signal } = interruption;
  const remedies = { ...REMEDIES, unconfirmed: `; ${advice}`, system: `; ${advice}` };
  const { format } = opening;
  const place = target.kind === "file" && format ? { ...target, ...databaseAt(target.path, format) } : target;
  try {
    return await withPlace(source, { flag: "r", signal }, (from) =>
      withPlace(place, { ...opening, mode: modeOf(source), signal, remedies }, async (to) => {
        if (mode === undefined) await expectEmpty(to);
        isBegun = true;
        return transfer(from, to, interruption, { mode, replicas: opening.replicas });
      }),
    );
  } finally {
    interruption.close();
  }
}

async function expectEmpty(target: Opened): Promise<void> {
  const there = await target.size();
  if (there === 0) return;
  throw new Failure(
    `${target.place.shown}: it has ${counted(there, "key")} already; ${RESUME_ADVICE}, --replace also removes the others`,
    EXIT.unreadable,
  );
}

function isSame(one: Place, other: Place): boolean {
  if (one.kind === "file" && other.kind === "file")
    return paths.resolve(one.path) === paths.resolve(other.path);
  return one.kind !== "file" && other.kind !== "file" && one.url === other.url && one.name === other.name;
}

/** The permissions of the files that are copied. */
function modeOf(source: Place): number | undefined {
  if (source.kind !== "file") return undefined;
  const status = fileSystem.statSync(source.path, { throwIfNoEntry: false });
  return status?.isFile() ? status.mode & 0o777 : undefined;
}
