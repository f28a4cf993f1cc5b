// Checks what a pickle holds, and gives it a type. Any Standard Schema will do: Zod, Valibot, ArkType.
import { readFileSync } from "node:fs";
import path from "node:path";
import { dumps, loads, SchemaError } from "pantry/pickle";
import { z } from "zod";

const Records = z.array(
  z.object({ id: z.number().int(), name: z.string(), tags: z.array(z.string()), score: z.number().max(10) }),
);

const file = path.join(import.meta.dirname, "../test/fixtures/pickle/3.13/records.5.pickle");
const records = loads(readFileSync(file), { schema: Records });
console.log(`${records.length} records, the first one is ${records[0]?.name}`); // typed: no cast, no any

try {
  loads(dumps([{ id: 1.5, name: "Ada", tags: [], score: 11 }]), { schema: Records });
} catch (error) {
  if (!(error instanceof SchemaError)) throw error;
  for (const { message, path } of error.issues) console.log(`refused: ${path?.join(".")}: ${message}`);
}
