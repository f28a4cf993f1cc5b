import type { EngineRow, EngineStatement } from "./engine/port.ts";

/** Where the rows of a cursor come from. */
export type RowSource = Pick<EngineStatement, "next" | "take">;

/** Rows of a statement that has run to its end. */
export class RowBuffer implements RowSource {
  readonly #rows: readonly EngineRow[];
  #index = 0;

  constructor(rows: readonly EngineRow[]) {
    this.#rows = rows;
  }

  next(): EngineRow | undefined {
    return this.#rows[this.#index++];
  }

  take(limit: number): EngineRow[] {
    const rows = this.#rows.slice(this.#index, this.#index + limit);
    this.#index += rows.length;
    return rows;
  }
}

/** Adds rows of a source until there are so many, or no more. */
export function takeInto(rows: EngineRow[], source: RowSource, size: number): void {
  while (rows.length < size) {
    const more = source.take(size - rows.length);
    if (more.length === 0) return;
    for (const row of more) rows.push(row);
  }
}
