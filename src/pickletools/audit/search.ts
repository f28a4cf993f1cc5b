import { isOpcode } from "../../pickle/opcode-names.ts";
import { PROTO } from "../../pickle/opcodes.ts";
import { type Candidates, importAt, isProtocol } from "./candidates.ts";
import type { Journal } from "./journal.ts";
import { newJournal, readEveryWay } from "./readings.ts";
import { HARM } from "./rules.ts";
import type { Session } from "./session.ts";

/** Fewer opcodes say nothing. */
export const FEWEST_OPCODES = 4;

/** Bytes that may be read in vain, and as many times those that are searched: decoys are read to their end, one by one. */
const VAIN_BYTES = 2 ** 22;
const VAIN_TIMES = 4;

/** Looks for pickles in the data from an offset on; returns what may be pickles within them. */
export function* searchRest(
  session: Session,
  bytes: Uint8Array,
  from: number,
  journal: Journal,
): Generator<void, Candidates[]> {
  const candidates: Candidates[] = [];
  let behind = from;
  let vain = VAIN_BYTES + VAIN_TIMES * (bytes.length - from);
  for (const start of beginnings(bytes, from)) {
    if (start < behind) continue;
    if (!session.mayTry || vain < 0) {
      noteTries(journal);
      break;
    }
    const own = newJournal(session, journal.within);
    const outcome = yield* readEveryWay(session, bytes, { offset: start }, own);
    session.tried(outcome.end - start);
    const isPickle = outcome.status === "complete" && outcome.opcodes >= FEWEST_OPCODES;
    if (!isPickle && !own.hasAny(HARM)) {
      vain -= outcome.end - start;
      continue;
    }
    behind = outcome.end;
    const place = { offset: start, opcode: 0 };
    const severity = own.has("danger") ? "danger" : "note";
    const message = `A pickle begins at byte ${start}, among other data`;
    journal.find("hidden-pickle", severity, () => ({ message }), { place, severity });
    journal.merge(own);
    journal.include(own, `the pickle at byte ${start}`);
    candidates.push(outcome.candidates);
  }
  return candidates;
}

/** Where a pickle may begin: at a PROTO with an opcode behind it, or at an import. In order. */
function* beginnings(bytes: Uint8Array, from: number): Generator<number> {
  let header = headerAt(bytes, from);
  let named = importAt(bytes, from);
  while (header >= 0 || named >= 0) {
    const isHeader = header >= 0 && (named < 0 || header <= named);
    yield isHeader ? header : named;
    if (isHeader) header = headerAt(bytes, header + 1);
    else named = importAt(bytes, named + 1);
  }
}

function headerAt(bytes: Uint8Array, from: number): number {
  for (let at = bytes.indexOf(PROTO, from); at >= 0; at = bytes.indexOf(PROTO, at + 1))
    if (isProtocol(bytes[at + 1]) && isOpcode(bytes[at + 2])) return at;
  return -1;
}

/** Notes that not every place could be tried. */
export function noteTries(journal: Journal): void {
  journal.find("limit", "candidates", () => ({
    message: "There are more places that look like a pickle than the limits allow to try",
  }));
}
