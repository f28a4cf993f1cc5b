import { describe, expect, it } from "vitest";
import { filesIn, readText } from "./repository.ts";

const sources = filesIn("src", ".ts");
const hostRooms = /^src\/(?:cli\/|sqlite3\/engine\/|files\/host(?:-[\w-]+)?\.ts$)/;

describe("sources", () => {
  it.for(sources)("%s stays under 450 lines", (file) => {
    expect(readText(file).split("\n").length).toBeLessThan(450);
  });

  it.for(sources.filter((file) => file.endsWith("/index.ts")))("%s only re-exports", (file) => {
    const rest = withoutComments(readText(file)).replace(
      /export (?:type )?(?:\{[^}]*\}|\*(?: as \w+)?) from "[^"]+";/g,
      "",
    );
    expect(rest.trim()).toBe("");
  });

  it.for(sources.filter((file) => !hostRooms.test(file)))("%s reaches for no host", (file) => {
    expect(withoutComments(readText(file))).not.toMatch(
      /\b(?:getBuiltinModule|globalThis\.process|declare const process)\b/,
    );
  });

  it.for(sources)("%s evaluates no text, and imports nothing by a name that is made", (file) => {
    const code = withoutComments(readText(file));
    expect(code).not.toMatch(/\beval\(|\bFunction\(|\bimport\((?!")/);
  });

  it.for(sources)("%s silences no tool", (file) => {
    expect(readText(file)).not.toMatch(/biome-ignore|@ts-(?:ignore|expect-error|nocheck)/);
  });
});

function withoutComments(text: string): string {
  return text.replace(/\/\*[\s\S]*?\*\/|^\s*\/\/.*$/gm, "");
}
