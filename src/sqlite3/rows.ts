import type { Converter } from "./converters.ts";
import { type EngineColumn, type EngineRow, type RowFormat, TextBytes } from "./engine/port.ts";
import { OperationalError } from "./errors.ts";
import { PARSE_DECLTYPES } from "./parse-flags.ts";
import type { Session } from "./session.ts";
import type { SqlRow } from "./values.ts";

/** The converters of the columns of one result. */
export class Conversion {
  readonly #converters: readonly (Converter | undefined)[];
  readonly format: RowFormat;

  private constructor(converters: readonly (Converter | undefined)[], format: RowFormat) {
    this.#converters = converters;
    this.format = format;
  }

  /** `undefined` if no column has a converter. */
  static of(
    { converters, detectTypes, hintsInNames, format }: Session,
    columns: readonly EngineColumn[],
  ): Conversion | undefined {
    const found = columns.map((column) => {
      const byName = hintsInNames ? /\[([^[\]]*)\]/.exec(column.name)?.[1] : undefined;
      const converter = byName === undefined ? undefined : converters.get(byName);
      if (converter !== undefined || (detectTypes & PARSE_DECLTYPES) === 0 || column.type === null)
        return converter;
      return converters.get(/^[^ (]*/.exec(column.type)?.[0] ?? "");
    });
    const blobs = new Set(found.flatMap((converter, index) => (converter === undefined ? [] : [index])));
    return blobs.size === 0 ? undefined : new Conversion(found, { ...format, blobs });
  }

  /** Replaces what has a converter. */
  apply(row: EngineRow): void {
    this.#converters.forEach((converter, index) => {
      const value = row[index];
      if (converter === undefined || !(value instanceof Uint8Array)) return;
      // As CPython, to which a value without bytes is none.
      row[index] = value.length === 0 ? null : (converter(value) as EngineRow[number]);
    });
  }
}

/** The row with its texts as the connection wants them now, which may be otherwise than when it was fetched. */
export function withTexts(
  row: EngineRow,
  { textFactory }: Session,
  conversion: Conversion | undefined,
): SqlRow {
  for (const [index, value] of row.entries()) {
    if (conversion?.format.blobs?.has(index)) continue;
    if (value instanceof TextBytes) row[index] = (textFactory ?? decoded)(value.bytes) as EngineRow[number];
    else if (textFactory !== undefined && typeof value === "string")
      row[index] = textFactory(new TextEncoder().encode(value)) as EngineRow[number];
  }
  return row as SqlRow;
}

function decoded(bytes: Uint8Array): string {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch (cause) {
    throw new OperationalError("Could not decode to UTF-8", { cause });
  }
}
