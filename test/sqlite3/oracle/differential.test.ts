import { expect, it } from "vitest";
import { describeEachEngine } from "../engine/each-engine.ts";
import { PROGRAMS } from "./programs/all.ts";
import { describeEachSqlite } from "./sqlite-oracle.ts";

describeEachEngine("a program", ({ hasHelper }) => {
  describeEachSqlite("shows the same as in", (_, oracle) => {
    it.for(PROGRAMS)("$name", async ({ steps, needs }, { skip }) => {
      if (needs === "autocommit" && !oracle().hasAutocommit) skip("it has no autocommit");
      if (needs === "helper" && !hasHelper) skip("the engine alone cannot do it");
      expect(await oracle().differences([steps])).toEqual([]);
    });
  });
});
