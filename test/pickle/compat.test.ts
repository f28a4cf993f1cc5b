import { execFileSync } from "node:child_process";
import { describe, expect, it } from "vitest";
import { formerOf, presentOf } from "../../src/pickle/compat.ts";
import { PYTHONS, skipMissing } from "../oracle/each-python.ts";

const python = PYTHONS.find(({ short }) => short === "3.13");

const PROGRAM = `
import _compat_pickle as c, json
def text(key): return key if isinstance(key, str) else " ".join(key)
def table(*maps): return {text(key): text(value) for one in maps for key, value in one.items()}
print(json.dumps([table(c.IMPORT_MAPPING, c.NAME_MAPPING), table(c.REVERSE_IMPORT_MAPPING, c.REVERSE_NAME_MAPPING)]))
`;

describe("the names of Python 2 and 3", () => {
  it("are its own where a module or a name has moved", () => {
    expect(presentOf("Queue")).toBe("queue");
    expect(presentOf("__builtin__ unicode")).toBe("builtins str");
    expect(presentOf("queue")).toBeUndefined();
    expect(formerOf("builtins str")).toBe("__builtin__ unicode");
    expect(formerOf("builtins ConnectionError")).toBe("exceptions OSError");
    expect(formerOf("collections")).toBeUndefined();
  });

  if (python === undefined) skipMissing("3.13");
  else {
    it("are all those that CPython has, both ways, and no others", () => {
      const output = execFileSync(python.path, ["-c", PROGRAM], { encoding: "utf8" });
      const [present, former] = JSON.parse(output) as [Record<string, string>, Record<string, string>];
      const asked = [...new Set([present, former].flatMap((table) => Object.entries(table).flat()))];
      const answers = (of: (name: string) => string | undefined) =>
        Object.fromEntries(
          asked.map((name) => [name, of(name)]).filter(([, answer]) => answer !== undefined),
        );
      expect(answers(presentOf)).toEqual(present);
      expect(answers(formerOf)).toEqual(former);
    });
  }
});
