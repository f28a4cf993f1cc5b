import { execFileSync } from "node:child_process";
import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import type { GnuFixture } from "../fixtures.ts";

/** The folder that `test/fixtures/dbm/gnu/make.sh` fills, where PANTRY_GDBM_MACHINES says it. */
const TOOLS = process.env.PANTRY_GDBM_MACHINES;

/** The programs of libgdbm that were compiled for the machine of a database; where it is another one, they are emulated. */
export class Machine {
  readonly #programs: string;
  readonly #prefix: readonly string[];
  readonly #suffix: string;

  private constructor(programs: string, prefix: readonly string[], suffix: string) {
    this.#programs = programs;
    this.#prefix = prefix;
    this.#suffix = suffix;
  }

  /** The machine of a database, or `undefined` where its programs are not here. */
  static of({ root, emulator, suffix }: GnuFixture): Machine | undefined {
    if (root === "") return existsSync("/usr/bin/gdbmtool") ? new Machine("/usr/bin", [], suffix) : undefined;
    if (TOOLS === undefined) return undefined;
    const folder = join(TOOLS, root);
    const libraries = ["lib", "usr/lib"]
      .map((name) => join(folder, name))
      .filter(existsSync)
      .flatMap((lib) => readdirSync(lib).map((name) => join(lib, name)));
    const prefix = [join(TOOLS, "bin", `qemu-${emulator}-static`), "-L", folder];
    if (libraries.length > 0) prefix.push("-E", `LD_LIBRARY_PATH=${libraries.join(":")}`);
    return new Machine(join(folder, "usr/bin"), prefix, suffix);
  }

  /** What `gdbm_dump` writes of a database. */
  dump(path: string): Uint8Array {
    return this.#run("gdbm_dump", [path]);
  }

  /** Does the commands of `gdbmtool` to a database; answers what it prints. */
  tool(path: string, commands: readonly string[]): string {
    return this.#run("gdbmtool", ["-q", "-N", path], commands.map((line) => `${line}\n`).join("")).toString();
  }

  #run(program: string, args: readonly string[], input = ""): Buffer {
    const [command = "", ...rest] = [
      ...this.#prefix,
      join(this.#programs, `${program}${this.#suffix}`),
      ...args,
    ];
    return execFileSync(command, rest, { input, stdio: ["pipe", "pipe", "pipe"] });
  }
}
