// The build: declarations of the same shape as `src` by the compiler, few files of JavaScript by the bundler, both to a
// clean `dist`; and the helper of sqlite3 to `native`.
import { existsSync, readdirSync, rmSync, statSync } from "node:fs";
import path from "node:path";
import { commandOf, root, run } from "./steps.mjs";

/** Builds `dist` anew. */
export function build(node, options) {
  rmSync(path.join(root, "dist"), { recursive: true, force: true });
  run(node, [commandOf("typescript"), "-p", "."], options);
  run(node, ["scripts/bundle.ts", "."], options);
  run(node, ["scripts/build-helper.ts"], options);
}

/** Builds `dist` unless it is newer than everything it is made from. */
export function buildIfStale(node) {
  const sources = ["src", "scripts/bundle.ts", "tsconfig.json", "package.json"].map((name) =>
    newest(path.join(root, name)),
  );
  if (newest(path.join(root, "dist")) < Math.max(...sources)) {
    build(node);
  }
}

/** The time of the last change in a file or folder; a folder's own time tells that something was removed. */
function newest(file) {
  if (!existsSync(file)) {
    return 0;
  }
  const status = statSync(file);
  const inside = status.isDirectory() ? readdirSync(file).map((name) => newest(path.join(file, name))) : [];
  return Math.max(status.mtimeMs, ...inside);
}
