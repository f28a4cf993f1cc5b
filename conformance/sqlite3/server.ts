// The far end of the bridge: Python's tests call, this module does it. Run by the package `sqlite3` in `python/`.
import { assistedEngine, plainEngine, useEngine } from "../../src/sqlite3/engine/engines.ts";
import { Bridge } from "./bridge.ts";
import { operations } from "./operations.ts";

useEngine(process.argv[2] === "plain" ? plainEngine() : assistedEngine());
new Bridge(operations).serve();
