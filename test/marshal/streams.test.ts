import { PassThrough, Readable } from "node:stream";
import { Code, dump, dumps, load, loadAll, loads, MarshalEOFError, MarshalValueError } from "pantry/marshal";
import { Slice, Tuple } from "pantry/python";
import { describe, expect, it } from "vitest";

const LIST: unknown[] = [
  "text",
  "é".repeat(300),
  1,
  2n ** 70n,
  1.5,
  null,
  new Tuple(1, new Slice(1, 2)),
  { a: [], b: new Set([1, 2]) },
];
LIST.push(
  LIST,
  new Code({ name: "f", code: new Uint8Array(100), consts: new Tuple<unknown>(1n, 1, "text") }),
);

async function* chunks(bytes: Uint8Array, size: number): AsyncGenerator<Uint8Array> {
  for (let start = 0; start < bytes.length; start += size) yield bytes.slice(start, start + size);
}

describe("load()", () => {
  it.for([1, 2, 3, 7, 64, 100_000])("reads the same from chunks of %d bytes", async (size) => {
    const bytes = dumps(LIST);
    const copy = await load<unknown[]>(chunks(bytes, size));
    expect(copy[8]).toBe(copy);
    expect(dumps(copy)).toEqual(bytes);
  });

  it("reads web streams and Node's", async () => {
    const bytes = dumps([1, "two"]);
    expect(await load(new Response(bytes).body as ReadableStream<Uint8Array>)).toEqual([1, "two"]);
    expect(await load(Readable.from([bytes.subarray(0, 4), bytes.subarray(4)]))).toEqual([1, "two"]);
  });

  it("says where a stream ends too early", async () => {
    const bytes = dumps(["a", "text"]);
    for (let length = 0; length < bytes.length; length += 1) {
      const error = await load(chunks(bytes.subarray(0, length), 2)).catch((error: unknown) => error);
      expect(error).toBeInstanceOf(MarshalEOFError);
      const { offset, message } = error as MarshalEOFError;
      expect([0, 5, 8]).toContain(offset);
      expect(() => loads(bytes.subarray(0, length))).toThrow(expect.objectContaining({ offset, message }));
    }
  });

  it("says where a stream is wrong", async () => {
    const bytes = Uint8Array.from([0x5b, 2, 0, 0, 0, 0x4e, 0x51]);
    await expect(load(chunks(bytes, 1))).rejects.toThrow(
      "Cannot read type code 0x51 at byte 6: unknown type code",
    );
  });

  it("asks for no more than the limit", async () => {
    const huge = chunks(Uint8Array.of(0x73, 0xff, 0xff, 0xff, 0x7f, 1, 2, 3), 3);
    await expect(load(huge, { limits: { maxMemory: 1000 } })).rejects.toThrow(MarshalValueError);
  });
});

describe("loadAll()", () => {
  const values = [1, "two", [3], { four: 4 }];
  const bytes = Uint8Array.from(values.flatMap((value) => Array.from(dumps(value))));

  it("reads values in a row", async () => {
    expect(Array.from(loadAll(bytes))).toEqual(values);
    const read: unknown[] = [];
    for await (const value of loadAll(chunks(bytes, 3))) read.push(value);
    expect(read).toEqual(values);
  });

  it("gives those before one that is wrong", () => {
    const read: unknown[] = [];
    expect(() => {
      for (const value of loadAll(bytes.subarray(0, -1))) read.push(value);
    }).toThrow(expect.objectContaining({ name: "MarshalEOFError", offset: bytes.length - 1 }));
    expect(read).toEqual(values.slice(0, -1));
  });

  it("has no references from one to the next", () => {
    const two = Uint8Array.from([0xfa, 1, 0x61, 0x72, 0, 0, 0, 0]);
    const read = loadAll(two);
    expect(read.next().value).toBe("a");
    expect(() => read.next()).toThrow(/Cannot read TYPE_REF at byte 3: invalid reference/);
  });
});

describe("dump()", () => {
  it("writes to web streams and whatever has a write", async () => {
    const { readable, writable } = new TransformStream<Uint8Array, Uint8Array>();
    const [copy] = await Promise.all([load(readable), dump([1, "two"], writable)]);
    expect(copy).toEqual([1, "two"]);
    const through = new PassThrough();
    await dump([1, "two"], through);
    through.end();
    expect(await load(through)).toEqual([1, "two"]);
  });

  it("writes nothing of what cannot be marshalled", async () => {
    const written: Uint8Array[] = [];
    await expect(dump([1, Symbol("no")], { write: (chunk) => written.push(chunk) })).rejects.toThrow(/\[1]/);
    expect(written).toEqual([]);
  });
});
