import { describe, expect, it } from "vitest";
import { filesIn, runNode } from "./repository.ts";

describe("examples", () => {
  it.for(filesIn("examples", ".ts"))("%s runs", async (file) => {
    const { status, output } = await runNode(["--conditions=source", file]);
    expect(status, output).toBe(0);
  });
});
