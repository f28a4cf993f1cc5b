import { getEventListeners } from "node:events";
import { setImmediate as turn } from "node:timers/promises";
import { expect } from "vitest";
import { failureOf } from "./failure-of.ts";
import type { MemoryAsyncStore } from "./memory-async-store.ts";

/** What is called with a signal that will be aborted. */
export type Call = (signal: AbortSignal) => Promise<unknown>;

/**
 * Aborts a call at each of the times that it asks its store, which fails then, or answers all the same, or never does. However that is, the call throws
 * the reason, and nothing is left behind: no listener, no rejection that nobody handles.
 *
 * @returns How often the call asks.
 */
export async function abortEverywhere(make: () => Promise<[MemoryAsyncStore, Call]>): Promise<number> {
  const unhandled: unknown[] = [];
  const note = (reason: unknown) => unhandled.push(reason);
  process.on("unhandledRejection", note);
  try {
    let asks = 0;
    for (const after of ["fails", "answers", "never answers"])
      for (let at = 1; ; at++) {
        const [store, call] = await make();
        const controller = new AbortController();
        const reason = new Error(`aborted at ${at}`);
        let asked = 0;
        store.before = async () => {
          if (++asked !== at) return;
          controller.abort(reason);
          if (after === "fails") throw new Error("the server failed later");
          if (after === "never answers") await new Promise(() => {});
        };
        const result = call(controller.signal);
        if (!(await abortedOrDone(result, controller.signal))) {
          asks = at - 1;
          break;
        }
        expect(await failureOf(result)).toBe(reason);
        await turn();
        await turn();
        expect(getEventListeners(controller.signal, "abort").length).toBe(0);
      }
    expect(unhandled).toEqual([]);
    return asks;
  } finally {
    process.off("unhandledRejection", note);
  }
}

async function abortedOrDone(result: Promise<unknown>, signal: AbortSignal): Promise<boolean> {
  await result.catch(() => {});
  return signal.aborted;
}
