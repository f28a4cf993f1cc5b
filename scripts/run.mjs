// The one entry to every task of the repository: `node scripts/run.mjs <task> [arguments]`.
// Plain JavaScript with no dependencies, since it must start on the Node a machine happens to have and before
// anything is installed. It brings the install up to date, then runs the task on the repository's own Node.
import { findNode, install, isInstalled } from "./install.mjs";
import { StepFailure } from "./steps.mjs";
import { tasks } from "./tasks.mjs";

function main([name, ...args]) {
  const task = Object.hasOwn(tasks, name ?? "") ? tasks[name] : undefined;
  if (task === undefined) {
    console.error(`Usage: node scripts/run.mjs ${Object.keys(tasks).join(" | ")} [arguments]`);
    return 64;
  }
  try {
    if (!isInstalled()) {
      install();
    }
    task({ node: findNode(), args });
    return 0;
  } catch (error) {
    if (!(error instanceof StepFailure)) {
      throw error;
    }
    if (error.message !== "") {
      console.error(error.message);
    }
    return error.status;
  }
}

process.exitCode = main(process.argv.slice(2));
