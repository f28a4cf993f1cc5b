import { dumps, loads, PickleBuffer } from "pantry/pickle";
import { ByteArray, DateTime, TimeOnly } from "pantry/python";
import { describe, expect, it } from "vitest";
import { opcodesOf } from "./literals.ts";

/** Pickles with every buffer outside, unless `keep` is given. */
function outside(value: unknown, options: { readonly exact?: boolean; readonly keep?: unknown } = {}) {
  const buffers: PickleBuffer[] = [];
  const data = dumps(value, {
    ...options,
    bufferCallback: (buffer) => {
      buffers.push(buffer);
      return options.keep;
    },
  });
  return { data, buffers, views: buffers.map((buffer) => buffer.raw()) };
}

describe("PickleBuffer", () => {
  it("is written in-band as bytearray, or as bytes when it is read-only", () => {
    const bytes = Uint8Array.of(1, 2);
    expect(opcodesOf(new PickleBuffer(bytes), {})).toBe("\x96\x02\0\0\0\0\0\0\0\x01\x02\x94");
    expect(opcodesOf(new PickleBuffer(bytes, { readonly: true }), {})).toBe("C\x02\x01\x02\x94");
    expect(loads(dumps(new PickleBuffer(bytes)))).toStrictEqual(new ByteArray([1, 2]));
  });

  it("takes views of memory, and gives all of their bytes without a copy", () => {
    const numbers = Uint16Array.of(0, 0x0102, 0);
    const buffer = new PickleBuffer(numbers.subarray(1, 2));
    expect(buffer.raw()).toStrictEqual(Uint8Array.of(2, 1));
    expect(buffer.raw().buffer).toBe(numbers.buffer);
    expect(new PickleBuffer(new DataView(numbers.buffer, 2, 2)).raw()).toStrictEqual(Uint8Array.of(2, 1));
    expect(() => new PickleBuffer([1] as unknown as DataView)).toThrow(TypeError);
  });

  it("needs protocol 5", () => {
    expect(() => dumps([new PickleBuffer(new Uint8Array(1))], { protocol: 4 })).toThrow(
      "Cannot pickle value[0]: a PickleBuffer needs protocol 5",
    );
  });

  it("cannot be used once it is released", () => {
    const buffer = new PickleBuffer(new Uint8Array(1));
    buffer.release();
    const released = new TypeError("operation forbidden on released PickleBuffer object");
    expect(() => buffer.raw()).toThrow(released);
    expect(() => dumps(buffer)).toThrow(released);
    const used = new PickleBuffer(new Uint8Array(1));
    used[Symbol.dispose]();
    expect(() => used.raw()).toThrow(released);
  });
});

describe("bufferCallback", () => {
  it("takes buffers out of the pickle, and buffers puts them in again", () => {
    const writable = Uint8Array.of(1, 2);
    const value = [new PickleBuffer(writable), new PickleBuffer(Uint8Array.of(3), { readonly: true })];
    const { data, buffers, views } = outside(value);
    expect(buffers).toEqual(value);
    expect(opcodesOf(value, { bufferCallback: () => false })).toBe("]\x94(\x97\x97\x98e");
    const [first, second] = loads<Uint8Array[]>(data, { buffers: views });
    expect(first?.buffer).toBe(writable.buffer);
    expect(second).toStrictEqual(Uint8Array.of(3));
  });

  it("is not asked for a bytearray that is read-only and in the pickle itself", () => {
    const data = Uint8Array.of(0x96, 2, 0, 0, 0, 0, 0, 0, 0, 7, 8, 0x98, 0x2e);
    const found = loads<PickleBuffer>(data, { exact: true });
    expect([found.readonly, found.raw()]).toEqual([true, Uint8Array.of(7, 8)]);
    expect(loads(dumps(found, { exact: true }), { exact: true })).toStrictEqual(Uint8Array.of(7, 8));
  });

  it("keeps a buffer in by a true answer", () => {
    const value = [new PickleBuffer(Uint8Array.of(1))];
    const { data, buffers } = outside(value, { keep: 1 });
    expect(buffers).toHaveLength(1);
    expect(data).toEqual(dumps(value));
  });

  it("is offered bytes too in the natural profile, each once", () => {
    const bytes = Uint8Array.of(1, 2, 3);
    const { data, buffers, views } = outside([bytes, bytes]);
    expect(buffers).toHaveLength(1);
    expect(buffers[0]?.readonly).toBe(true);
    const [first, second] = loads<Uint8Array[]>(data, { buffers: views });
    expect(first).toStrictEqual(bytes);
    expect(second).toBe(first);
  });

  it("is not offered bytes in the exact profile, as in Python", () => {
    const { data, buffers } = outside([Uint8Array.of(1)], { exact: true });
    expect(buffers).toHaveLength(0);
    expect(loads(data)).toStrictEqual([Uint8Array.of(1)]);
  });

  it("is not offered the bytes that a value class is written with", () => {
    const value = [new DateTime(2024, 1, 2), new TimeOnly(12), new Date(0)];
    const { data, views } = outside(value);
    expect(views).toHaveLength(0);
    expect(loads(data)).toStrictEqual(value);
  });

  it("leaves typed arrays what they are", () => {
    const value = [Float64Array.of(0.5), Int16Array.of(-1)];
    const { data, views } = outside(value);
    expect(loads(data, { buffers: views })).toStrictEqual(value);
  });

  it("needs protocol 5", () => {
    expect(() => dumps(1, { protocol: 4, bufferCallback: () => true })).toThrow(
      new RangeError("bufferCallback needs protocol 5"),
    );
  });
});

describe("buffers", () => {
  const { data } = outside([new PickleBuffer(new Uint8Array(1)), new PickleBuffer(new Uint8Array(1))]);

  it("may be PickleBuffers, and come from any iterable", () => {
    const given = [new PickleBuffer(Uint8Array.of(7)), Uint8Array.of(8)] as Uint8Array[];
    expect(loads(data, { buffers: new Set(given) })).toStrictEqual([Uint8Array.of(7), Uint8Array.of(8)]);
  });

  it("must be as many as the pickle wants", () => {
    const missing = "an out-of-band buffer expected: give the option buffers";
    expect(() => loads(data)).toThrow(missing);
    expect(() => loads(data, { buffers: [new Uint8Array(1)] })).toThrow(missing);
    expect(() => loads(data, { buffers: [1, 2] as unknown as Uint8Array[] })).toThrow(
      new TypeError("buffers: typed arrays were expected"),
    );
  });

  it("keep in the exact profile whether they are read-only", () => {
    const value = [
      new PickleBuffer(Uint8Array.of(1)),
      new PickleBuffer(Uint8Array.of(2), { readonly: true }),
    ];
    const first = outside(value, { exact: true });
    const copy = loads(first.data, { exact: true, buffers: first.views });
    expect(copy).toStrictEqual(value);
    expect(outside(copy, { exact: true }).data).toEqual(first.data);
  });
});
