import { readFileSync } from "node:fs";
import path from "node:path";
import type { Report } from "./messages.ts";

const ROOT = path.resolve(import.meta.dirname, "..");

/** A run in a line or two. */
export function linesOf(report: Report, findings: number): string {
  const { target, executions, seconds, poolSize, share } = report;
  const facts = [
    `${grouped(executions)} inputs in ${seconds.toFixed(0)} s, ${grouped(Math.round(executions / seconds))} a second`,
    `${percent(share.blocks)} of ${grouped(share.blocks[1])} blocks and ${percent(share.functions)} of functions reached`,
    `a pool of ${grouped(poolSize)}`,
    findings === 0 ? "nothing found" : `${findings} found`,
  ];
  return `${target}: ${facts.join("; ")}\n`;
}

/** Lines of the sources in which nothing was reached, by file. */
export function missingLines(places: readonly string[]): string {
  const files = new Map<string, Set<number>>();
  for (const place of places) {
    const [file = "", offset] = place.split(":");
    const lines = files.get(file) ?? new Set();
    lines.add(readFileSync(path.join(ROOT, file), "utf8").slice(0, Number(offset)).split("\n").length);
    files.set(file, lines);
  }
  return [...files].map(([file, lines]) => `${file}: ${[...lines].join(" ")}\n`).join("");
}

function percent([run, all]: readonly [number, number]): string {
  return `${all === 0 ? 0 : Math.floor((1000 * run) / all) / 10} %`;
}

function grouped(count: number): string {
  return count.toLocaleString("en-US");
}
