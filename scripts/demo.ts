// `npm run demo`: the main job on real data. A shelf keeps a graph, Python changes it where there is one, a trap in it is found,
// and a database from another age is opened. Everything shown is checked; the exit code is 1 if anything is wrong.
import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { inspect, styleText } from "node:util";
import { gunzipSync } from "node:zlib";
import * as copyreg from "pantry/copyreg";
import * as dbm from "pantry/dbm";
import { kindOf, repr } from "pantry/python";
import { open } from "pantry/shelve";

const root = path.resolve(import.meta.dirname, "..");
const folder = mkdtempSync(path.join(os.tmpdir(), "pantry-demo-"));
const state = path.join(folder, "state");
const indent = "   ";

class Order {
  number = 0;
  lines: string[] = [];
}

/** What JavaScript tells apart, in one graph. */
interface Basket {
  readonly order: Order;
  readonly history: Order[];
  readonly stock: Map<unknown, unknown>;
  readonly placed: Date;
  readonly photo: Uint8Array;
  self?: Basket;
}

function main(): void {
  console.log(bold("A shelf: a Map that is kept in a file, for TypeScript and for Python"));
  keepGraph();
  changeInPython();
  lookAtTrap();
  copyDatabase();
}

function keepGraph(): void {
  step("Keep a graph: an object of a class, in two places; a Map, a Date, bytes, and a cycle");
  code(
    'copyreg.register(Order, "shop.Order"); // what Python calls the class',
    'using shelf = shelve.open("state");',
    'shelf.set("basket", basket);',
    'shelf.update("visits", (visits = 0) => visits + 1);',
  );
  copyreg.register(Order, "shop.Order");
  {
    using shelf = open(state);
    shelf.set("basket", makeBasket());
    shelf.update("visits", (visits = 0) => (visits as number) + 1);
  }
  using shelf = open<Basket>(state, { flag: "r" });
  const basket = shelf.get("basket");
  show(basket);
  check("closed, opened again, and the same graph is back", isSame(basket) && basket?.placed instanceof Date);
  command(["shelf", "show", state], 30);
}

function makeBasket(): Basket {
  const order = Object.assign(new Order(), { number: 1, lines: ["tea"] });
  const basket: Basket = {
    order,
    history: [order],
    stock: new Map<unknown, unknown>([
      ["tea", 3],
      [7, "lucky"],
    ]),
    placed: new Date("2024-02-29T12:00:00Z"),
    photo: Uint8Array.of(0x89, 0x50, 0x4e, 0x47),
  };
  basket.self = basket;
  return basket;
}

function isSame(basket: Basket | undefined): boolean {
  if (basket === undefined) return false;
  const { order, history, stock, photo, self } = basket;
  const isGraph = order instanceof Order && history[0] === order && self === basket;
  return isGraph && stock.get(7) === "lucky" && photo[0] === 0x89;
}

/** Lets Python change the shelf itself, or where its `dbm` has no SQLite yet, a copy in a format that it has. */
function changeInPython(): void {
  const python = findPython();
  if (python === undefined) {
    step("Python reads and changes it: skipped, there is no Python 3.8 or later on this machine");
    return;
  }
  step(`Python ${python.version} reads it, and puts milk in the basket`);
  let shared = state;
  if (!python.hasSqlite) {
    console.log(
      `${indent}A shelf in SQLite needs Python 3.13. For this one, a copy in a format that every Python has:`,
    );
    shared = path.join(folder, "copy");
    command(["shelf", "copy", "--to", "dumb", state, shared], 4);
  }
  const args = [
    path.join(root, "scripts/demo.py"),
    path.join(root, "test/oracle"),
    folder,
    path.basename(shared),
  ];
  const { status, stdout, stderr } = run(python.name, args);
  for (const line of lines(stdout)) console.log(indent + line.replace(/^>>> .*/, dim));
  check(`it is what Python wants it to be ${stderr}`.trim(), status === 0);
  using shelf = open<Basket>(shared, { flag: "r" });
  const basket = shelf.get("basket");
  show(basket?.order);
  check(
    "back in TypeScript: there is milk, and the graph is as it was",
    isSame(basket) && basket?.order.lines[1] === "milk",
  );
}

/** In Python, reading this value of the shelf runs a program. */
function lookAtTrap(): void {
  step("A trap: somebody has put a value on the shelf that would run a program in Python");
  const proof = path.join(folder, "caught");
  {
    using database = dbm.open(state, { flag: "w" });
    database.set("coupon", `cos\nsystem\n(S'echo caught > ${proof}'\ntR.`);
  }
  command(["shelf", "check", state], 20, 1);
  using shelf = open(state, { flag: "r" });
  const coupon = shelf.get("coupon");
  const text = repr(coupon).replace(folder + path.sep, "");
  check(`shelf.get("coupon") is data: ${text}`, kindOf(coupon) === "Instance");
  check("seen, and not run", !existsSync(proof));
}

function copyDatabase(): void {
  step("A database that GDBM wrote on an IBM mainframe, where numbers are the other way round");
  const old = path.join(folder, "s390x.gdbm");
  writeFileSync(old, gunzipSync(readFileSync(path.join(root, "test/fixtures/dbm/gnu/s390x.db.gz"))));
  command(["dbm", "stat", old], 4);
  command(["dbm", "copy", old, path.join(folder, "fresh"), "--to", "sqlite3"]);
  using source = dbm.open(old);
  using fresh = dbm.open(path.join(folder, "fresh"));
  check(`${source.size} keys, now in a file that Python 3.13 opens`, fresh.size === source.size);
}

interface Python {
  readonly name: string;
  readonly version: string;
  readonly hasSqlite: boolean;
}

/** The first Python whose shelves are in SQLite, else the first that is recent enough for the classes of the demo. */
function findPython(): Python | undefined {
  const program =
    "import platform, sys; print(platform.python_version(), sys.version_info >= (3, 13), sys.version_info >= (3, 8))";
  const found = ["python3", "python3.14", "python3.13", "python"].flatMap((name) => {
    const [version = "", hasSqlite, isRecent] = run(name, ["-c", program]).stdout?.trim().split(" ") ?? [];
    return isRecent === "True" ? [{ name, version, hasSqlite: hasSqlite === "True" }] : [];
  });
  return found.find(({ hasSqlite }) => hasSqlite) ?? found[0];
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

function show(value: unknown): void {
  for (const line of lines(inspect(value, { colors: dim("") !== "", compact: 5, depth: 4 })))
    console.log(indent + line);
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
