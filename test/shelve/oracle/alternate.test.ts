import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Format } from "pantry/dbm";
import { open } from "pantry/shelve";
import { expect, it, onTestFinished } from "vitest";
import { type DbmDriver, describeDebianPython, describeEachDbmPython } from "../../dbm/oracle/driver.ts";
import { Alternation, PREAMBLE, type Step } from "./alternation.ts";

/** How often it is another one's turn; each is a hundred steps. More take longer: `PANTRY_TURNS=1000`. */
const TURNS = Number(process.env.PANTRY_TURNS ?? 24);
const STEPS = 100;

describeEachDbmPython("a shelf that Python and Pantry write in turn", "sqlite3", (driver) => {
  alternates("sqlite3", driver);
  alternates("dumb", driver);
});

describeDebianPython("a shelf in GDBM that Python and Pantry write in turn", "gnu", (driver) =>
  alternates("gnu", driver),
);

describeDebianPython("a shelf in Berkeley DB that Python and Pantry write in turn", "ndbm", (driver) =>
  alternates("ndbm", driver),
);

function alternates(format: Format, driver: () => DbmDriver): void {
  it(`${format} holds the same for both after each turn`, { timeout: 20_000 + 2000 * TURNS }, async () => {
    const folder = mkdtempSync(join(tmpdir(), "pantry-alternate-"));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    const path = join(folder, "shelf");
    const alternation = new Alternation(format.length);
    for (let turn = 0; turn < TURNS; turn++) {
      const writeback = alternation.below(2) === 0;
      const protocol = alternation.below(6);
      const steps = alternation.steps(STEPS, writeback);
      if (turn % 2 === 0) await takePythonsTurn(steps, writeback, protocol);
      else takeOurTurn(steps, writeback, protocol);
      await check(alternation, turn);
    }

    async function takePythonsTurn(steps: readonly Step[], writeback: boolean, protocol: number) {
      const how = `shelf.writeback = ${writeback ? "True" : "False"}; shelf._protocol = ${protocol}`;
      const statements = [PREAMBLE, how, ...steps.map(({ statement }) => statement)];
      await driver().shelf(path, "c", statements.join("\n"), format);
    }

    function takeOurTurn(steps: readonly Step[], writeback: boolean, protocol: number) {
      using shelf = open(path, { format, writeback, protocol });
      for (const { run } of steps) run(shelf);
    }

    async function check({ model, source }: Alternation, turn: number) {
      const wrong = "[key for key in {**expected, **found} if not same(found.get(key), expected.get(key))]";
      const statements = `${PREAMBLE}\nexpected = ${source}\nfound = dict(shelf)\nresult = len(shelf), ${wrong}`;
      expect(await driver().shelf(path, "r", statements, format), `turn ${turn}`).toBe(`(${model.size}, [])`);
      using shelf = open(path, { flag: "r" });
      expect(shelf.size).toBe(model.size);
      const values = Array.from(model, ([key, value]) => [key, value.make()] as const);
      expect(new Map(shelf), `turn ${turn}`).toStrictEqual(new Map(values));
    }
  });
}
