import { describe, expect, it } from "vitest";
import { ChunkedList } from "../../src/pickle/chunked-list.ts";

describe("ChunkedList", () => {
  it("has every value where it was pushed, or put later", () => {
    const list = new ChunkedList();
    for (let i = 0; i < 5000; i += 1) {
      expect(list.length).toBe(i);
      list.push(i);
    }
    for (let i = 0; i < 5000; i += 7) list.replace(i, `${i}`);
    for (let i = 0; i < 5000; i += 1) expect(list.at(i)).toBe(i % 7 === 0 ? `${i}` : i);
    expect(list.length).toBe(5000);
  });
});
