import { describe, expect, it } from "vitest";
import { MemoryFiles } from "../../src/files/index.ts";
import { codeOf } from "./code-of.ts";

const TEA = new TextEncoder().encode("green tea");

function withTea(): MemoryFiles {
  const files = new MemoryFiles();
  files.writeFile("/shop/tea", TEA);
  return files;
}

describe("MemoryFiles", () => {
  it("takes bytes in and gives them out, as copies", () => {
    const files = withTea();
    const bytes = files.readFile("/shop/tea");
    expect(bytes).toEqual(TEA);
    bytes.fill(0);
    expect(files.readFile("/shop/tea")).toEqual(TEA);
    files.writeFile("/shop/tea", Uint8Array.of(1, 2));
    expect([...files.readFile("/shop/tea")]).toEqual([1, 2]);
    expect(files.paths()).toEqual(["/shop/tea"]);
    expect(codeOf(() => files.readFile("/shop"))).toBe("EISDIR");
    expect(codeOf(() => files.readFile("/none"))).toBe("ENOENT");
    expect(codeOf(() => files.writeFile("/shop", TEA))).toBe("EISDIR");
  });

  it("knows a path by its other spellings", () => {
    const files = withTea();
    for (const path of ["/shop//tea", "/./shop/tea", "/shop/./tea", "//shop/tea"])
      expect(files.readFile(path)).toEqual(TEA);
    files.writeFile("./tea", TEA);
    expect(files.realPath("tea")).toBe("tea");
    expect(files.status(".")?.isFolder).toBe(true);
    expect(files.status("/.hidden")).toBeUndefined();
  });

  it("has names in it that objects have", () => {
    const files = new MemoryFiles();
    files.writeFile("__proto__", TEA);
    files.writeFile("constructor", TEA);
    expect(files.paths()).toEqual(["__proto__", "constructor"]);
    expect(files.readFile("__proto__")).toEqual(TEA);
  });

  it("grows a file by a little at a time, fast", () => {
    const file = new MemoryFiles().open("/large", { writable: true, create: "new" });
    const bytes = new Uint8Array(1000).fill(1);
    const before = performance.now();
    for (let index = 0; index < 50_000; index += 1) file.write(bytes, index * bytes.length);
    expect(file.size()).toBe(50_000_000);
    expect(performance.now() - before).toBeLessThan(5000);
  });

  it("fails as a full disk does, with as much written as fits", () => {
    const files = new MemoryFiles({ capacity: 10 });
    const file = files.open("/file", { writable: true, create: "new" });
    file.write(TEA, 0);
    expect(codeOf(() => file.write(Uint8Array.of(1, 2, 3), 9))).toBe("ENOSPC");
    expect([...files.readFile("/file")]).toEqual([...TEA, 1]);
    expect(codeOf(() => file.write(Uint8Array.of(1), 20))).toBe("ENOSPC");
    expect(codeOf(() => file.truncate(11))).toBe("ENOSPC");
    expect(file.size()).toBe(10);
    file.write(TEA, 1);
    file.truncate(4);
    file.write(Uint8Array.of(1, 2, 3, 4, 5, 6), 4);
    expect([...files.readFile("/file")]).toEqual([...new TextEncoder().encode("ggre"), 1, 2, 3, 4, 5, 6]);
  });

  it("has the space of a file again when its last name and user are gone", () => {
    const files = new MemoryFiles({ capacity: 10 });
    files.writeFile("/one", TEA);
    files.link("/one", "/two");
    const file = files.open("/one");
    const fits = () => codeOf(() => files.writeFile("/three", TEA));
    expect(fits()).toBe("ENOSPC");
    files.remove("/one");
    expect(fits()).toBe("ENOSPC");
    files.remove("/two");
    expect(fits()).toBe("ENOSPC");
    file.close();
    expect(fits()).toBe("none");
    files.writeFile("/three", new Uint8Array(0));
    files.writeFile("/four", TEA);
    files.rename("/three", "/four");
    files.writeFile("/five", TEA);
  });

  it("may be made fuller than full, where nothing grows", () => {
    const files = withTea();
    files.capacity = 3;
    const file = files.open("/shop/tea", { writable: true });
    file.write(TEA, 0);
    expect(codeOf(() => file.write(TEA, 1))).toBe("ENOSPC");
    expect(file.size()).toBe(9);
  });

  it("says that there is no space where there is no memory", () => {
    const file = new MemoryFiles().open("/file", { writable: true, create: "new" });
    expect(codeOf(() => file.truncate(2 ** 50))).toBe("ENOSPC");
    expect(codeOf(() => file.write(TEA, 2 ** 50))).toBe("ENOSPC");
    expect(file.size()).toBe(0);
  });

  it("can be for reading alone", () => {
    const files = withTea();
    files.readOnly = true;
    expect(files.open("/shop/tea").size()).toBe(9);
    const changes: (() => unknown)[] = [
      () => files.open("/shop/tea", { writable: true }),
      () => files.open("/shop/new", { writable: true, create: "missing" }),
      () => files.rename("/shop/tea", "/shop/coffee"),
      () => files.remove("/shop/tea"),
      () => files.link("/shop/tea", "/shop/coffee"),
      () => files.changeMode("/shop/tea", 0o600),
    ];
    expect(changes.map(codeOf)).toEqual(changes.map(() => "EROFS"));
    expect(files.paths()).toEqual(["/shop/tea"]);
  });

  it("heeds the permissions of files and folders", () => {
    const files = withTea();
    files.changeMode("/shop/tea", 0o444);
    expect(codeOf(() => files.open("/shop/tea", { writable: true }))).toBe("EACCES");
    expect(codeOf(() => files.open("/shop/tea"))).toBe("none");
    files.changeMode("/shop/tea", 0o200);
    expect(codeOf(() => files.open("/shop/tea"))).toBe("EACCES");
    files.changeMode("/shop", 0o555);
    const changes: (() => unknown)[] = [
      () => files.open("/shop/new", { writable: true, create: "missing" }),
      () => files.rename("/shop/tea", "/elsewhere"),
      () => files.remove("/shop/tea"),
      () => files.link("/shop/tea", "/shop/coffee"),
    ];
    expect(changes.map(codeOf)).toEqual(changes.map(() => "EACCES"));
    expect(files.status("/shop")?.mode).toBe(0o555);
  });

  it("copies what is there, without locks", () => {
    const files = withTea();
    files.link("/shop/tea", "/shop/chai");
    files.changeMode("/shop", 0o555);
    const file = files.open("/shop/tea", { writable: true });
    expect(file.lock("exclusive")).toBe(true);
    const copy = files.copy();
    file.write(Uint8Array.of(0), 0);
    expect(copy.readFile("/shop/chai")).toEqual(TEA);
    expect(copy.open("/shop/chai").lock("exclusive")).toBe(true);
    const twin = copy.open("/shop/tea", { writable: true });
    twin.write(Uint8Array.of(1), 0);
    expect(copy.readFile("/shop/chai")[0]).toBe(1);
    expect(files.readFile("/shop/tea")[0]).toBe(0);
    expect(codeOf(() => copy.remove("/shop/tea"))).toBe("EACCES");
  });

  it("counts what a copy has anew", () => {
    const files = new MemoryFiles({ capacity: 10, blockSize: 512 });
    files.writeFile("/one", TEA);
    const copy = files.copy();
    expect(codeOf(() => copy.writeFile("/two", TEA))).toBe("ENOSPC");
    copy.remove("/one");
    copy.writeFile("/two", TEA.slice(1));
    expect(copy.status("/two")?.blockSize).toBe(512);
    expect(copy.status("/two")?.identity).not.toBe(files.status("/one")?.identity);
  });
});
