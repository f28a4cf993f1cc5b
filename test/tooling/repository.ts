// The repository seen from its own tests: where it is, what package.json says, and which files it holds.
import { execFile } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { promisify } from "node:util";

export const root = path.resolve(import.meta.dirname, "../..");

interface Target {
  readonly source: string;
  readonly types: string;
  readonly default: string;
}

interface Manifest {
  readonly exports: Readonly<Record<string, Target | string>>;
  readonly peerDependencies: Readonly<Record<string, string>>;
  readonly peerDependenciesMeta: Readonly<Record<string, { readonly optional?: boolean }>>;
  readonly devDependencies: Readonly<Record<string, string>>;
  readonly [field: string]: unknown;
}

export function readManifest(): Manifest {
  return JSON.parse(readText("package.json"));
}

export function readText(file: string): string {
  return readFileSync(path.join(root, file), "utf8");
}

/** The files below a folder of the repository, as paths from its root with `/`. */
export function filesIn(folder: string, extension: string): string[] {
  return readdirSync(path.join(root, folder), { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(extension))
    .map((file) => path.join(folder, file).replaceAll(path.sep, "/"))
    .sort();
}

interface Outcome {
  readonly status: number;
  readonly output: string;
}

/** Runs a script on the Node that runs the tests. */
export async function runNode(args: readonly string[], cwd: string = root): Promise<Outcome> {
  try {
    const { stdout, stderr } = await promisify(execFile)(process.execPath, args, { cwd, maxBuffer: 1e8 });
    return { status: 0, output: stdout + stderr };
  } catch (error) {
    const { code, stdout, stderr } = error as { code?: number; stdout: string; stderr: string };
    return { status: code ?? 1, output: stdout + stderr };
  }
}
