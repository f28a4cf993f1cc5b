// One shelf, two languages: TypeScript and Python take turns with the same file. Without a Python, TypeScript goes on alone.
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { open } from "pantry/shelve";

const program = `
import shelve, sys
with shelve.open(sys.argv[1], "w") as shelf:
    jobs = shelf["jobs"]
    jobs.append({"name": "resize", "sizes": (640, 480)})
    shelf["jobs"] = jobs
    print("Python sees", sorted(shelf))
`;

interface Job {
  readonly name: string;
  readonly sizes: readonly number[];
}

const folder = mkdtempSync(path.join(os.tmpdir(), "pantry-example-"));
const file = path.join(folder, "jobs");

// dumb is the format that every Python has. Without `format` it is SQLite, which Python has from 3.13 on, and which both may have open at once.
{
  using shelf = open<Job[]>(file, { format: "dumb" });
  shelf.set("jobs", [{ name: "rotate", sizes: [90] }]);
}

const { status, stdout } = spawnSync("python3", ["-c", program, file], { encoding: "utf8" });
console.log(status === 0 ? stdout.trim() : "There is no Python 3 here.");

using shelf = open<Job[]>(file, { flag: "r" });
const jobs = shelf.get("jobs") ?? [];
for (const { name, sizes } of jobs) console.log(name, sizes.join(" x "));
if (jobs.length !== (status === 0 ? 2 : 1)) throw new Error("not what was written");
shelf.close();
rmSync(folder, { recursive: true });
