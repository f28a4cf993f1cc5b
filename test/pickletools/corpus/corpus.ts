// The labelled corpus: what lies in it, and what an audit says of each file.
import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { inspect } from "pantry/inspect";
import { audit, type Verdict } from "pantry/pickletools";
import { findPythons } from "../../oracle/oracle.ts";

const HERE = import.meta.dirname;
/** What writes everything harmless; the Pythons that do, besides the one that has the libraries. */
const BENIGN = path.join(HERE, "benign.py");
const WRITERS = ["2.7", "3.8", "3.13"];

/** A file, and what kind of thing it is in a table. */
export interface Sample {
  readonly path: string;
  /** Its path in the corpus. */
  readonly file: string;
  readonly group: string;
  /** What it shows. */
  readonly note?: string;
  /** The least that must be said of it; harmless files have none. */
  readonly expect?: Verdict;
}

/** A sample, and what was said of it. */
export interface Judgement {
  readonly sample: Sample;
  readonly verdict: Verdict;
}

interface Entry {
  readonly file: string;
  readonly note?: string;
  readonly technique?: string;
  readonly expect?: Verdict;
  /** By version of Python, a letter for each of its unpicklers that does what the case says. */
  readonly live?: Readonly<Record<string, string>>;
}

/** The pickles that mean harm, by technique. */
export function evasions(): Sample[] {
  return listed("evasions").map(({ technique, live, ...entry }) => {
    if (Object.keys(live ?? {}).length === 0) throw new Error(`${entry.file} is not live anywhere`);
    return { ...sample("evasions", entry), group: technique ?? "" };
  });
}

/** The files of other formats that hold one. */
export function containers(): Sample[] {
  return listed("containers").map((entry) => ({ ...sample("containers", entry), group: "containers" }));
}

/** The harmless files that the repository keeps. */
export function benign(): Sample[] {
  return listed("benign").map((entry) => sample("benign", entry));
}

/** Has the Pythons of this machine write all harmless files below a folder; `libraries` is the one with numpy and the others. */
export function generateBenign(folder: string, libraries: string): Sample[] {
  const writers = findPythons().filter(({ short }) => WRITERS.includes(short));
  for (const python of [...writers.map((one) => one.path), libraries])
    execFileSync(python, [BENIGN, folder], { stdio: ["ignore", "ignore", "inherit"] });
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(folder, path.join(entry.parentPath, entry.name)))
    .sort()
    .map((file) => ({ path: path.join(folder, file), file, group: groupOf(file) }));
}

/** What `audit` says of a bare pickle, and `inspect` of anything else. */
export async function judge(sample: Sample): Promise<Judgement> {
  const bytes = new Uint8Array(readFileSync(sample.path));
  const { verdict } = sample.path.endsWith(".pkl") ? audit(bytes) : await inspect(bytes);
  return { sample, verdict };
}

/** Whether less was said than must be; of a harmless file, that it is dangerous. */
export function isWrong({ sample, verdict }: Judgement): boolean {
  if (sample.expect === undefined) return verdict === "dangerous";
  return verdict !== "dangerous" && (sample.expect === "dangerous" || verdict === "safe");
}

function listed(folder: string): Entry[] {
  return JSON.parse(readFileSync(path.join(HERE, folder, "manifest.json"), "utf8"));
}

function sample(folder: string, { file, note, expect }: Entry): Sample {
  return {
    path: path.join(HERE, folder, file),
    file: `${folder}/${file}`,
    group: groupOf(file),
    ...(note !== undefined && { note }),
    ...(expect !== undefined && { expect }),
  };
}

/** "libraries/frames/x.pkl" and "standard-3.13/x.pkl" are of the groups "libraries, frames" and "standard-3.13". */
function groupOf(file: string): string {
  return path.dirname(file).replaceAll(path.sep, ", ");
}
