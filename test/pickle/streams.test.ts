import { PassThrough, Readable } from "node:stream";
import { type ByteSource, dump, dumps, load, loadAll, loads, type UnpicklingError } from "pantry/pickle";
import { FrozenSet, Global, Instance, Tuple } from "pantry/python";
import { describe, expect, it } from "vitest";
import { bytesOf } from "./literals.ts";

const VALUE = {
  text: "é".repeat(300),
  list: [1, 2.5, 2n ** 70n, null],
  map: new Map([["a", new Date(0)]]),
  bytes: new Uint8Array(1000).fill(7),
};

/** Bytes in chunks of a size, and what happened to them. */
class Chunks {
  released = 0;
  read = 0;
  readonly #bytes: Uint8Array;
  readonly #size: number;

  constructor(bytes: Uint8Array, size: number) {
    this.#bytes = bytes;
    this.#size = size;
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<Uint8Array> {
    try {
      for (let start = 0; start < this.#bytes.length; start += this.#size) {
        this.read += 1;
        yield this.#bytes.slice(start, start + this.#size);
      }
    } finally {
      this.released += 1;
    }
  }
}

/** A web stream of chunks, and how often it was cancelled. */
function webStream(
  chunks: readonly Uint8Array[],
  onCancel: () => void = () => {},
): ReadableStream<Uint8Array> {
  const rest = chunks.values();
  return new ReadableStream({
    pull(controller) {
      const { value } = rest.next();
      if (value) controller.enqueue(value);
      else controller.close();
    },
    cancel: onCancel,
  });
}

async function all(source: ByteSource): Promise<unknown[]> {
  const values: unknown[] = [];
  for await (const value of loadAll(source)) values.push(value);
  return values;
}

describe("load()", () => {
  it("reads chunks of every size", async () => {
    for (const protocol of [0, 2, 5]) {
      const bytes = dumps(VALUE, { protocol });
      for (const size of [1, 2, 3, 7, 64, 1000, bytes.length - 1, bytes.length])
        expect(await load(new Chunks(bytes, size)), `chunks of ${size}`).toStrictEqual(VALUE);
    }
  });

  it("reads more than its first buffer holds", async () => {
    const value = Array.from({ length: 300 }, (_, i) => [`item ${i}`, new Uint8Array(i * 10).fill(i)]);
    for (const protocol of [0, 3, 5]) {
      const bytes = dumps(value, { protocol });
      for (const size of [999, 40_000, 65_536, bytes.length])
        expect(await load(new Chunks(bytes, size), { bytes: "view" })).toStrictEqual(value);
    }
  });

  it("reads web streams, Node streams, responses, and empty chunks among others", async () => {
    const bytes = dumps(VALUE);
    const chunks = [new Uint8Array(), bytes.slice(0, 10), new Uint8Array(), bytes.slice(10)];
    expect(await load(webStream(chunks))).toStrictEqual(VALUE);
    expect(await load(Readable.from([Buffer.from(bytes)]))).toStrictEqual(VALUE);
    expect(await load(new Response(bytes).body as ReadableStream<Uint8Array>)).toStrictEqual(VALUE);
    expect(await load(new Blob([bytes]).stream())).toStrictEqual(VALUE);
  });

  it("does not give the same memory to two values", async () => {
    const [first, second] = await load<Uint8Array[]>(
      new Chunks(dumps([new Uint8Array(9).fill(1), new Uint8Array(9).fill(2)]), 4),
      { bytes: "view" },
    );
    expect(first).toStrictEqual(new Uint8Array(9).fill(1));
    expect(second).toStrictEqual(new Uint8Array(9).fill(2));
  });

  it("reads no further than the pickle, and lets go of the source", async () => {
    const chunks = new Chunks(bytesOf("I1\n.I2\n."), 1);
    expect(await load(chunks)).toBe(1);
    expect(chunks).toMatchObject({ read: 4, released: 1 });

    let cancelled = 0;
    const stream = webStream([bytesOf("I1\n."), bytesOf("I2\n.")], () => {
      cancelled += 1;
    });
    expect(await load(stream)).toBe(1);
    expect(cancelled).toBe(1);
    expect(stream.locked).toBe(false);
  });

  it("fails where the source ends too early, with the same error as loads", async () => {
    for (const protocol of [0, 2, 5]) {
      const bytes = dumps(VALUE, { protocol });
      for (const length of [0, 1, 5, 400, bytes.length - 1]) {
        const chunks = new Chunks(bytes.slice(0, length), 16);
        const error = await load(chunks).catch((reason: unknown) => reason);
        expect(error).toMatchObject({
          name: "UnpicklingError",
          code: "truncated",
          message: messageOf(bytes.slice(0, length)),
        });
        expect(chunks.released).toBe(1);
      }
    }
  });

  it("tells the offset from the beginning of the stream, not of a chunk", async () => {
    const bytes = bytesOf("(lp0\nI1\naI2\na\xff.");
    const error = await load(new Chunks(bytes, 3)).catch((reason: unknown) => reason);
    expect(error).toMatchObject({
      offset: 13,
      message: "Cannot read opcode 0xff at byte 13: no such opcode",
    });
  });

  it("lets go of the source when the data is bad, and keeps that error", async () => {
    const stream = webStream([bytesOf("\xff"), bytesOf(".")], () => {
      throw new Error("cancelling failed");
    });
    await expect(load(stream)).rejects.toThrow("no such opcode");
    expect(stream.locked).toBe(false);
  });

  it("gives the errors of the source as they are, and lets go of it", async () => {
    const own = new Error("connection lost");
    const stream = new ReadableStream<Uint8Array>({
      pull(controller) {
        controller.error(own);
      },
    });
    await expect(load(stream)).rejects.toBe(own);
    expect(stream.locked).toBe(false);
    await expect(load(Readable.from(failing(own)))).rejects.toBe(own);
    await expect(load(failing(own))).rejects.toBe(own);
  });

  it("refuses what is no source of bytes", async () => {
    for (const source of [null, 1, "I1\n.", [1], {}])
      await expect(load(source as unknown as ByteSource)).rejects.toThrow(TypeError);
    await expect(load(Readable.from(["I1\n."]))).rejects.toThrow(
      new TypeError("the source must give Uint8Arrays"),
    );
  });
});

describe("loadAll()", () => {
  it("reads pickles in a row, each with a memo of its own", () => {
    const bytes = bytesOf("(lp0\n.(lp0\n.\x80\x04K\x07.");
    expect([...loadAll(bytes)]).toEqual([[], [], 7]);
    expect([...loadAll(new Uint8Array())]).toEqual([]);
    expect(() => [...loadAll(bytesOf("I1\n.g0\n."))]).toThrow("Cannot read GET at byte 4");
  });

  it("reads them from streams, whatever the chunks", async () => {
    const bytes = new Uint8Array(Buffer.concat([dumps(VALUE), dumps(1), dumps(VALUE, { protocol: 0 })]));
    for (const size of [1, 5, 100, bytes.length])
      expect(await all(new Chunks(bytes, size))).toStrictEqual([VALUE, 1, VALUE]);
    expect(await all(webStream([]))).toEqual([]);
  });

  it("gives each as soon as it is there", async () => {
    const stream = new PassThrough();
    const values = loadAll(stream);
    stream.write(bytesOf("I1\n.I2"));
    expect(await values.next()).toEqual({ done: false, value: 1 });
    const second = values.next();
    stream.write(bytesOf("\n."));
    expect(await second).toEqual({ done: false, value: 2 });
    stream.end();
    expect(await values.next()).toEqual({ done: true, value: undefined });
  });

  it("lets go of the source when nobody wants more", async () => {
    const chunks = new Chunks(bytesOf("I1\n.I2\n.I3\n."), 4);
    for await (const value of loadAll(chunks)) if (value === 2) break;
    expect(chunks).toMatchObject({ read: 2, released: 1 });
  });

  it("tells the offset of an error from the beginning of all", async () => {
    const bytes = bytesOf("I1\n.I2\n.I3");
    const values = loadAll(new Chunks(bytes, 1));
    expect((await values.next()).value).toBe(1);
    expect((await values.next()).value).toBe(2);
    await expect(values.next()).rejects.toMatchObject({ code: "truncated", offset: 8 });
    const iterator = loadAll(bytes);
    iterator.next();
    iterator.next();
    expect(() => iterator.next()).toThrow(expect.objectContaining({ code: "truncated", offset: 8 }));
  });

  it("hands the out-of-band buffers on from one pickle to the next", async () => {
    const bytes = bytesOf("\x80\x05\x97.\x80\x05\x97.");
    const buffers = [Uint8Array.of(1), Uint8Array.of(2)];
    expect([...loadAll(bytes, { buffers })]).toEqual(buffers);
    const values: unknown[] = [];
    for await (const value of loadAll(new Chunks(bytes, 3), { buffers })) values.push(value);
    expect(values).toEqual(buffers);
  });
});

describe("dump()", () => {
  const LARGE = Array.from({ length: 30_000 }, (_, i) => `item ${i}`);

  it("writes the bytes of dumps, in pieces of about 64 KiB", async () => {
    for (const protocol of [0, 2, 4, 5]) {
      const pieces: Uint8Array[] = [];
      await dump(LARGE, { write: (piece) => void pieces.push(piece) }, { protocol });
      expect(Buffer.concat(pieces).equals(dumps(LARGE, { protocol }))).toBe(true);
      expect(pieces.length).toBeGreaterThan(5);
      expect(Math.max(...pieces.map(({ length }) => length))).toBeLessThan(70_000);
    }
  });

  it("pauses anywhere and writes the same", async () => {
    const item = (i: number): unknown => [
      { id: i, name: `item ${i}`, when: new Date(i) },
      new Tuple(i, "x".repeat(i % 300), new Tuple()),
      new Map<unknown, unknown>([
        [i, new Set([`a ${i}`, i])],
        ["b", new FrozenSet([i, -i - 1])],
      ]),
      new Instance(new Global("shop", "Order"), { args: new Tuple(i), items: [1, `b ${i}`], state: { i } }),
    ];
    const value = Array.from({ length: 3000 }, (_, i) => item(i));
    for (const protocol of [0, 1, 2, 3, 4, 5]) {
      const pieces: Uint8Array[] = [];
      await dump(value, { write: (piece) => void pieces.push(piece) }, { protocol });
      expect(Buffer.concat(pieces).equals(dumps(value, { protocol }))).toBe(true);
      expect(Math.max(...pieces.map(({ length }) => length))).toBeLessThan(70_000);
      expect(Math.min(...pieces.map(({ length }) => length))).toBeGreaterThan(0);
    }
  });

  it("writes no piece before the one before was taken", async () => {
    let pending = 0;
    let most = 0;
    let pieces = 0;
    await dump(LARGE, {
      async write() {
        pending += 1;
        pieces += 1;
        most = Math.max(most, pending);
        await new Promise((resolve) => setTimeout(resolve, 1));
        pending -= 1;
      },
    });
    expect(pieces).toBeGreaterThan(5);
    expect(most).toBe(1);
  });

  it("takes the value apart no faster than it is written", async () => {
    let made = 0;
    const value = Array.from({ length: 10 }, () => ({
      get text(): string {
        made += 1;
        return "x".repeat(65_536 + made);
      },
    }));
    const counts: number[] = [];
    await dump(value, { write: () => void counts.push(made) });
    expect(counts.slice(0, 3)).toEqual([1, 2, 3]);
  });

  it("leaves a WritableStream open and unlocked, and takes the writer of one", async () => {
    const { readable, writable } = new TransformStream<Uint8Array, Uint8Array>();
    const read = all(readable);
    await dump("first", writable);
    expect(writable.locked).toBe(false);
    const writer = writable.getWriter();
    await dump("second", writer);
    expect(writable.locked).toBe(true);
    await writer.close();
    expect(await read).toEqual(["first", "second"]);
  });

  it("goes through a TransformStream in step with load", async () => {
    const { readable, writable } = new TransformStream<Uint8Array, Uint8Array>();
    const [copy] = await Promise.all([load(readable), dump(LARGE, writable)]);
    expect(copy).toEqual(LARGE);
  });

  it("writes to Node's streams", async () => {
    const stream = new PassThrough();
    const read = all(stream);
    await dump(VALUE, stream);
    await dump("second", stream);
    stream.end();
    expect(await read).toStrictEqual([VALUE, "second"]);
  });

  it("gives the errors of the sink as they are, and unlocks it", async () => {
    const own = new Error("disk full");
    let pieces = 0;
    const write = async (): Promise<void> => {
      pieces += 1;
      throw own;
    };
    await expect(dump(LARGE, { write })).rejects.toBe(own);
    expect(pieces).toBe(1);
    const writable = new WritableStream<Uint8Array>({ write });
    await expect(dump(LARGE, writable)).rejects.toBe(own);
    expect(writable.locked).toBe(false);
  });

  it("rejects for a value that cannot be written, and for bad options", async () => {
    const writable = new WritableStream<Uint8Array>();
    await expect(dump([Symbol("s")], writable)).rejects.toThrow("Cannot pickle value[0]: a symbol");
    expect(writable.locked).toBe(false);
    await expect(dump(1, writable, { protocol: 9 })).rejects.toThrow(RangeError);
  });
});

async function* failing(error: Error): AsyncGenerator<Uint8Array> {
  yield bytesOf("(lp0\n");
  throw error;
}

function messageOf(bytes: Uint8Array): string {
  try {
    return String(loads(bytes));
  } catch (error) {
    return (error as UnpicklingError).message;
  }
}
