import { Code, type CodeNode, walkCode } from "pantry/marshal";
import { loads } from "pantry/marshal/pyc";
import { Tuple } from "pantry/python";
import { describe, expect, it } from "vitest";
import { SAMPLES } from "./pyc/samples.ts";

function codeOf(name: string, ...consts: readonly unknown[]): Code {
  return new Code({ name, consts: new Tuple(...consts) });
}

function names(code: Code): string[] {
  return Array.from(walkCode(code), ({ code: { name }, depth }) => "  ".repeat(depth) + name);
}

describe("walkCode()", () => {
  it.for(SAMPLES)("gives the tree that Python $python gives, $kind", ({ bytes, expected }) => {
    const { code } = loads(bytes);
    const lines = Array.from(
      walkCode(code),
      ({ code: { name, firstlineno }, depth }) => `${"  ".repeat(depth)}${name} ${firstlineno}`,
    );
    expect(lines).toEqual(expected.tree);
  });

  it("goes into each code object before the next one beside it", () => {
    const code = codeOf("a", 1n, codeOf("b", codeOf("c")), "text", codeOf("d"));
    expect(names(code)).toEqual(["a", "  b", "    c", "  d"]);
  });

  it("says what is around each", () => {
    const inner = codeOf("c");
    const nodes = [...walkCode(codeOf("a", codeOf("b", inner)))];
    const path: string[] = [];
    for (let node: CodeNode | undefined = nodes.at(-1); node; node = node.parent)
      path.unshift(node.code.name);
    expect(nodes.at(-1)?.code).toBe(inner);
    expect(path).toEqual(["a", "b", "c"]);
  });

  it("leaves the constants as they are", () => {
    const code = codeOf("a", codeOf("b"), codeOf("c"));
    names(code);
    expect(names(code)).toEqual(["a", "  b", "  c"]);
  });

  it("ends in a graph that would be a tree of 2^1000 leaves, and in a circle", () => {
    let shared = codeOf("leaf");
    for (let i = 0; i < 1000; i += 1) shared = codeOf("twice", shared, shared);
    expect(names(shared)).toHaveLength(1001);
    const consts = new Tuple<unknown>();
    const circle = new Code({ name: "circle", consts });
    consts.push(circle);
    expect(names(circle)).toEqual(["circle"]);
  });

  it("goes as deep as there is memory", () => {
    let code = codeOf("deepest");
    // They share what would take the time to make.
    const { localsplusnames, localspluskinds } = code;
    for (let i = 0; i < 300_000; i += 1) {
      code = new Code({ localsplusnames, localspluskinds, consts: new Tuple(code) });
    }
    let last: CodeNode | undefined;
    for (const node of walkCode(code)) last = node;
    expect([last?.code.name, last?.depth]).toEqual(["deepest", 300_000]);
  });
});
