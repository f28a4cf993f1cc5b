import { defineConfig } from "vitest/config";
import { TallyReporter } from "./scripts/tally-reporter.ts";

export default defineConfig({
  resolve: { conditions: ["source"] },
  ssr: { resolve: { conditions: ["source"], externalConditions: ["source"] } },
  test: {
    include: ["test/**/*.test.ts"],
    globalSetup: ["scripts/build-helper.ts"],
    reporters: ["default", new TallyReporter()],
    testTimeout: 60_000,
    // Compiling every snippet of the documentation, on a machine that is busy.
    hookTimeout: 60_000,
  },
});
