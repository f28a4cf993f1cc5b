import { describe, expect, it } from "vitest";
import { INERT } from "../../../src/copyreg/standard/index.ts";
import { PurePath } from "../../../src/python/index.ts";
import { exact, natural, reduced } from "./recipes.ts";

describe("paths", () => {
  it("are made of their parts", () => {
    for (const read of [natural, exact]) {
      expect(read("pathlib PurePosixPath", "/", "a", "b")).toEqual(new PurePath("PurePosixPath", "/a/b"));
      expect(read("pathlib PosixPath")).toEqual(new PurePath("PosixPath"));
      expect(read("pathlib PureWindowsPath", "C:\\", "a")).toEqual(new PurePath("PureWindowsPath", "C:\\a"));
    }
    expect(reduced(new PurePath("PureWindowsPath", "C:\\a"), 4)).toEqual([
      "pathlib.PureWindowsPath",
      ["C:\\", "a"],
    ]);
    expect(reduced(new PurePath("WindowsPath"), 4)).toEqual(["pathlib.WindowsPath", []]);
  });

  it("may have any text, and the module of Python 3.13, in the natural profile", () => {
    const path = new PurePath("PurePosixPath", "/a/b");
    expect(natural("pathlib._local PurePosixPath", "/a/b")).toEqual(path);
    expect(natural("pathlib PurePosixPath", "/a//./b")).toEqual(path);
    expect(exact("pathlib._local PurePosixPath", "/a/b")).toBe(INERT);
    expect(exact("pathlib._local PurePosixPath", "/", "a", "b")).toBe(INERT);
    expect(exact("pathlib PurePosixPath", "/a/b")).toBe(INERT);
    expect(exact("pathlib PurePosixPath", "a", ".")).toBe(INERT);
  });

  it("stay calls of anything else", () => {
    expect(natural("pathlib PurePosixPath", 1)).toBe(INERT);
    expect(natural("pathlib Path", "a")).toBe(INERT);
    expect(natural("pathlib PurePosixPath", ...new Array(10_001).fill("a"))).toBe(INERT);
  });
});
