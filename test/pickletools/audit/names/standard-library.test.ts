import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { plainModule } from "../../../../src/pickletools/audit/names/aliases.ts";
import { DANGERS } from "../../../../src/pickletools/audit/names/dangerous.ts";
import { STANDARD } from "../../../../src/pickletools/audit/names/inert.ts";
import { judgeName } from "../../../../src/pickletools/audit/names/judge.ts";
import { type Entry, readTable } from "../../../../src/pickletools/audit/names/table.ts";
import { skipMissing } from "../../../oracle/each-python.ts";
import { findPythons, type Python } from "../../../oracle/oracle.ts";

interface Answer {
  readonly resolved: readonly number[];
  readonly clashes: readonly (readonly [module: string, name: string, dangerous: string, name: string])[];
  readonly exposed: readonly (readonly [module: string, attribute: string, target: string])[];
  readonly borrowed: readonly (readonly [module: string, attribute: string, home: string, name: string])[];
}

const SCRIPT = join(import.meta.dirname, "standard_library.py");
const WANTED = ["2.7", "3.6", "3.8", "3.11", "3.13"];
const PYTHONS = findPythons().filter(({ short }) => WANTED.includes(short));
const INERT = STANDARD.flatMap(({ names }) => readTable(names));
const DANGEROUS = DANGERS.flatMap(({ names }) => readTable(names ?? ""));

/** Names of Python 2 that have none of the table's modules, and so are found by what `fixImports` makes of them. */
const FORMER: readonly Entry[] = INERT.filter(([module]) => module === "builtins").map(([, name]) => [
  "__builtin__",
  name,
]);

/** Harmless, though it is from a dangerous module: text in, text out. */
const HARMLESS = ["normpath"];

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "pantry-names-"));
});
afterAll(() => rmSync(folder, { recursive: true }));

function ask(python: Python): Answer {
  const inert = [...INERT, ...FORMER];
  const output = execFileSync(python.path, ["-B", SCRIPT], {
    input: JSON.stringify({ inert, dangerous: DANGEROUS }),
    cwd: folder,
    maxBuffer: 1 << 28,
    timeout: 120_000,
  });
  return JSON.parse(output.toString()) as Answer;
}

describe("the standard library", () => {
  const answers = new Map<string, Answer>();

  for (const short of WANTED) {
    const python = PYTHONS.find((one) => one.short === short);
    if (!python) {
      skipMissing(short);
      continue;
    }
    describe(`of Python ${short}`, () => {
      let answer: Answer;
      beforeAll(() => {
        answer = ask(python);
        answers.set(short, answer);
      }, 120_000);

      it("has no inert name that is a dangerous object", () => {
        expect(answer.resolved.length).toBeGreaterThan(700);
        expect(answer.clashes).toEqual([]);
      });

      it("shows no dangerous module under a name that is not dangerous, and no module under an inert one", () => {
        expect(answer.exposed.length).toBeGreaterThan(1_500);
        const missed = answer.exposed.filter(([module, attribute, target]) => {
          const { tier } = judgeName(module, attribute);
          const isDangerous = judgeName(target, "any_name").tier === "dangerous";
          return tier === "inert" || (isDangerous && tier !== "dangerous" && module !== "__main__");
        });
        expect(missed).toEqual([]);
      });

      it("leads through no dangerous module unseen", () => {
        const missed = answer.exposed.filter(([module, attribute, target]) => {
          if (judgeName(target, "any_name").tier !== "dangerous") return false;
          return judgeName(module, `${attribute}.any_name`).tier !== "dangerous";
        });
        expect(missed).toEqual([]);
      });

      it("shows nothing dangerous under an inert name", () => {
        expect(answer.borrowed.length).toBeGreaterThan(1_000);
        const missed = answer.borrowed.filter(([module, attribute, home, name]) => {
          if (HARMLESS.includes(attribute)) return false;
          return judgeName(module, attribute).tier === "inert" && judgeName(home, name).tier === "dangerous";
        });
        expect(missed).toEqual([]);
      });
    });
  }

  it.skipIf(PYTHONS.length < WANTED.length)("has every inert name in one of its versions", () => {
    const places = new Set([...answers.values()].flatMap(({ resolved }) => resolved));
    const formerPlace = (name: string) => INERT.length + FORMER.findIndex(([, former]) => former === name);
    const missing = INERT.filter(([module, name], place) => {
      if (places.has(place)) return false;
      return module !== "builtins" || !places.has(formerPlace(name));
    });
    expect(missing.map(([module, name]) => `${plainModule(module)}.${name}`)).toEqual([
      // Since 3.15.
      "builtins.frozendict",
      // Python 2 alone, in modules of their own: `exceptions` and `UserDict`.
      "collections.IterableUserDict",
      // Since 3.12, and only where OpenSSL is new.
      "hashlib.UnsupportedDigestmodError",
    ]);
  });
});
