import type { Reporter, TestModule } from "vitest/node";

/** Closes a test run with one plain line: `12 passed, 0 failed, 1 skipped`. */
export class TallyReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], unhandledErrors: readonly unknown[]): void {
    const count = { passed: 0, failed: unhandledErrors.length, skipped: 0, pending: 0 };
    for (const module of modules) {
      for (const test of module.children.allTests()) {
        count[test.result().state]++;
      }
      // A file that cannot be loaded, or a hook that fails, leaves no failed test behind.
      for (const group of [module, ...module.children.allSuites()]) {
        count.failed += group.errors().length;
      }
    }
    const { passed, failed, skipped, pending } = count;
    process.once("exit", () =>
      console.log(`${passed} passed, ${failed + pending} failed, ${skipped} skipped`),
    );
  }
}
