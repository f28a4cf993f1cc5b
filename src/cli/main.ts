#!/usr/bin/env node
// The command `pantry`. This file runs on any Node that has ES modules, so that an old one is told what is needed;
// everything else is imported after that.

interface Process {
  readonly argv: readonly string[];
  readonly versions: { readonly [runtime: string]: string | undefined };
  readonly stderr: { write(text: string): unknown };
  exitCode?: number;
}

const { process } = globalThis as unknown as { readonly process: Process };

if (isTooOld(process.versions)) {
  process.stderr.write(`pantry: Node ${process.versions.node} is too old, 22.13 or later is needed\n`);
  process.exitCode = 64;
} else {
  import("./program.ts").then(({ main }) => main(process.argv.slice(2)));
}

function isTooOld(versions: Process["versions"]): boolean {
  const { bun, deno, node = "" } = versions;
  // Bun and Deno only tell which Node they resemble.
  if (bun || deno) return false;
  const [major = 0, minor = 0] = node.split(".").map(Number);
  return major < 22 || (major === 22 && minor < 13);
}
