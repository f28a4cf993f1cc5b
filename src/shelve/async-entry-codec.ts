import { accepted, type StandardSchema } from "../pickle/schema.ts";
import { Codec } from "./codec.ts";
import { about } from "./values.ts";

/** The codec of an asynchronous shelf. Only an asynchronous schema makes one wait. */
export class AsyncEntryCodec<V, Given> extends Codec<V, Given, V | Promise<V>> {
  protected override validate(
    schema: StandardSchema<V, Given>,
    value: unknown,
    key: string,
    verb: "read" | "write",
  ): V | Promise<V> {
    const result = schema["~standard"].validate(value);
    if (!(result instanceof Promise)) return about(key, verb, () => accepted(result));
    return result.then((later) => about(key, verb, () => accepted(later)));
  }
}
