import { spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { FileError, hostFiles } from "../../src/files/index.ts";
import { smallDisk } from "./small-disk.ts";

const files = hostFiles();
const folder = mkdtempSync(join(tmpdir(), "pantry-host-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function errorOf(work: () => unknown): FileError {
  try {
    work();
  } catch (error) {
    if (error instanceof FileError) return error;
    throw error;
  }
  throw new Error("nothing was raised");
}

/** What a program prints that has `files` and `path`, in a process of its own. */
function printed(path: string, program: string, prefix: string = ""): string {
  const index = JSON.stringify(join(import.meta.dirname, "../../src/files/index.ts"));
  const text = `
    const { hostFiles } = await import(${index});
    const [files, path] = [hostFiles(), ${JSON.stringify(path)}];
    try { ${program} } catch (error) { console.log(error.name, error.code); }`;
  const script = join(folder, "program.mjs");
  writeFileSync(script, text);
  const { stdout, stderr } = spawnSync("sh", ["-c", `${prefix} exec "${process.execPath}" "${script}"`]);
  return `${stdout}${stderr}`.trim();
}

describe("hostFiles()", () => {
  it("is always the same", () => {
    expect(hostFiles()).toBe(files);
  });

  it("has the native error as the cause of its own", () => {
    const { cause } = errorOf(() => files.open(join(folder, "none")));
    expect(cause).toMatchObject({ code: "ENOENT", syscall: "open" });
  });

  it("follows links", () => {
    writeFileSync(join(folder, "target"), "tea");
    symlinkSync("target", join(folder, "link"));
    expect(files.realPath(join(folder, "link"))).toBe(files.realPath(join(folder, "target")));
    expect(files.status(join(folder, "link"))?.identity).toBe(files.status(join(folder, "target"))?.identity);
    symlinkSync("nowhere", join(folder, "dangling"));
    expect(files.status(join(folder, "dangling"))).toBeUndefined();
    symlinkSync("round", join(folder, "round"));
    expect(errorOf(() => files.open(join(folder, "round"))).code).toBe("ELOOP");
  });

  it("does not wait at a pipe, nor take it for a file", () => {
    const pipe = join(folder, "pipe");
    expect(spawnSync("mkfifo", [pipe]).status).toBe(0);
    expect(errorOf(() => files.open(pipe)).code).toBe("EFTYPE");
    expect(errorOf(() => files.open(pipe, { writable: true })).message).toBe(
      `Cannot open ${pipe}: it is no ordinary file (EFTYPE)`,
    );
  });

  it("raises what is wrong with a path that can be none as it is", () => {
    expect(() => files.open("a\0b")).toThrow(TypeError);
  });

  it("syncs the folder of a file without one in its path", () => {
    files.syncFolder("package.json");
    expect(errorOf(() => files.syncFolder(join(folder, "none", "file"))).code).toBe("ENOENT");
  });

  it("knows numbers of files that are no exact numbers", () => {
    writeFileSync(join(folder, "numbered"), "");
    expect(files.status(join(folder, "numbered"))?.identity).toMatch(/^\d+:\d+$/);
  });

  it("says that a file would be too large, with as much written as may be", () => {
    const path = join(folder, "limited");
    const program = `
      const file = files.open(path, { writable: true, create: "new" });
      try { file.write(new Uint8Array(5000), 0); } finally { console.log(file.size()); }`;
    expect(printed(path, program, "ulimit -f 4;")).toMatch(/^(2048|4096)\nFileError EFBIG$/);
  });

  // A lock can take a process of its own.
  it("keeps no file open that it could not open, or was closed", { timeout: 180_000 }, () => {
    const path = join(folder, "leaks");
    const program = `
      const { readdirSync } = process.getBuiltinModule("node:fs");
      const open = () => readdirSync("/proc/self/fd").length;
      files.open(path, { writable: true, create: "new" }).lock("shared");
      const before = open();
      for (let index = 0; index < 3000; index += 1) {
        const file = files.open(path, { writable: true, create: "missing" });
        file.lock("shared");
        file.close();
        files.syncFolder(path);
        for (const bad of ["/", path + "/below", path + "-none", "/dev/null"]) try { files.open(bad); } catch {}
      }
      console.log(open() - before);`;
    expect(readdirSync("/proc/self/fd").length).toBeGreaterThan(0);
    expect(printed(path, program)).toBe("0");
  });

  it("says what an ordinary user may not do", () => {
    const program = `
      if (process.getuid() === 0) { process.setgid(65534); process.setuid(65534); }
      for (const work of [
        () => files.open("/etc/shadow"),
        () => files.open("/etc/passwd", { writable: true }),
        () => files.remove("/etc/passwd"),
        () => files.changeMode("/etc/passwd", 0o777),
        () => files.open("/etc/new", { create: "new", writable: true }),
      ]) try { work(); console.log("?"); } catch (error) { console.log(error.code); }`;
    expect(printed(folder, program).split("\n")).toEqual(["EACCES", "EACCES", "EACCES", "EPERM", "EACCES"]);
  });
});

const disk = smallDisk("64k");

describe.skipIf(disk === undefined)(
  `hostFiles() on a small disk${disk ? "" : ", which cannot be mounted here"}`,
  () => {
    it("fills it, and says that it is full", () => {
      const file = files.open(join(disk ?? "", "file"), { writable: true, create: "new" });
      expect(errorOf(() => file.write(new Uint8Array(100_000), 0)).code).toBe("ENOSPC");
      expect(file.size()).toBe(65_536);
      file.close();
    });

    it("says that it is read-only when it is", () => {
      expect(spawnSync("mount", ["-o", "remount,ro", disk ?? ""]).status).toBe(0);
      expect(errorOf(() => files.open(join(disk ?? "", "file"), { writable: true })).code).toBe("EROFS");
      expect(errorOf(() => files.remove(join(disk ?? "", "file"))).code).toBe("EROFS");
      const file = files.open(join(disk ?? "", "file"));
      expect(file.lock("shared")).toBe(true);
      file.close();
    });
  },
);
