// Inputs in files, whose names are what they hold.
import { createHash } from "node:crypto";
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";

const CORPUS = path.join(import.meta.dirname, "corpus");
const FINDINGS = path.join(import.meta.dirname, "findings");

/** The inputs that are kept for a target, in the order of their names. */
export function corpusOf(target: string): Uint8Array[] {
  return inputsIn(path.join(CORPUS, target));
}

/** The inputs of a target that something went wrong with here. */
export function findingsOf(target: string): Uint8Array[] {
  return inputsIn(path.join(FINDINGS, target));
}

/** Keeps an input for a target. */
export function keep(target: string, bytes: Uint8Array): void {
  write(path.join(CORPUS, target), bytes);
}

/** Saves an input that something went wrong with, and what did. The path says where. */
export function saveFinding(target: string, bytes: Uint8Array, detail: string): string {
  const file = write(path.join(FINDINGS, target), bytes);
  writeFileSync(`${file}.txt`, `${detail}\n`);
  return path.relative(process.cwd(), file);
}

function inputsIn(folder: string): Uint8Array[] {
  let names: string[];
  try {
    names = readdirSync(folder);
  } catch {
    return [];
  }
  const inputs = names.filter((name) => !name.endsWith(".txt")).sort();
  return inputs.map((name) => new Uint8Array(readFileSync(path.join(folder, name))));
}

function write(folder: string, bytes: Uint8Array): string {
  mkdirSync(folder, { recursive: true });
  const file = path.join(folder, createHash("sha256").update(bytes).digest("hex").slice(0, 16));
  writeFileSync(file, bytes);
  return file;
}
