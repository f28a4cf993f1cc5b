import { expect, it } from "vitest";
import type { FileOptions, OpenFile } from "../../src/files/index.ts";
import { codeOf } from "./code-of.ts";
import { describeEachFileSystem, type Place } from "./each-file-system.ts";

function made({ files, path }: Place, name: string = "file", text: string = "green tea"): string {
  const file = files.open(path(name), { writable: true, create: "new" });
  file.write(new TextEncoder().encode(text), 0);
  file.close();
  return path(name);
}

function textOf({ files }: Place, path: string): string {
  const file = files.open(path);
  const bytes = new Uint8Array(file.size());
  file.read(bytes, 0);
  file.close();
  return new TextDecoder().decode(bytes);
}

function opened({ files, path }: Place, options: FileOptions = { writable: true, create: "new" }): OpenFile {
  return files.open(path("file"), options);
}

describeEachFileSystem("open()", (place) => {
  const { files, path } = place;

  it("fails where there is no file, unless it may be made", () => {
    expect(codeOf(() => files.open(path("file")))).toBe("ENOENT");
    expect(files.status(path("file"))).toBeUndefined();
    files.open(path("file"), { writable: true, create: "missing" }).close();
    files.open(path("file"), { writable: true, create: "missing" }).close();
    expect(files.status(path("file"))?.size).toBe(0);
  });

  it("fails where there is one, if it must be new", () => {
    made(place);
    expect(codeOf(() => opened(place))).toBe("EEXIST");
    expect(textOf(place, path("file"))).toBe("green tea");
  });

  it("leaves what is there", () => {
    made(place);
    opened(place, { writable: true, create: "missing" }).close();
    expect(textOf(place, path("file"))).toBe("green tea");
  });

  it("tells of the system's reason in its error", () => {
    const expected = { name: "FileError", code: "ENOENT", path: path("none") };
    expect(() => files.open(path("none"))).toThrow(expect.objectContaining(expected));
    expect(() => files.open(path("none"))).toThrow(`Cannot open ${path("none")}: no such file or directory`);
  });

  it("opens no folders, and nothing below a file", () => {
    made(place);
    const folder = path("file").slice(0, path("file").lastIndexOf("/"));
    expect(codeOf(() => files.open(folder))).toBe("EISDIR");
    expect(codeOf(() => files.open(folder, { writable: true }))).toBe("EISDIR");
    expect(codeOf(() => files.open(`${path("file")}/below`))).toBe("ENOTDIR");
  });

  it("gives a new file its permissions", () => {
    files.open(path("file"), { writable: true, create: "new", mode: 0o600 }).close();
    expect(files.status(path("file"))?.mode).toBe(0o600);
  });
});

describeEachFileSystem("an open file", (place) => {
  const { files, path } = place;

  it("reads what is there, and how much that is", () => {
    made(place);
    const file = opened(place, {});
    const bytes = new Uint8Array(6).fill(0x2e);
    expect(file.read(bytes, 6)).toBe(3);
    expect(new TextDecoder().decode(bytes)).toBe("tea...");
    expect(file.read(bytes, 9)).toBe(0);
    expect(file.read(bytes, 2 ** 40)).toBe(0);
    expect(file.read(new Uint8Array(0), 0)).toBe(0);
    file.close();
  });

  it("reads and writes the part of a buffer that a view shows", () => {
    const file = opened(place);
    const buffer = Uint8Array.from({ length: 10 }, (_, index) => index);
    file.write(buffer.subarray(3, 6), 0);
    const target = new Uint8Array(10);
    expect(file.read(target.subarray(2, 9), 0)).toBe(3);
    expect([...target]).toEqual([0, 0, 3, 4, 5, 0, 0, 0, 0, 0]);
    file.close();
  });

  it("keeps what is written from what happens to the bytes later", () => {
    const file = opened(place);
    const bytes = Uint8Array.of(1, 2, 3);
    file.write(bytes, 0);
    bytes.fill(9);
    file.read(bytes, 0);
    expect([...bytes]).toEqual([1, 2, 3]);
    file.close();
  });

  it("is filled up with zeros", () => {
    const file = opened(place);
    file.write(Uint8Array.of(7), 3);
    file.truncate(6);
    const bytes = new Uint8Array(9).fill(1);
    expect(file.read(bytes, 0)).toBe(6);
    expect([...bytes]).toEqual([0, 0, 0, 7, 0, 0, 1, 1, 1]);
    file.close();
  });

  it("forgets what is cut off", () => {
    made(place);
    const file = opened(place, { writable: true });
    file.truncate(5);
    file.truncate(7);
    file.write(Uint8Array.of(0x21), 8);
    file.close();
    expect(textOf(place, path("file"))).toBe("green\0\0\0!");
  });

  it("does not grow by nothing", () => {
    const file = opened(place);
    file.write(new Uint8Array(0), 100);
    expect(file.size()).toBe(0);
    file.close();
  });

  it("shows at once what is written elsewhere", () => {
    made(place);
    const [writer, reader] = [opened(place, { writable: true }), opened(place, {})];
    writer.write(new TextEncoder().encode("black"), 0);
    const bytes = new Uint8Array(5);
    reader.read(bytes, 0);
    expect(new TextDecoder().decode(bytes)).toBe("black");
    writer.truncate(1000);
    expect(reader.size()).toBe(1000);
    expect(reader.status().size).toBe(1000);
    writer.close();
    reader.close();
  });

  it("writes megabytes at once, and reads them back", () => {
    const file = opened(place);
    const bytes = Uint8Array.from({ length: 3_000_000 }, (_, index) => (index * 31) >>> 3);
    file.write(bytes, 12_345);
    const copy = new Uint8Array(bytes.length);
    expect(file.read(copy, 12_345)).toBe(bytes.length);
    expect(copy.every((byte, index) => byte === bytes[index])).toBe(true);
    file.sync();
    file.close();
  });

  it("has no bytes at offsets that cannot be", () => {
    const file = opened(place, { writable: true, create: "new" });
    file.write(Uint8Array.of(1, 2, 3), 0);
    for (const offset of [-1, -3, 1.5, Number.NaN, 2 ** 53, Number.POSITIVE_INFINITY]) {
      expect(codeOf(() => file.read(new Uint8Array(1), offset))).toBe("EINVAL");
      expect(codeOf(() => file.write(Uint8Array.of(9), offset))).toBe("EINVAL");
      expect(codeOf(() => file.truncate(offset))).toBe("EINVAL");
    }
    expect(textOf(place, file.path)).toBe("\x01\x02\x03");
    file.close();
  });

  it("is not written when it was opened for reading", () => {
    made(place);
    const file = opened(place, {});
    expect(codeOf(() => file.write(Uint8Array.of(1), 0))).toBe("EBADF");
    expect(codeOf(() => file.truncate(0))).toBe("EBADF");
    file.sync();
    file.close();
    expect(textOf(place, path("file"))).toBe("green tea");
  });

  it("refuses everything once it is closed, but closing", () => {
    const file = opened(place);
    file.close();
    file.close();
    const uses: (() => unknown)[] = [
      () => file.read(new Uint8Array(1), 0),
      () => file.write(new Uint8Array(1), 0),
      () => file.truncate(0),
      () => file.size(),
      () => file.status(),
      () => file.sync(),
      () => file.lock("shared"),
    ];
    expect(uses.map(codeOf)).toEqual(uses.map(() => "EBADF"));
  });

  it("never closes another that got its number", () => {
    const file = opened(place);
    file.close();
    const other = opened(place, { writable: true });
    file.close();
    other.write(Uint8Array.of(1), 0);
    expect(other.size()).toBe(1);
    other.close();
  });

  it("outlives its name", () => {
    made(place);
    const file = opened(place, { writable: true });
    expect(files.remove(path("file"))).toBe(true);
    file.write(Uint8Array.of(1), 20);
    expect(file.size()).toBe(21);
    expect(files.status(path("file"))).toBeUndefined();
    file.close();
  });
});

describeEachFileSystem("names", (place) => {
  const { files, path } = place;

  it("tell files and folders apart", () => {
    made(place);
    const status = files.status(path("file"));
    expect(status).toMatchObject({ size: 9, isFile: true, isFolder: false });
    expect(status?.blockSize).toBeGreaterThanOrEqual(512);
    const folder = path("file").slice(0, path("file").lastIndexOf("/"));
    expect(files.status(folder)).toMatchObject({ isFile: false, isFolder: true });
    expect(files.status(`${path("file")}/below`)).toBeUndefined();
  });

  it("are given in the place of others, which may be open", () => {
    const [one, other] = [made(place, "one", "one"), made(place, "other", "other")];
    const open = files.open(other);
    files.rename(one, other);
    expect(files.status(one)).toBeUndefined();
    expect(textOf(place, other)).toBe("one");
    expect(open.size()).toBe(5);
    expect(open.status().identity).not.toBe(files.status(other)?.identity);
    open.close();
    expect(codeOf(() => files.rename(one, other))).toBe("ENOENT");
  });

  it("stay where a file is renamed to itself", () => {
    const file = made(place);
    files.rename(file, file);
    expect(textOf(place, file)).toBe("green tea");
  });

  it("are removed once", () => {
    made(place);
    expect(files.remove(path("file"))).toBe(true);
    expect(files.remove(path("file"))).toBe(false);
  });

  it("are of one file when they are linked", () => {
    const file = made(place);
    files.link(file, path("second"));
    expect(files.status(path("second"))?.identity).toBe(files.status(file)?.identity);
    files.remove(file);
    expect(textOf(place, path("second"))).toBe("green tea");
    expect(codeOf(() => files.link(file, path("third")))).toBe("ENOENT");
    made(place, "fourth");
    expect(codeOf(() => files.link(path("fourth"), path("second")))).toBe("EEXIST");
  });

  it("stay when one of one file takes the place of the other", () => {
    const file = made(place);
    files.link(file, path("second"));
    files.rename(file, path("second"));
    expect(textOf(place, file)).toBe("green tea");
    expect(textOf(place, path("second"))).toBe("green tea");
  });

  it("have permissions", () => {
    const file = made(place);
    files.changeMode(file, 0o640);
    expect(files.status(file)?.mode).toBe(0o640);
    expect(codeOf(() => files.changeMode(path("none"), 0o640))).toBe("ENOENT");
  });

  it("lead to where a file is", () => {
    const file = made(place);
    const folder = file.slice(0, file.lastIndexOf("/"));
    const name = file.slice(folder.length + 1);
    expect(files.realPath(`${folder}/./${name}`)).toBe(files.realPath(file));
    expect(codeOf(() => files.realPath(path("none")))).toBe("ENOENT");
  });

  it("are synced with their folder, whether the file is there or not", () => {
    files.syncFolder(made(place));
    files.syncFolder(path("none"));
  });
});

describeEachFileSystem("locks", (place) => {
  const { files } = place;

  it("are of many readers, or of one writer", () => {
    const path = made(place);
    const [one, two, three] = [files.open(path, { writable: true }), files.open(path), files.open(path)];
    expect([one.lock("shared"), two.lock("shared"), three.lock("exclusive")]).toEqual([true, true, false]);
    one.close();
    expect([three.lock("exclusive"), three.lock("shared")]).toEqual([false, true]);
    two.close();
    expect([three.lock("exclusive"), three.lock("exclusive")]).toEqual([true, true]);
    const four = files.open(path);
    expect([four.lock("shared"), four.lock("exclusive")]).toEqual([false, false]);
    three.close();
    expect(four.lock("exclusive")).toBe(true);
    four.close();
  });

  it("become weaker", () => {
    const path = made(place);
    const [one, two] = [files.open(path, { writable: true }), files.open(path)];
    expect([one.lock("exclusive"), two.lock("shared")]).toEqual([true, false]);
    expect([one.lock("shared"), two.lock("shared"), one.lock("exclusive")]).toEqual([true, true, false]);
    one.close();
    two.close();
  });

  it("are lost when they cannot become stronger", () => {
    const path = made(place);
    const [one, two] = [files.open(path), files.open(path)];
    expect([one.lock("shared"), two.lock("shared"), one.lock("exclusive")]).toEqual([true, true, false]);
    expect(two.lock("exclusive")).toBe(true);
    one.close();
    two.close();
  });

  it("are of a file, whatever its name", () => {
    const path = made(place);
    const one = files.open(path, { writable: true });
    one.lock("exclusive");
    files.rename(path, place.path("other"));
    const [renamed, fresh] = [files.open(place.path("other")), files.open(made(place))];
    expect([renamed.lock("shared"), fresh.lock("exclusive")]).toEqual([false, true]);
    for (const file of [one, renamed, fresh]) file.close();
  });
});
