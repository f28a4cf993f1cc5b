// Reads what Python 2 wrote, and writes what Python 2 reads.
import { readFileSync } from "node:fs";
import path from "node:path";
import { dumps, loads } from "pantry/pickle";
import { DateTime, repr } from "pantry/python";

// [datetime, date, time], pickled by CPython 2.7. Its str is bytes of an unknown encoding; datetimes need latin1.
const file = path.join(import.meta.dirname, "../test/fixtures/pickle/2.7/py2-datetime.2.pickle");
const values = loads<unknown[]>(readFileSync(file), { encoding: "latin1" });
console.log(`Python 2.7 wrote ${repr(values)}`);

// Protocol 2 is the best that Python 2 reads. It has no time zone of its own, so a Date must become a naive DateTime.
const { year, month, day, hour, minute, second } = DateTime.fromDate(new Date());
const answer = { seen: values.length, at: new DateTime(year, month, day, hour, minute, second) };
const data = dumps(answer, { protocol: 2 });
console.log(`Python 2.7 reads ${repr(loads(data))}, ${data.length} bytes`);
