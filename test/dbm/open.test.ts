import { existsSync, mkdtempSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { type Format, open, stat, whichdb } from "pantry/dbm";
import { FileError, type FileOptions, MemoryFiles } from "pantry/files";
import { describe, expect, it, onTestFinished } from "vitest";
import { ForwardingFile, ForwardingFiles } from "../../src/files/forwarding.ts";
import { errorOf } from "./code-of.ts";

const inMemory: readonly Format[] = ["gnu", "ndbm", "dumb"];

/** The code and the path of what is raised. */
function failure(work: () => unknown): (string | undefined)[] {
  const error = errorOf(work);
  return [error?.code, error?.path];
}

const encoder = new TextEncoder();

describe("open()", () => {
  it.for(inMemory)("creates a database of %s, and finds it again", (format) => {
    const files = new MemoryFiles();
    open("db", { flag: "c", format, files }).set("a", "1").close();
    using again = open("db", { files });
    expect([again.format, again.get("a"), again.readOnly]).toEqual([format, Uint8Array.of(0x31), true]);
    expect(stat("db", { files })).toMatchObject({ format });
  });

  it.for([
    ["ndbm", "db.db"],
    ["dumb", "db.dat"],
    ["dumb", "db.dir"],
  ] as const)("finds a database of %s by its file %s", ([format, name]) => {
    const files = new MemoryFiles();
    open("db", { flag: "c", format, files }).set("a", "1").close();
    expect(whichdb(name, { files })).toBe(format);
    using again = open(name, { flag: "w", files });
    expect([again.format, again.size]).toEqual([format, 1]);
  });

  it("creates sqlite3 on the host's files, and gnu elsewhere", () => {
    const folder = mkdtempSync(path.join(os.tmpdir(), "pantry-dbm-"));
    onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
    using onDisk = open(path.join(folder, "db"), { flag: "c" });
    expect([onDisk.format, existsSync(path.join(folder, "db"))]).toEqual(["sqlite3", true]);
    using elsewhere = open("db", { flag: "c", files: new MemoryFiles() });
    expect(elsewhere.format).toBe("gnu");
  });

  it("does not create with r or w, and not over what nobody knows", () => {
    const files = new MemoryFiles();
    expect(failure(() => open("db", { files }))).toEqual(["not-found", "db"]);
    expect(failure(() => open("db", { flag: "w", files }))).toEqual(["not-found", "db"]);
    files.writeFile("db", encoder.encode("some text of a diary"));
    for (const flag of ["r", "w", "c"] as const)
      expect(failure(() => open("db", { flag, files }))).toEqual(["unknown-format", "db"]);
  });

  it("does not open one format as another", () => {
    const files = new MemoryFiles();
    open("db", { flag: "c", format: "gnu", files }).close();
    expect(failure(() => open("db", { format: "dumb", files }))).toEqual(["other-format", "db"]);
    open("db", { format: "gnu", files }).close();
  });

  it("begins anew with n, whatever is there", () => {
    const files = new MemoryFiles();
    open("db", { flag: "c", format: "gnu", files }).set("a", "1").close();
    using fresh = open("db", { flag: "n", format: "gnu", files });
    expect(fresh.size).toBe(0);
  });

  it("says what is wrong with options", () => {
    const files = new MemoryFiles();
    expect(() => open("db", { flag: "a" as "r", files })).toThrow(RangeError);
    expect(() => open("db", { flag: "c", format: "toString" as "gnu", files })).toThrow(RangeError);
    expect(() => open("db", { flag: "c", format: "bsd" as "gnu", files })).toThrow(
      /sqlite3.* expected, not bsd/,
    );
  });
});

describe("a database of GDBM that cannot be locked", () => {
  it("is not opened where another file has its place each time", () => {
    class Replaced extends ForwardingFiles {
      override status(path: string) {
        const status = super.status(path);
        return status && { ...status, identity: "another" };
      }
    }
    const files = new MemoryFiles();
    open("db", { flag: "n", format: "gnu", files }).close();
    expect(failure(() => open("db", { flag: "w", files: new Replaced(files) }))).toEqual(["locked", "db"]);
  });

  it("is not opened where there are no locks", () => {
    class Unlockable extends ForwardingFiles {
      override open(path: string, options?: FileOptions) {
        return new (class extends ForwardingFile {
          override lock(): boolean {
            throw new FileError("lock", path, "ENOTSUP");
          }
        })(super.open(path, options));
      }
    }
    const files = new Unlockable(new MemoryFiles());
    expect(failure(() => open("db", { flag: "n", format: "gnu", files }))).toEqual(["unavailable", "db"]);
  });
});

describe("whichdb()", () => {
  it("knows every magic number of GDBM in both byte orders", () => {
    const files = new MemoryFiles();
    for (const magic of [0x13579acd, 0x13579ace, 0x13579acf, 0x13579ad0, 0x13579ad1]) {
      for (const littleEndian of [true, false]) {
        const bytes = new Uint8Array(64);
        new DataView(bytes.buffer).setUint32(0, magic, littleEndian);
        files.writeFile("db", bytes);
        expect(whichdb("db", { files })).toBe("gnu");
      }
    }
  });

  it("looks at the first bytes, and at both files where there are two", () => {
    const files = new MemoryFiles();
    expect(whichdb("db", { files })).toBeUndefined();
    files.writeFile("db", encoder.encode(""));
    expect(whichdb("db", { files })).toBe("");
    files.writeFile("db", encoder.encode("SQLite format 3"));
    expect(whichdb("db", { files })).toBe("");
    files.writeFile("db", encoder.encode("SQLite format 3\0"));
    expect(whichdb("db", { files })).toBe("sqlite3");
    files.writeFile("db.dir", encoder.encode(""));
    expect(whichdb("db", { files })).toBe("sqlite3");
    files.writeFile("db.dat", encoder.encode(""));
    expect(whichdb("db", { files })).toBe("dumb");
    files.writeFile("db.dir", encoder.encode("key"));
    expect(whichdb("db", { files })).toBe("sqlite3");
    files.writeFile("db.dir", encoder.encode(`"key", (0, 0)`));
    expect(whichdb("db", { files })).toBe("dumb");
    files.writeFile("db.pag", encoder.encode(""));
    expect(whichdb("db", { files })).toBe("ndbm");
    files.writeFile("other.db", encoder.encode("no database"));
    expect([whichdb("other", { files }), whichdb("other.db", { files })]).toEqual([undefined, ""]);
  });
});
