// Locks a file, says how that went, and holds it until it is killed: `node holder.ts <path> <kind>`.
import { hostFiles, type LockKind } from "../../src/files/index.ts";

const [path = "", kind] = process.argv.slice(2);
const file = hostFiles().open(path, { writable: true });
process.stdout.write(file.lock(kind as LockKind) ? "locked\n" : "busy\n");
setInterval(() => file.size(), 1000);
