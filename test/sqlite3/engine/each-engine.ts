import { afterAll, beforeAll, describe } from "vitest";
import { assistedEngine, plainEngine, useEngine } from "../../../src/sqlite3/engine/engines.ts";
import type { Engine } from "../../../src/sqlite3/engine/port.ts";

/** The engines that there are here. */
const ENGINES: readonly Engine[] = [plainEngine(), assistedEngine()].filter((engine) => engine !== undefined);

/** Runs the tests with each engine, which is the one that `connect` uses. Without the helper it says that its part is skipped. */
export function describeEachEngine(name: string, tests: (engine: Engine) => void): void {
  for (const hasHelper of [false, true]) {
    const engine = ENGINES.find((one) => one.hasHelper === hasHelper);
    const title = `${name} (${hasHelper ? "with the helper" : "plain"})`;
    if (engine === undefined)
      describe.skip(`${title}: skipped, since it is not built`, () => tests(plainEngine()));
    else
      describe(title, () => {
        beforeAll(() => useEngine(engine));
        afterAll(() => useEngine(undefined));
        tests(engine);
      });
  }
}
