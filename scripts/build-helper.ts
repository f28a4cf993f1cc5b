// Builds the helper of sqlite3 where there is a C compiler; it is optional, so without one this only says so.
import { buildHelper } from "../src/sqlite3/engine/build.ts";

export function setup(): void {
  try {
    buildHelper();
  } catch (error) {
    console.warn(
      `${error instanceof Error ? error.message : error}\nIt is optional: what needs it is left out.`,
    );
  }
}

if (import.meta.main) setup();
