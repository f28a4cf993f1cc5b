import type { SqlValue } from "../values.ts";
import { readCell, readRow, writeResult } from "./assisted-cells.ts";
import { COLUMNS, GROUP, OPERATION, type Shared, type Texts } from "./assisted-helper.ts";
import { type Aggregate, type Bindable, Failure, type ScalarFunction } from "./port.ts";

// What an aggregate is called for, as in `native/helper.h`.
const STEP = 0;
const INVERSE = 1;
const VALUE = 2;
const FINAL = 3;

const NONE: SqlValue[] = [];

/** A function as the helper calls it: its arguments lie in the cells, its result in the first of them. */
export type CellFunction = (texts: Texts) => unknown;

export function scalarFunction(shared: Shared, narg: number, callback: ScalarFunction): CellFunction {
  const read = (texts: Texts, cell: number) => readCell(shared, cell, texts) as SqlValue;
  const write = (result: Bindable | Failure) => writeResult(shared, result);
  // An array that is spread costs as much as the call.
  if (narg === 0) return () => write(callback());
  if (narg === 1) return (texts) => write(callback(read(texts, 0)));
  if (narg === 2) return (texts) => write(callback(read(texts, 0), read(texts, 1)));
  return (texts) => write(callback(...readArguments(shared, texts)));
}

/** The helper keeps the number of a group, from 1 on, and names it with each call. */
export function aggregateFunction(shared: Shared, make: () => Aggregate | Failure): CellFunction {
  const groups: (Aggregate | undefined)[] = [undefined];
  const free: number[] = [];

  return (texts) => {
    const operation = shared.head[OPERATION] as number;
    let group = shared.head[GROUP] as number;
    // What runs below may use the cells for queries of its own.
    const args = operation <= INVERSE ? readArguments(shared, texts) : NONE;
    const aggregate = groups[group] ?? make();
    if (aggregate instanceof Failure) {
      // A query that was made meanwhile may have named another one.
      shared.head[GROUP] = group;
      return writeResult(shared, aggregate);
    }
    if (group === 0) {
      group = free.pop() ?? groups.length;
      groups[group] = aggregate;
    }
    const result = run(aggregate, operation, args);
    if (operation === FINAL) {
      groups[group] = undefined;
      free.push(group);
      group = 0;
    }
    shared.head[GROUP] = group;
    return writeResult(shared, result);
  };
}

function run(aggregate: Aggregate, operation: number, args: SqlValue[]): Bindable | Failure {
  const [first] = args;
  switch (operation) {
    case STEP:
      // An array that is spread costs as much as the call.
      return (args.length === 1 ? aggregate.step(first as SqlValue) : aggregate.step(...args)) ?? null;
    case INVERSE:
      return aggregate.inverse?.(...args) ?? null;
    case VALUE:
      return aggregate.value?.() ?? null;
    default:
      return aggregate.finalize();
  }
}

function readArguments(shared: Shared, texts: Texts): SqlValue[] {
  return readRow(shared, 0, shared.head[COLUMNS] as number, texts) as SqlValue[];
}
