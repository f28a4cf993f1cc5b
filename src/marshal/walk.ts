import type { Code } from "./code.ts";

/** A code object and where it is within others. */
export interface CodeNode {
  /** The code object. */
  readonly code: Code;
  /** How many code objects are around it: 0 for the one that the walk began with. */
  readonly depth: number;
  /** The one directly around it, or `undefined` for the one that the walk began with. */
  readonly parent: CodeNode | undefined;
}

/**
 * A code object and all within it, as a tree in the order of the source: first a module, then its first function, then
 * what is in that. One that is met again, which no compiler does, is not given again.
 *
 * @example
 * ```ts
 * import { Code, walkCode } from "pantry/marshal";
 * import { Tuple } from "pantry/python";
 *
 * const inner = new Code({ name: "inner" });
 * const outer = new Code({ name: "outer", consts: new Tuple(null, inner) });
 * const tree = Array.from(walkCode(outer), ({ code, depth }) => "  ".repeat(depth) + code.name);
 * if (tree.join("\n") !== "outer\n  inner") throw new Error("another tree");
 * ```
 */
export function* walkCode(code: Code): Generator<CodeNode, void, undefined> {
  const seen = new Set<Code>();
  const waiting: CodeNode[] = [{ code, depth: 0, parent: undefined }];
  for (let node = waiting.pop(); node; node = waiting.pop()) {
    if (seen.has(node.code)) continue;
    seen.add(node.code);
    yield node;
    const parent = node;
    for (const child of node.code.children.reverse()) {
      waiting.push({ code: child, depth: node.depth + 1, parent });
    }
  }
}
