import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, describe, expect, it } from "vitest";
import { hostFiles, type LockKind } from "../../src/files/index.ts";

const files = hostFiles();
const folder = mkdtempSync(join(tmpdir(), "pantry-locks-"));
const path = join(folder, "file");
writeFileSync(path, "tea");
const children: ChildProcess[] = [];

afterEach(() => {
  for (const child of children.splice(0)) child.kill("SIGKILL");
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Whether flock(1) would get a lock now. */
function isFree(kind: LockKind): boolean {
  return spawnSync("flock", ["-n", `--${kind}`, path, "true"]).status === 0;
}

/** A process that says a line once it holds a lock. */
async function holder(command: string, ...args: string[]): Promise<{ line: string; child: ChildProcess }> {
  const child = spawn(command, args, { stdio: ["pipe", "pipe", "inherit"] });
  children.push(child);
  const [line] = await once(child.stdout, "data");
  return { line: String(line).trim(), child };
}

async function killed(child: ChildProcess): Promise<void> {
  child.kill("SIGKILL");
  await once(child, "exit");
}

const hasFlock = spawnSync("flock", ["--version"]).status === 0;

describe.skipIf(!hasFlock)(
  `the locks of open files, and flock(1)${hasFlock ? "" : ", which is not here"}`,
  () => {
    it("know of one another", async () => {
      const file = files.open(path, { writable: true });
      expect([isFree("shared"), isFree("exclusive")]).toEqual([true, true]);
      expect(file.lock("shared")).toBe(true);
      expect([isFree("shared"), isFree("exclusive")]).toEqual([true, false]);
      expect(file.lock("exclusive")).toBe(true);
      expect([isFree("shared"), isFree("exclusive")]).toEqual([false, false]);
      expect(file.lock("shared")).toBe(true);
      expect([isFree("shared"), isFree("exclusive")]).toEqual([true, false]);
      file.close();
      expect([isFree("shared"), isFree("exclusive")]).toEqual([true, true]);
    });

    it("are refused while it has one", async () => {
      const { child } = await holder("flock", "-x", path, "sh", "-c", "echo locked; exec cat");
      const file = files.open(path, { writable: true });
      expect([file.lock("shared"), file.lock("exclusive")]).toEqual([false, false]);
      child.stdin?.end();
      await once(child, "exit");
      expect(file.lock("exclusive")).toBe(true);
      file.close();
    });

    it("are kept by an open file when its number is given again", () => {
      const [one, two] = [files.open(path), files.open(path, { writable: true })];
      two.lock("exclusive");
      one.close();
      files.open(path).close();
      expect(isFree("shared")).toBe(false);
      two.close();
    });

    it("end with a process that is killed", async () => {
      const { line, child } = await holder(
        process.execPath,
        join(import.meta.dirname, "holder.ts"),
        path,
        "exclusive",
      );
      expect([line, isFree("shared")]).toEqual(["locked", false]);
      const file = files.open(path);
      expect(file.lock("shared")).toBe(false);
      await killed(child);
      expect(file.lock("shared")).toBe(true);
      file.close();
    });

    /** Without its own way to call `flock`, and with only these programs on PATH. */
    async function withPrograms(...programs: string[]): Promise<string> {
      const bin = mkdtempSync(join(folder, "bin-"));
      for (const program of programs) symlinkSync(`/usr/bin/${program}`, join(bin, program));
      const flags = ["--permission", "--allow-fs-read=*", "--allow-fs-write=*", "--no-warnings"];
      const args = [
        ...flags,
        "--allow-child-process",
        join(import.meta.dirname, "holder.ts"),
        path,
        "exclusive",
      ];
      const { line } = await holder("env", `PATH=${bin}`, process.execPath, ...args);
      return line;
    }

    it.each(["flock", "perl"])("are got through %s where the runtime cannot call it", async (program) => {
      expect([await withPrograms(program), isFree("shared")]).toEqual(["locked", false]);
      for (const child of children.splice(0)) await killed(child);
      const file = files.open(path);
      file.lock("shared");
      expect([await withPrograms(program), isFree("shared")]).toEqual(["busy", true]);
      file.close();
    });

    it("fail where there is no way to get them", () => {
      const flags = ["--permission", "--allow-fs-read=*", "--allow-fs-write=*", "--no-warnings"];
      const args = [...flags, join(import.meta.dirname, "holder.ts"), path, "exclusive"];
      const { status, stderr } = spawnSync(process.execPath, args, { encoding: "utf8" });
      expect(status).toBe(1);
      expect(stderr).toContain(`Cannot lock ${path}: this system has no such operation (ENOTSUP)`);
    });

    it("come without a warning of an experiment", async () => {
      const program = `
      const { hostFiles } = await import(${JSON.stringify(join(import.meta.dirname, "../../src/files/index.ts"))});
      hostFiles().open(${JSON.stringify(path)}).lock("shared");
      process.emitWarning("of another", "ExperimentalWarning");`;
      const args = ["--input-type=module", "--eval", program];
      const { stderr } = spawnSync(process.execPath, args, { encoding: "utf8" });
      expect(stderr.match(/ExperimentalWarning: .*/g)).toEqual(["ExperimentalWarning: of another"]);
    });
  },
);

const DEBIAN = "/usr/bin/python3";
const hasGdbm = spawnSync(DEBIAN, ["-c", "import _gdbm"]).status === 0;

describe.skipIf(!hasGdbm)(
  `the locks of open files, and dbm.gnu${hasGdbm ? "" : ", which is not here"}`,
  () => {
    const database = join(folder, "database");
    const open = (flag: string) =>
      spawnSync(DEBIAN, ["-c", `import dbm.gnu, sys; dbm.gnu.open(sys.argv[1], "${flag}")`, database])
        .status === 0;

    it("know of one another", async () => {
      expect(open("c")).toBe(true);
      const file = files.open(database, { writable: true });
      file.lock("exclusive");
      expect([open("r"), open("w"), open("wu")]).toEqual([false, false, true]);
      file.lock("shared");
      expect([open("r"), open("w")]).toEqual([true, false]);
      file.close();
      expect([open("r"), open("w")]).toEqual([true, true]);
    });

    it("are refused while it is open there", async () => {
      const program =
        "import dbm.gnu, sys; d = dbm.gnu.open(sys.argv[1], sys.argv[2]); print(1, flush=True); input()";
      const writer = await holder(DEBIAN, "-c", program, database, "w");
      const file = files.open(database, { writable: true });
      expect([file.lock("shared"), file.lock("exclusive")]).toEqual([false, false]);
      await killed(writer.child);
      const reader = await holder(DEBIAN, "-c", program, database, "r");
      expect([file.lock("shared"), file.lock("exclusive")]).toEqual([true, false]);
      await killed(reader.child);
      expect(file.lock("exclusive")).toBe(true);
      file.close();
    });
  },
);
