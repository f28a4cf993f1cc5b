import { it } from "vitest";
import { describeEachSqlite } from "./sqlite-oracle.ts";
import { PROGRAMS } from "./programs.ts";
import { CALLBACK_PROGRAMS } from "./callback-programs.ts";
import { randomProgram } from "./random-programs.ts";
import { Dice } from "../../pickletools/mutants.ts";
function walk(a: any, b: any, path: string): void {
  if (JSON.stringify(a) === JSON.stringify(b)) return;
  if (a && b && typeof a === "object" && typeof b === "object") for (const k of new Set([...Object.keys(a), ...Object.keys(b)])) walk(a[k], b[k], `${path}.${k}`);
  else console.log(path, JSON.stringify(a), JSON.stringify(b));
}
describeEachSqlite("x", (_, oracle) => {
  it("y", async () => {
    const p = [...PROGRAMS, ...CALLBACK_PROGRAMS].find((x) => x.name.includes("can be dumped"));
    let d = await oracle().differences([p!.steps]);
    for (const { ours, theirs } of d as any) walk(ours, theirs, "");
    const dice = new Dice(20260101);
    const programs = Array.from({ length: 100 }, () => randomProgram(dice, oracle().hasAutocommit));
    d = await oracle().differences(programs);
    for (const { ours, theirs, step } of d as any) { console.log(JSON.stringify(step)); walk(ours, theirs, ""); }
  });
});
