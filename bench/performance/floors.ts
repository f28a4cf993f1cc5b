// What only the engine can do of the work, and how long it takes for that part alone: no library in JavaScript can be faster.
import { loads } from "pantry/pickle";
import { median, ratiosOf } from "../statistics.ts";
import { table } from "../table.ts";
import { duration, takeTurns, timeCalls, warmUp } from "../timing.ts";
import { AGAINST_C } from "./goals.ts";
import { effortOf } from "./options.ts";
import { startPeer } from "./subjects.ts";

const PROTOCOL = 5;
/** The bytes that take characters, again and again. */
const ROOM = 2 ** 16;

/** The engine's part is told where it alone takes at least this part of C's time. */
const MUCH = 0.5;

const { rounds, seconds } = effortOf({ rounds: 5, seconds: 0.1 });
const peer = startPeer();
const rows: string[][] = [];
for (const call of ["loads", "dumps"] as const)
  for (const name of await peer.names()) {
    const data = await peer.data(name, PROTOCOL);
    const part = call === "loads" ? partOfLoads(loads(data), data) : partOfDumps(loads(data), data);
    const times = await takeTurns(
      { c: () => peer.time(call, name, PROTOCOL, seconds), engine: measured(part) },
      rounds,
    );
    const ratio = ratiosOf(times.c, times.engine).middle;
    if (ratio <= 1 / MUCH)
      rows.push([
        `\`${call}\` of ${name}`,
        duration(median(times.c)),
        duration(median(times.engine)),
        ratio < AGAINST_C[call].each ? `*${ratio.toFixed(2)}*` : ratio.toFixed(2),
      ]);
  }
peer.close();
console.log("Where the engine's part alone takes at least half the time of C's `pickle` for all of it.\n");
console.log(table(["", "C, all", "the engine's part", "ratio at most"], rows));

function measured(work: () => unknown): () => number {
  warmUp(work, seconds / 2);
  return () => timeCalls(work, seconds);
}

/** Makes each `Map` with its entries, and each `Uint8Array`. */
function partOfLoads(value: unknown, data: Uint8Array): () => unknown {
  const parts = partsOf(value);
  const tables = parts.filter((part) => part instanceof Map).map((table) => [...table]);
  const lengths = parts.filter((part) => part instanceof Uint8Array).map((bytes) => bytes.length);
  return () => {
    const made: unknown[] = [];
    for (const entries of tables) {
      const table = new Map<unknown, unknown>();
      for (const [key, value] of entries) table.set(key, value);
      made.push(table);
    }
    for (const length of lengths) made.push(data.slice(0, length));
    return made;
  };
}

/**
 * Looks up and enters each object and string in a `Map`, as it may come again; reads the characters of each text; makes the bytes that are
 * the result.
 */
function partOfDumps(value: unknown, data: Uint8Array): () => unknown {
  const parts = partsOf(value);
  const sink = new Uint8Array(ROOM);
  return () => {
    const memo = new Map<unknown, number>();
    let at = 0;
    for (const part of parts) {
      if (memo.get(part) !== undefined) continue;
      memo.set(part, memo.size);
      if (typeof part !== "string") continue;
      if (at + part.length > ROOM) at = 0;
      for (let i = 0; i < part.length; i += 1) sink[at++] = part.charCodeAt(i);
    }
    return data.slice();
  };
}

/** What a memo is asked for: every string and object of a value, keys too, as often as it comes. */
function partsOf(value: unknown): unknown[] {
  const parts: unknown[] = [];
  const seen = new Set<unknown>();
  const visit = (part: unknown): void => {
    if (typeof part !== "string" && (typeof part !== "object" || part === null)) return;
    parts.push(part);
    if (typeof part === "string" || seen.has(part)) return;
    seen.add(part);
    if (part instanceof Uint8Array) return;
    for (const inner of part instanceof Map
      ? [...part].flat()
      : Array.isArray(part)
        ? part
        : Object.entries(part).flat())
      visit(inner);
  };
  visit(value);
  return parts;
}
