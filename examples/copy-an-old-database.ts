// A database that a Python on Debian or macOS once wrote with dbm.ndbm becomes one of SQLite, with each value that is a pickle looked into.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { open, whichdb } from "pantry/dbm";
import { dumps, loads } from "pantry/pickle";

const folder = mkdtempSync(path.join(tmpdir(), "pantry-example-"));
const file = (name: string) => path.join(folder, name);

// What is there: a file old.db, as Python's shelve has it with dbm.ndbm.
const made = open(file("old"), { flag: "n", format: "ndbm" });
made
  .set("visits", dumps(41))
  .set("people", dumps(["Ada", "Grace"]))
  .close();
console.log(whichdb(file("old"))); // ndbm, and whichdb(file("old.db")) says so, too

{
  using old = open(file("old"));
  using fresh = open(file("new"), { flag: "c", format: "sqlite3" });
  fresh.setMany(old); // one transaction
  fresh.set("visits", dumps(loads<number>(old.get("visits") as Uint8Array) + 1));
}

using fresh = open(file("new"));
for (const [key, value] of fresh) console.log(new TextDecoder().decode(key), loads(value));
const visits = fresh.get("visits");
if (fresh.format !== "sqlite3" || visits === undefined || loads(visits) !== 42) throw new Error("not copied");
fresh.close();
rmSync(folder, { recursive: true });
