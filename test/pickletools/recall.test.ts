import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { skipMissing } from "../oracle/each-python.ts";
import { findPythons, WANTED } from "../oracle/oracle.ts";
import { benign, containers, evasions, isWrong, judge, type Sample } from "./corpus/corpus.ts";

const CORPUS = path.join(import.meta.dirname, "corpus");

describe("the audit of evasions", () => {
  it.for(grouped(evasions()))("misses none of the technique: %s", async ([, samples]) => {
    expect(await wrongOnes(samples)).toEqual([]);
  });
});

describe("the audit of containers", () => {
  it("calls none safe, and those dangerous that can be opened", async () => {
    expect(await wrongOnes(containers())).toEqual([]);
  });
});

describe("the audit of harmless files", () => {
  it.for(grouped(benign()))("calls none dangerous of the group: %s", async ([, samples]) => {
    expect(await wrongOnes(samples)).toEqual([]);
  });
});

describe("the evasions of the corpus", () => {
  const folder = path.join(CORPUS, "evasions");
  const manifest = readFileSync(path.join(folder, "manifest.json"), "utf8");
  const cases: Case[] = JSON.parse(manifest);
  const versions = new Set(cases.flatMap(({ live }) => Object.keys(live)));
  const pythons = findPythons();

  for (const short of WANTED.filter((one) => versions.has(one))) {
    const python = pythons.find((one) => one.short === short);
    if (python === undefined) {
      skipMissing(short);
      continue;
    }
    it(`are live in Python ${short} where the manifest says so`, () => {
      const answer = execFileSync(python.path, [path.join(CORPUS, "live.py"), folder], { input: manifest });
      const seen: Seen = JSON.parse(answer.toString());
      expect(cases.map((one) => [one.file, lettersOf(seen[one.file] ?? {}, one.events)])).toEqual(
        cases.map(({ file, live }) => [file, live[short] ?? ""]),
      );
    });
  }
});

interface Case {
  readonly file: string;
  readonly events: readonly string[];
  readonly live: Readonly<Record<string, string>>;
}

type Seen = Readonly<Record<string, Readonly<Record<string, readonly string[]>>>>;

/** The letters of the readers that did what a case says: see `generate.py`. */
function lettersOf(readers: Seen[string], wanted: readonly string[]): string {
  return Object.keys(readers)
    .sort()
    .filter((reader) => readers[reader]?.some((event) => wanted.includes(event)))
    .map((reader) => reader.split(" ")[1]?.[0] ?? "c")
    .join("");
}

function grouped(samples: readonly Sample[]): [string, Sample[]][] {
  return [...Map.groupBy(samples, (sample) => sample.group)];
}

async function wrongOnes(samples: readonly Sample[]): Promise<string[]> {
  const judgements = await Promise.all(samples.map(judge));
  return judgements.filter(isWrong).map(({ sample, verdict }) => `${sample.file}: ${verdict}`);
}
