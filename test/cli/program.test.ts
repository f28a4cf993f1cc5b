import { stripTypeScriptTypes } from "node:module";
import { describe, expect, it } from "vitest";
import { readManifest, readText } from "../tooling/repository.ts";
import { fixture, pantry } from "./pantry.ts";

const VERBS = ["show", "audit", "dis", "convert", "optimize", "sqlite", "dbm", "shelf"];

function pretending(version: string): string {
  return `Object.defineProperty(process, "versions", { value: { ...process.versions, node: "${version}" } })`;
}

describe("pantry", () => {
  it("tells what it can do", async () => {
    for (const flag of ["--help", "-h", "help"]) {
      const { status, stdout, stderr } = await pantry([flag]);
      expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
      expect(stdout).toMatch(/^Looks into .*\n\nUsage: pantry VERB/);
      expect(stdout).toMatch(
        /^ {2}show .*\n {2}audit .*\n {2}dis .*\n {2}convert .*\n {2}optimize .*\n {2}sqlite .*\n {2}dbm .*\n {2}shelf /m,
      );
    }
  });

  it.for(VERBS)("%s tells what it can do", async (verb) => {
    const { status, stdout, stderr } = await pantry([verb, "--help"]);
    expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
    expect(stdout).toContain(`Usage: pantry ${verb} `);
    expect(stdout.split("\n").filter((line) => line.length > 120)).toEqual([]);
  });

  it("tells its version", async () => {
    const { status, stdout } = await pantry(["--version"]);
    expect({ status, stdout }).toEqual({ status: 0, stdout: `${readManifest().version}\n` });
  });

  it.for<[string[], string]>([
    [[], `a verb expected: ${VERBS.join(", ")} (see pantry --help)`],
    [["open"], `Unknown verb 'open': ${VERBS.join(", ")} expected (see pantry --help)`],
    [["--open"], "Unknown option '--open' (see pantry --help)"],
    [["\u001b[2J"], `Unknown verb '\\x1b[2J': ${VERBS.join(", ")} expected (see pantry --help)`],
    [["show"], "a file expected, or - for the standard input (see pantry show --help)"],
    [["show", "a", "--open"], "Unknown option '--open' (see pantry show --help)"],
    [["show", "a", "--depth"], "Option '--depth <value>' argument missing (see pantry show --help)"],
    [
      ["show", "a", "--depth", "few"],
      "--depth few: an integer from 0 to 1000 expected (see pantry show --help)",
    ],
    [
      ["show", "a", "--depth", "1001"],
      "--depth 1001: an integer from 0 to 1000 expected (see pantry show --help)",
    ],
    [["show", "a", "--items", "0"], "--items 0: an integer of 1 or more expected (see pantry show --help)"],
    [["show", "a", "--json", "--repr"], "--json or --repr expected, not both (see pantry show --help)"],
    [
      ["show", "a", "--encoding", "koi"],
      "--encoding koi: ASCII, latin1, utf-8 or bytes expected (see pantry show --help)",
    ],
    [["show", "a", "--repr", "--dis"], "--repr or --dis expected, not both (see pantry show --help)"],
    [["show", "a", "--python", "3.8"], "--python goes with --marshal only (see pantry show --help)"],
    [
      ["show", "a", "--marshal", "--python", "2.6"],
      "--python 2.6: 2.7 or 3.0 to 3.15 expected (see pantry show --help)",
    ],
    [["convert", "a"], "--to pickle or --to json expected (see pantry convert --help)"],
    [["convert", "a", "--to", "xml"], "--to xml: pickle or json expected (see pantry convert --help)"],
    [
      ["convert", "--to", "json"],
      "one file expected, or - for the standard input (see pantry convert --help)",
    ],
    [
      ["convert", "a", "b", "--to", "json"],
      "one file expected, or - for the standard input (see pantry convert --help)",
    ],
    [
      ["convert", "a", "--to", "json", "--protocol", "2"],
      "--protocol goes with --to pickle only (see pantry convert --help)",
    ],
    [
      ["convert", "a", "--to", "pickle", "--protocol", "6"],
      "--protocol 6: an integer from 0 to 5 expected (see pantry convert --help)",
    ],
    [["dis"], "a file expected, or - for the standard input (see pantry dis --help)"],
    [["dis", "a", "-l", "x"], "--indentlevel x: an integer from 0 to 1000 expected (see pantry dis --help)"],
    [
      ["dis", "a", "b", "-p", "{file}"],
      "--preamble {file}: {name} expected between braces, and {{ or }} for a brace (see pantry dis --help)",
    ],
    [["dis", "a", "--json", "-a"], "--annotate does not go with --json (see pantry dis --help)"],
    [["optimize"], "one file expected, or - for the standard input (see pantry optimize --help)"],
    [["optimize", "a", "b"], "one file expected, or - for the standard input (see pantry optimize --help)"],
    [["audit"], "a file or folder expected, or - for the standard input (see pantry audit --help)"],
    [["audit", "a", "--json", "--sarif"], "--json or --sarif expected, not both (see pantry audit --help)"],
    [
      ["audit", "a", "--policy", "lax"],
      "--policy lax: default, strict or torch-weights-only expected (see pantry audit --help)",
    ],
    [
      ["audit", "a", "--allow", "shop.Order", "--allow", "shop"],
      "--allow shop: module.name or module.* expected (see pantry audit --help)",
    ],
    [
      ["audit", "a", "--extension", "x=shop.Order"],
      "--extension x=shop.Order: a number, = and module.name expected (see pantry audit --help)",
    ],
  ])("refuses %j", async ([args, message]) => {
    const { status, stdout, stderr } = await pantry(args);
    expect({ status, stdout, stderr }).toEqual({ status: 64, stdout: "", stderr: `pantry: ${message}\n` });
  });

  it.for(["20.19.0", "22.12.0"])("tells Node %s that it is too old", async (version) => {
    const { status, stdout, stderr } = await pantry(["--version"], { preload: pretending(version) });
    const message = `pantry: Node ${version} is too old, 22.13 or later is needed\n`;
    expect({ status, stdout, stderr }).toEqual({ status: 64, stdout: "", stderr: message });
  });

  it.for(["22.13.0", "23.0.0"])("runs on Node %s", async (version) => {
    const { status, stderr } = await pantry(["show", fixture("3.13/nested.4")], {
      preload: pretending(version),
    });
    expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
  });

  it("begins with what an old Node can read", () => {
    const source = stripTypeScriptTypes(readText("src/cli/main.ts"));
    expect(source.startsWith("#!/usr/bin/env node\n")).toBe(true);
    expect(source).not.toMatch(/^\s*(?:import\s*[{*"]|await\s)|\?\.|\?\?|#\w+[;(=]|static\s*\{/m);
  });
});
