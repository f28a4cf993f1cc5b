import { availableParallelism } from "node:os";
import { defineConfig } from "vitest/config";
import { TallyReporter } from "./scripts/tally-reporter.ts";

export default defineConfig({
  resolve: { conditions: ["source"] },
  ssr: { resolve: { conditions: ["source"], externalConditions: ["source"] } },
  test: {
    include: ["test/**/*.test.ts"],
    globalSetup: ["scripts/build-helper.ts"],
    reporters: ["default", new TallyReporter()],
    // By default one core is left to whoever works on the machine, which is half of a small one.
    maxWorkers: availableParallelism(),
    testTimeout: 60_000,
    // Compiling every snippet of the documentation, on a machine that is busy.
    hookTimeout: 60_000,
  },
});
