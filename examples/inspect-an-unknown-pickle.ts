// Lists what a pickle from anywhere would import in Python, and what it would call. Nothing of it runs here.
//
//   node inspect-an-unknown-pickle.ts [FILE]
import { readFileSync } from "node:fs";
import { Unpickler } from "pantry/pickle";
import { repr } from "pantry/python";

/** Notes each name that the pickle asks for. */
class Inspector extends Unpickler {
  readonly names = new Set<string>();

  override findClass(module: string, name: string): unknown {
    this.names.add(`${module}.${name}`);
    return super.findClass(module, name);
  }
}

// pickle.load() of these bytes would run a program.
const trap = new TextEncoder().encode("cos\nsystem\n(S'echo caught'\ntR.");
const file = process.argv[2];
const inspector = new Inspector(file === undefined ? trap : readFileSync(file), {
  exact: true,
  encoding: "latin1",
});
const value = inspector.load();

console.log(`It would import: ${[...inspector.names].join(", ") || "nothing"}`);
console.log(`It is: ${repr(value, { exact: true, maxLength: 1000 })}`);
