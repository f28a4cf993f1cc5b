// The far end of the bridge of PickleBuffer: Python's tests call, `pantry/pickle` does it.
import { PickleBuffer } from "pantry/pickle";
import { serve } from "../serve.ts";

interface Target {
  readonly key: number;
}

const buffers = new Map<number, PickleBuffer>();

await serve({
  open: ({ key, readonly }: Target & { readonly: boolean }, [bytes = new Uint8Array(0)]) => {
    buffers.set(key, new PickleBuffer(bytes, { readonly }));
    return {};
  },
  raw: ({ key }: Target) => {
    const buffer = of(key);
    return { header: { readonly: buffer.readonly }, parts: [buffer.raw()] };
  },
  release: ({ key }: Target) => {
    of(key).release();
    return {};
  },
});

function of(key: number): PickleBuffer {
  const buffer = buffers.get(key);
  if (buffer === undefined) throw new Error(`there is no buffer ${key}`);
  return buffer;
}
