import { join } from "node:path";
import { describeEachPython, PYTHONS, withOracle } from "../../oracle/each-python.ts";
import { type Oracle, PYODIDE, type Python, type Verdicts } from "../../oracle/oracle.ts";

const WORKER = join(import.meta.dirname, "worker.py");

/** What a Python makes of bytes: `"value"`, the name of an exception or `"crash"`, and what differs or was said. */
export type Verdict = readonly [kind: string, text: string | null];

/** A code object that a Python compiled or found in a `.pyc` file. */
export interface CompiledFile {
  readonly path: string;
  readonly bytes: Uint8Array;
}

/** In every distinction, or but for what natural reading merges. */
export type How = "exact" | "natural";

/** A running Python that marshals and judges what we marshal. */
export class MarshalOracle {
  readonly python: Python;
  readonly #oracle: Oracle;

  constructor(oracle: Oracle) {
    this.python = oracle.python;
    this.#oracle = oracle;
  }

  /** The highest version of the format that it writes. */
  get version(): number {
    return highestVersion(this.python.short);
  }

  /** Paths of the `.py` files of its standard library: so many of them from all over it. */
  async findSources(count: number): Promise<string[]> {
    return (await this.#oracle.ask("find_sources", { count })) as string[];
  }

  /** The code objects of these files, as it marshals them now and as it once did in their `.pyc` files. */
  async compileFiles(paths: readonly string[]): Promise<CompiledFile[]> {
    const rows = (await this.#oracle.ask("compile_files", { paths })) as [string, string][];
    return rows.map(([path, text]) => ({ path, bytes: decode(text) }));
  }

  /** For each of the files compiled last (from `first` on) `null`, or how what was made of it differs. */
  async judgeFiles(made: readonly Uint8Array[], shared: boolean, first = 0): Promise<Verdicts> {
    return (await this.#oracle.ask("judge_files", { made: made.map(encode), shared, first })) as Verdicts;
  }

  /** A marshalled module, and the `repr` of what its function returns. */
  async run(source: string, name: string, args: readonly unknown[]): Promise<[Uint8Array, string]> {
    const answer = (await this.#oracle.ask("run", { source, name, arguments: args })) as [string, string];
    return [decode(answer[0]), answer[1]];
  }

  /** The `repr` of what a function of a marshalled module returns. */
  async runMade(bytes: Uint8Array, name: string, args: readonly unknown[]): Promise<string> {
    return (await this.#oracle.ask("run_made", { data: encode(bytes), name, arguments: args })) as string;
  }

  /** The marshalled values of expressions, and whether every writer gives the same bytes for them. */
  async marshal(
    sources: readonly string[],
    version: number,
  ): Promise<{ bytes: Uint8Array; stable: boolean }[]> {
    const rows = (await this.#oracle.ask("marshal_values", { sources, version })) as [string, boolean][];
    return rows.map(([text, stable]) => ({ bytes: decode(text), stable }));
  }

  /** For each expression `null`, or how what was made of its value differs. */
  async judge(
    sources: readonly string[],
    made: readonly Uint8Array[],
    shared: boolean,
    how: How = "exact",
  ): Promise<Verdicts> {
    const request = { sources, made: made.map(encode), shared, how };
    return (await this.#oracle.ask("judge_values", request)) as Verdicts;
  }

  /** For each program `null`, or how what was marshalled differs from the value that it makes. */
  async judgePrograms(
    programs: readonly string[],
    made: readonly Uint8Array[],
    shared: boolean,
  ): Promise<Verdicts> {
    return (await this.#oracle.ask("judge_marshalled", {
      programs,
      data: made.map(encode),
      shared,
    })) as Verdicts;
  }

  /** Marshalled values, read and written by it. */
  async writeAgain(all: readonly Uint8Array[], version: number): Promise<Uint8Array[]> {
    const answer = await this.#oracle.ask("write_again", { data: all.map(encode), version });
    return (answer as string[]).map(decode);
  }

  /** What it makes of bytes that may crash it; values are compared with what was made of them. */
  async verdicts(
    cases: readonly (readonly [bytes: Uint8Array, made: Uint8Array | null])[],
  ): Promise<Verdict[]> {
    const encoded = cases.map(([bytes, made]) => [encode(bytes), made && encode(made)]);
    return (await this.#oracle.ask("verdicts", { cases: encoded })) as Verdict[];
  }
}

/** CPython 3.14 as WebAssembly, which marshals too. */
const PYODIDE_MARSHAL: Python = {
  ...PYODIDE,
  args: [...(PYODIDE.args ?? []), WORKER],
};

/** A block of tests for each Python of the machine, with one that runs. */
export function describeEachMarshal(
  name: string,
  tests: (python: Python, oracle: () => MarshalOracle) => void,
  versions?: readonly string[],
): void {
  const pythons = PYTHONS.filter(({ short }) => versions?.includes(short) ?? true).map((python) => ({
    ...python,
    args: [WORKER],
  }));
  describeEachPython(name, (python, oracle) => tests(python, () => new MarshalOracle(oracle())), pythons);
}

/** Starts Python 3.14 before the tests of a block and ends it after them. */
export function withPyodide(tests: (oracle: () => MarshalOracle) => void): void {
  withOracle(PYODIDE_MARSHAL, (_, oracle) => tests(() => new MarshalOracle(oracle())));
}

/** The highest version of the format that a Python writes. */
export function highestVersion(python: string): number {
  const [major = 0, minor = 0] = python.split(".").map(Number);
  if (major === 2) return 2;
  return minor >= 14 ? 5 : 4;
}

function encode(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString("base64");
}

function decode(text: string): Uint8Array {
  return new Uint8Array(Buffer.from(text, "base64"));
}
