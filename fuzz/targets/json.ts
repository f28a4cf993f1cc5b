import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { Code } from "pantry/marshal";
import { dumps, PickleError } from "pantry/pickle";
import { fromJson, type Json, repr, toJson } from "pantry/python";
import { JSON_MUTATORS, JSON_TOKENS } from "../mutators/json.ts";
import { LINE_MUTATORS } from "../mutators/lines.ts";
import { mustBeEqual } from "../properties/equality.ts";
import { mustBeBytes } from "../properties/outcome.ts";
import { type Target, Violation } from "../target.ts";

const FIXTURES = path.join(import.meta.dirname, "../../test/fixtures/pickle/3.13");
const decoder = new TextDecoder();
const LONGEST_SEED = 2000;

/** Tagged JSON from anywhere: values of it, JSON of them again, and their repr and pickle. */
export const target: Target = {
  rooms: ["src/python/"],
  seeds: () =>
    readdirSync(FIXTURES)
      .filter((file) => file.endsWith(".json"))
      .sort()
      .map((file) => new Uint8Array(readFileSync(path.join(FIXTURES, file))))
      .filter(({ length }) => length <= LONGEST_SEED),
  mutators: [...JSON_MUTATORS, ...JSON_MUTATORS, ...LINE_MUTATORS],
  tokens: JSON_TOKENS,
  // A tuple that lies in itself without a list between is written to some depth before it is refused.
  time: [600, 0.1],
  judge(bytes) {
    let json: Json;
    try {
      json = JSON.parse(decoder.decode(bytes)) as Json;
    } catch {
      return;
    }
    for (const exact of [false, true]) judgeValue(json, exact);
  },
};

function judgeValue(json: Json, exact: boolean): void {
  const options = { exact, code: (fields: object) => new Code(fields) };
  let value: unknown;
  try {
    value = fromJson(json, options);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    // Refusals have a reason of ours as their cause; a mistake of the reader's own would be another error.
    if (error.cause instanceof TypeError && !(error.cause.stack ?? "").includes("/src/python/"))
      throw new Violation("a refusal by mistake", error.message, { cause: error });
    return;
  }
  repr(value, { exact, maxLength: 2 ** 16 });
  const text = JSON.stringify(toJson(value, { exact }));
  const again = fromJson(JSON.parse(text), options);
  mustBeBytes(
    "JSON of the value, again",
    Buffer.from(text),
    Buffer.from(JSON.stringify(toJson(again, { exact }))),
  );
  mustBeEqual("JSON of the value", value, again);
  try {
    dumps(value, { exact });
  } catch (error) {
    if (!(error instanceof PickleError)) throw error;
  }
}
