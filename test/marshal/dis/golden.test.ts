import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { disLines, PYTHONS } from "pantry/marshal/dis";
import { describe, expect, it } from "vitest";
import { codeIn, type Listing, verdictOn } from "./judge.ts";

const FOLDER = join(import.meta.dirname, "../../fixtures/dis");
const files = readdirSync(FOLDER).filter((name) => name.endsWith(".json"));

describe("dis()", () => {
  it("has golden texts of every Python but the newest", () => {
    expect(files.sort()).toEqual(
      PYTHONS.slice(0, -1)
        .map((python) => `${python}.json`)
        .sort(),
    );
  });

  for (const file of files) {
    const python = file.replace(".json", "");
    const samples = JSON.parse(readFileSync(join(FOLDER, file), "utf8")) as { [name: string]: Listing };
    for (const [name, listing] of Object.entries(samples)) {
      it(`prints what Python ${python} prints of ${name}`, () => {
        expect(listing.text.split("\n").length).toBeGreaterThan(90);
        expect(verdictOn(listing, python)).toBe("same");
      });

      it(`prints ${name} of Python ${python} line by line`, () => {
        const lines = Array.from(disLines(codeIn(listing.code, python)));
        expect(lines.join("")).toBe(listing.text);
        expect(lines.every((line) => line.endsWith("\n"))).toBe(true);
      });
    }
  }
});
