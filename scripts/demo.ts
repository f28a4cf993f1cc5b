// `npm run demo`: the main job on real data. Files that CPython wrote are looked into, changed and written back, and
// where there is a Python it reads the result. Everything shown is checked; the exit code is 1 if anything is wrong.
import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { inspect, styleText } from "node:util";
import { gunzipSync } from "node:zlib";
import * as copyreg from "pantry/copyreg";
import { open } from "pantry/dbm";
import { dumps, loads } from "pantry/pickle";
import { type Instance, repr } from "pantry/python";

const root = path.resolve(import.meta.dirname, "..");
const folder = mkdtempSync(path.join(os.tmpdir(), "pantry-demo-"));
const indent = "   ";

/** What JavaScript tells apart, in one graph. */
interface Graph {
  readonly when: Date;
  readonly ids: Set<number>;
  self?: Graph;
}

interface Row {
  score: number;
  readonly tags: string[];
}

class Order {
  number = 0;
  lines: string[] = [];
}

function main(): void {
  console.log(bold("Pickles that Python wrote, changed in TypeScript, and read by Python again"));
  const files = [changeRecords(), changeOrders(), bringUpToDate(), writeGraph()];
  lookAtTrap();
  askPython([...files, copyDatabase()]);
}

function changeRecords(): string {
  step("Look: 40 records, pickled by CPython 3.13. &1 is a list that is in all of them");
  const file = fixture("3.13/records.5");
  command(["show", "--items", "3", file], 12);
  step("Change one, and write it back");
  const data = readFileSync(file);
  const records = loads<Row[]>(data);
  check("unchanged, it is written as the very bytes that CPython wrote", data.equals(dumps(records)));
  code('records[0].score = 10; records[0].tags.push("from TypeScript"); dumps(records)');
  const [first] = records as [Row];
  first.score = 10;
  first.tags.push("from TypeScript");
  const written = write("records.pickle", dumps(records));
  const copy = loads<Row[]>(readFileSync(written));
  const isShared = copy.every(({ tags }) => tags === copy[0]?.tags && tags.length === 3);
  check("the list that all records share is still one list, now of 3 tags", copy.length === 40 && isShared);
  return written;
}

function changeOrders(): string {
  step("Objects: data if their class is not known, and yours if you register one");
  const data = readFileSync(fixture("3.13/dataclass.5"));
  const [unknown] = loads<Instance[]>(data);
  check(`not known: ${repr(unknown)}`, unknown?.get("number") === 1);
  code('copyreg.register(Order, "shop.Order"); loads<Order[]>(data)[0].lines.push("milk")');
  copyreg.register(Order, "shop.Order");
  const orders = loads<Order[]>(data);
  orders[0]?.lines.push("milk");
  const areOrders = orders.length === 2 && orders.every((order) => order instanceof Order);
  check(`registered: ${inspect(orders, { breakLength: Number.POSITIVE_INFINITY })}`, areOrders);
  return write("orders.pickle", dumps(orders));
}

function bringUpToDate(): string {
  step("Python 2: objects that CPython 2.7 pickled, written for Python 3");
  const items = loads<unknown[]>(readFileSync(fixture("2.7/py2-new-style.2")));
  check(repr(items), items.length === 3);
  return write("items.pickle", dumps(items, { protocol: 4 }));
}

function writeGraph(): string {
  step("Values of JavaScript's own: a Date, a Set, an object that holds itself");
  const made: Graph = { when: new Date("2024-02-29T12:00:00Z"), ids: new Set([1, 2]) };
  made.self = made;
  const written = write("made.pickle", dumps(made));
  const { self, ...copy } = loads<Graph>(readFileSync(written));
  const isSame = self?.self === self && copy.when.getTime() === made.when.getTime() && copy.ids.has(2);
  check(`the same graph back: ${inspect(copy)}`, isSame);
  return written;
}

/** In Python, `pickle.load` of these bytes runs a program. */
function lookAtTrap(): void {
  step("A trap: loading this file in Python would run a program");
  const proof = path.join(folder, "caught");
  const trap = `cos\nsystem\n(S'echo caught > ${proof}'\ntR.`;
  const file = write("trap.pickle", new TextEncoder().encode(trap));
  command(["show", file]);
  command(["audit", file], 20, 1);
  check("seen, and not run", !existsSync(proof));
}

function copyDatabase(): string {
  step("A database that GDBM wrote on an IBM mainframe, where numbers are the other way round");
  const old = write(
    "s390x.gdbm",
    gunzipSync(readFileSync(path.join(root, "test/fixtures/dbm/gnu/s390x.db.gz"))),
  );
  command(["dbm", "stat", old], 6);
  code('target.setMany(open("s390x.gdbm"))');
  const copy = path.join(folder, "copy");
  const source = open(old);
  const target = open(copy, { flag: "n", format: "dumb" });
  target.setMany(source).set("from", "TypeScript");
  check(
    `${source.size} keys, and one more, are now in Python's own dbm.dumb`,
    target.size === source.size + 1,
  );
  source.close();
  target.close();
  command(["dbm", "get", copy, "from"]);
  return copy;
}

function askPython(files: readonly string[]): void {
  const isRecent = "import sys; sys.exit(sys.version_info < (3, 8))";
  const python = ["python3", "python"].find((name) => run(name, ["-c", isRecent]).status === 0);
  if (python === undefined) {
    step("What Python says: skipped, there is no Python 3.8 or later on this machine");
    return;
  }
  step(`What ${run(python, ["--version"]).stdout.trim()} says of the files just written`);
  const answer = run(python, [path.join(root, "scripts/demo.py"), path.join(root, "test/oracle"), ...files]);
  for (const line of lines(answer.stdout)) console.log(indent + line.replace(/^.* -> /, dim));
  check(`all is as it should be ${answer.stderr}`.trim(), answer.status === 0);
}

function fixture(name: string): string {
  return path.relative(process.cwd(), path.join(root, `test/fixtures/pickle/${name}.pickle`));
}

function write(name: string, data: Uint8Array): string {
  const file = path.join(folder, name);
  writeFileSync(file, data);
  return file;
}

/** Runs the command `pantry`, shows the first lines of what it prints, and looks at the exit code. */
function command(args: readonly string[], most = 20, expected = 0): void {
  console.log(indent + dim(`$ pantry ${args.map((arg) => path.basename(arg)).join(" ")}`));
  const { FORCE_COLOR: _, ...env } = process.env;
  const colours = dim("") === "" ? { NO_COLOR: "1" } : { FORCE_COLOR: "1" };
  const program = [path.join(root, "dist/cli/main.js"), ...args];
  const { status, stdout, stderr } = run(process.execPath, program, { ...env, ...colours });
  const shown = lines(stdout.replaceAll(`${folder}${path.sep}`, ""));
  for (const line of shown.slice(0, most)) console.log(indent + line);
  if (shown.length > most) console.log(indent + dim("…"));
  if (status !== expected) check(`the command ends with ${expected}: ${stderr}`, false);
}

function run(program: string, args: readonly string[], env = process.env) {
  return spawnSync(program, args, { encoding: "utf8", env });
}

function lines(text: string): string[] {
  return text.trimEnd().split("\n");
}

let steps = 0;

function step(title: string): void {
  steps += 1;
  console.log(`\n${bold(`${steps}  ${title}`)}`);
}

function code(...text: string[]): void {
  for (const line of text) console.log(indent + dim(line));
}

function check(text: string, holds: boolean): void {
  console.log(`${indent}${holds ? styleText("green", "✓") : styleText("red", "✗ NOT SO:")} ${text}`);
  if (!holds) process.exitCode = 1;
}

function bold(text: string): string {
  return styleText("bold", text);
}

function dim(text: string): string {
  return styleText("dim", text);
}

try {
  main();
} finally {
  rmSync(folder, { recursive: true, force: true });
}
