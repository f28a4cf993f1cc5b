import { it } from "vitest";
import { findPythons, Oracle } from "../oracle/oracle.ts";

const VERSION = "3.13";
const python = findPythons().find(({ short }) => short === VERSION);

/** A test that asks Python 3.13; where there is none it is skipped, and says so. */
export function itAsksPython(name: string, body: (oracle: Oracle) => Promise<void>): void {
  it(name, async (context) => {
    if (python === undefined) return context.skip(`no Python ${VERSION} on this machine`);
    const oracle = new Oracle(python);
    try {
      await body(oracle);
    } finally {
      oracle.close();
    }
  });
}
