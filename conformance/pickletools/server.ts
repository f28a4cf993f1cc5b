// The far end of the bridge of pickletools: Python's tests call, `pantry/pickletools` does it.
import { type DisOptions, dis, genops, Memo, optimize, PickletoolsError } from "pantry/pickletools";
import { type Answer, serve } from "../serve.ts";
import { readArgument, type ToldArgument, told } from "./arguments.ts";

interface DisFields {
  readonly options: DisOptions;
  readonly memo: number | null;
}

/** The memos of several calls, by the keys of Python's. */
const memos = new Map<number, Memo>();

await serve({
  genops: ({ offset }: { offset: number }, [data = new Uint8Array(0)]) => {
    const operations: [name: string, argument: ToldArgument, offset: number][] = [];
    try {
      for (const { opcode, arg, offset: at } of genops(data, { offset }))
        operations.push([opcode.name, told(opcode.arg?.name, arg), at]);
    } catch (error) {
      return { header: { operations, ...reasonOf(error) } };
    }
    return { header: { operations } };
  },
  dis: ({ memo, options }: DisFields, [data = new Uint8Array(0)]) => {
    try {
      const text = dis(data, memo === null ? options : { ...options, memo: memoOf(memo) });
      return { header: { text, end: endOf(data, options) } };
    } catch (error) {
      return { header: { text: (error as PickletoolsError).text, ...reasonOf(error) } };
    }
  },
  optimize: (_: object, [data = new Uint8Array(0)]) => answered(() => ({ parts: [optimize(data)] })),
  read: ({ name }: { name: string }, [data = new Uint8Array(0)]) =>
    answered(() => ({ header: readArgument(name, data) })),
});

/** What is answered, or why not. */
function answered(answer: () => Answer): Answer {
  try {
    return answer();
  } catch (error) {
    return { header: reasonOf(error) };
  }
}

/** What Python says of it. */
function reasonOf(error: unknown): { readonly reason: string } {
  if (error instanceof PickletoolsError) return { reason: error.reason };
  throw error;
}

function endOf(data: Uint8Array, options: DisOptions): number {
  let end = 0;
  for (const { offset, length } of genops(data, options)) end = offset + length;
  return end;
}

function memoOf(key: number): Memo {
  const memo = memos.get(key) ?? new Memo();
  memos.set(key, memo);
  return memo;
}
