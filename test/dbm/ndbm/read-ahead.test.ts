import { type FileOptions, MemoryFiles, type OpenFile } from "pantry/files";
import { describe, expect, it } from "vitest";
import { DatabaseFile } from "../../../src/dbm/file.ts";
import { ReadAhead } from "../../../src/dbm/ndbm/read-ahead.ts";

const PATH = "/a.db";
const PAGE_SIZE = 512;

/** Files that list how many bytes were asked for. */
class WatchedFiles extends MemoryFiles {
  readonly asked: number[] = [];

  override open(path: string, options?: FileOptions): OpenFile {
    const file = super.open(path, options);
    const read = file.read.bind(file);
    file.read = (bytes, offset) => {
      this.asked.push(bytes.length);
      return read(bytes, offset);
    };
    return file;
  }
}

/** A file of some pages, each full of its number, and half a page. */
function pages(count: number): { readonly files: WatchedFiles; readonly page: (number: number) => number } {
  const files = new WatchedFiles();
  const bytes = new Uint8Array((count + 0.5) * PAGE_SIZE);
  for (let number = 0; number <= count; number++)
    bytes.fill(number, number * PAGE_SIZE, (number + 1) * PAGE_SIZE);
  files.writeFile(PATH, bytes);
  const ahead = new ReadAhead(DatabaseFile.open(files, PATH), PAGE_SIZE);
  const buffer = new Uint8Array(PAGE_SIZE);
  const page = (number: number): number => {
    ahead.fill(buffer.fill(0xff), number);
    const [first] = buffer;
    if (first === undefined || buffer.some((byte) => byte !== first)) throw new Error("a page is mixed up");
    return first;
  };
  return { files, page };
}

describe("ReadAhead", () => {
  it("gives each page, in whatever order", () => {
    const { page } = pages(200);
    for (let number = 0; number < 200; number++) expect(page(number)).toBe(number);
    for (const number of [7, 8, 9, 10, 3, 11, 199, 0, 1, 2, 4, 3, 4, 5, 6, 7, 8, 150, 151, 152, 150])
      expect(page(number)).toBe(number);
  });

  it("reads as many pages again as were asked for in a row, up to 64 KiB", () => {
    const { files, page } = pages(250);
    for (let number = 0; number < 250; number++) page(number);
    expect(files.asked.slice(0, 4)).toEqual([1, 1, 2, 4].map((count) => count * PAGE_SIZE));
    expect(files.asked).toHaveLength(9);
    expect(Math.max(...files.asked)).toBe(65536);
  });

  it("reads one page where they are in no row", () => {
    const { files, page } = pages(200);
    for (let number = 0; number < 196; number += 3) {
      page(number);
      page(number + 1);
    }
    expect(new Set(files.asked)).toEqual(new Set([PAGE_SIZE]));
  });

  it("tells of a page that is cut, and where it is", () => {
    const { page } = pages(20);
    for (let number = 10; number < 20; number++) page(number);
    expect(() => page(20)).toThrow(
      expect.objectContaining({
        code: "truncated",
        offset: 20 * PAGE_SIZE,
        message: `Cannot read a page at byte ${20 * PAGE_SIZE}: 512 bytes expected, 256 left`,
      }),
    );
    expect(page(19)).toBe(19);
  });
});
