import type { Format } from "../../src/dbm/index.ts";
import { Model, type Operation, Random } from "./histories.ts";

/** A database that one process after the other works on until it is killed. */
export interface Patient {
  readonly name: string;
  readonly format: Format;
  readonly inPlace?: boolean;
}

/** What a process does at once, and acknowledges when it is done: in a batch if they are more. */
export type Step = readonly Operation[] | "reopen";

const KEYS = Array.from({ length: 120 }, (_, number) =>
  number === 0 ? new Uint8Array() : new TextEncoder().encode(`${"key ".repeat(number % 9)}${number}`),
);
const VALUE_SIZE = 9000;

/** What a process does in its life, without an end; the same for the same seed. */
export function* stepsOf(seed: number): Generator<Step, never> {
  const random = new Random(seed);
  const change = (): Operation => {
    const key = KEYS[random.below(KEYS.length)] as Uint8Array;
    return random.below(10) < 6 ? ["set", key, random.bytes(random.size(VALUE_SIZE))] : ["delete", key];
  };
  for (;;) {
    const dice = random.below(200);
    if (dice < 6) yield [["sync"]];
    else if (dice < 9) yield "reopen";
    else if (dice === 9) yield [["clear"]];
    else if (dice === 10) yield [["reorganize"]];
    else if (dice < 30) yield Array.from({ length: 2 + random.below(12) }, change);
    else yield [change()];
  }
}

/** What may be there after a life: what surely is, and what a step that was not acknowledged made of it. */
export interface Outcome {
  readonly acknowledged: Model;
  /** After each operation of the step. */
  readonly inFlight: readonly Model[];
  /** The keys that the step sets. */
  readonly set: ReadonlySet<string>;
}

/**
 * What may be there when so many steps were acknowledged. Of a format whose changes wait until they are synced, it is what
 * was there at the last sync, and the step matters only if it syncs.
 */
export function outcomeOf(start: Model, seed: number, acknowledged: number, waits: boolean): Outcome {
  const steps = stepsOf(seed);
  let model = copyOf(start);
  let synced = start;
  for (let count = 0; count < acknowledged; count++) {
    const step = steps.next().value;
    for (const operation of operationsOf(step)) model.apply(operation);
    if (syncs(step)) synced = copyOf(model);
  }
  const last = steps.next().value;
  if (waits) {
    return { acknowledged: synced, inFlight: syncs(last) ? [model] : [], set: new Set() };
  }
  const inFlight: Model[] = [];
  const before = copyOf(model);
  const set = new Set<string>();
  for (const operation of operationsOf(last)) {
    model = copyOf(model);
    model.apply(operation);
    inFlight.push(model);
    if (operation[0] === "set") set.add(Buffer.from(operation[1]).toString("latin1"));
  }
  return { acknowledged: before, inFlight, set };
}

function operationsOf(step: Step): readonly Operation[] {
  return step === "reopen" ? [] : step;
}

function syncs(step: Step): boolean {
  return step === "reopen" || step[0]?.[0] === "sync" || step[0]?.[0] === "reorganize";
}

function copyOf({ entries }: Model): Model {
  const copy = new Model();
  for (const [key, value] of entries) copy.entries.set(key, value);
  return copy;
}
