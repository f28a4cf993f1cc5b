import { join } from "node:path";
import { expect, it } from "vitest";
import { nodeChild } from "../children.ts";
import { describeEachEngine } from "../engine/each-engine.ts";

describeEachEngine("deserialize()", (engine) => {
  it("leaves nothing behind that a later statement could stumble over", async () => {
    const child = nodeChild(engine, join(import.meta.dirname, "deserializer.ts"));
    expect(await child.ended()).toEqual({ end: 0, output: "done\n", errors: "" });
  });
});
