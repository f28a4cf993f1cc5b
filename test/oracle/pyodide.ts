// CPython as WebAssembly in a process of its own, which answers what `oracle.py` answers, in the same messages. Another
// file that answers may be named after this one, and behind it those that it needs.
import { readdirSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { loadPyodide } from "pyodide";

const HEADER = 4;
const FILES = readdirSync(import.meta.dirname).filter((name) => name.endsWith(".py"));

const python = await loadPyodide({
  env: { HOME: "/home/pyodide", PYTHONHASHSEED: "0" },
  stdout: console.error,
  stderr: console.error,
});
const [worker = join(import.meta.dirname, "oracle.py"), ...needed] = process.argv.slice(2);
for (const path of [...FILES.map((file) => join(import.meta.dirname, file)), worker, ...needed]) {
  python.FS.writeFile(`/home/pyodide/${basename(path)}`, readFileSync(path));
}
python.runPython("import sys; sys.path.insert(0, '/home/pyodide')");
const answer = python.pyimport(basename(worker, ".py")).answer as (message: string) => string;

let received: Buffer = Buffer.alloc(0);
for await (const chunk of process.stdin) {
  received = Buffer.concat([received, chunk as Buffer]);
  while (received.length >= HEADER) {
    const end = HEADER + received.readUInt32BE(0);
    if (received.length < end) break;
    write(answer(received.toString("utf8", HEADER, end)));
    received = received.subarray(end);
  }
}

function write(text: string): void {
  const data = Buffer.from(text);
  const header = Buffer.alloc(HEADER);
  header.writeUInt32BE(data.length);
  process.stdout.write(Buffer.concat([header, data]));
}
