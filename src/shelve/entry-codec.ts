import { type StandardSchema, validate } from "../pickle/schema.ts";
import { Codec } from "./codec.ts";
import { about } from "./values.ts";

/** The codec of a shelf that cannot wait. */
export class EntryCodec<V, Given> extends Codec<V, Given, V> {
  protected override validate(
    schema: StandardSchema<V, Given>,
    value: unknown,
    key: string,
    verb: "read" | "write",
  ): V {
    return about(key, verb, () => validate(schema, value));
  }
}
