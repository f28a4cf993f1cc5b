// The far end of the bridge: Python's tests call, `pantry/sqlite3` does it. The package `sqlite3` in `python/` runs this.
import { Bridge } from "./bridge.ts";
import { operations } from "./operations.ts";

new Bridge(operations).serve();
