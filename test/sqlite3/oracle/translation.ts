import type { Outcome, Seen, State } from "./program.ts";

/** What Python's errors are here, where there is another class or text. `null` is a text that is not compared. */
const ERRORS: readonly (readonly [python: RegExp, kind: string, message: string | null])[] = [
  [
    /^ProgrammingError: (Error binding parameter \d+: type ')tuple(' is not supported)/,
    "ProgrammingError",
    "$1Array$2",
  ],
  [/^ValueError: (autocommit must be |'origin' should be )/, "RangeError", null],
  [/^DeprecationWarning: (Binding .*placeholders\.)/, "ProgrammingError", "$1"],
  [/^OverflowError: Python int too large to convert to SQLite INTEGER/, "RangeError", null],
  [/^UnicodeEncodeError: /, "ProgrammingError", null],
  [/^IndexError: (.*)/, "RangeError", "$1"],
  [/^ValueError: (.*)/, "RangeError", "$1"],
  [/^Boom: (.*)/, "Error", "$1"],
];

/** What ours must show where a Python shows this. */
export function translated(seen: Seen): Seen {
  return [translatedOutcome(seen[0]), translatedState(seen[1])];
}

function translatedOutcome(outcome: Outcome): Outcome {
  if (!("error" in outcome)) return outcome;
  const [kind, message, name] = outcome.error;
  const whole = `${kind}: ${message}`;
  for (const [pattern, ours, text] of ERRORS) {
    const match = pattern.exec(whole);
    if (match !== null)
      return { error: [ours, text === null ? UNTOLD : match[0].replace(pattern, text), name] };
  }
  return outcome;
}

/** Stands for a text that is another one here. */
const UNTOLD = "…";

function translatedState([connections, cursors, log]: State): State {
  return [connections, cursors, log.map((entry) => (isOutcome(entry) ? translatedOutcome(entry) : entry))];
}

function isOutcome(entry: unknown): entry is Outcome {
  return typeof entry === "object" && entry !== null && ("error" in entry || "value" in entry);
}

/** What was seen here, without the texts that need not be equal. */
export function comparable(ours: Seen, theirs: Seen): Seen {
  const [outcome, state] = ours;
  const [wanted] = theirs;
  if (!("error" in outcome) || !("error" in wanted) || wanted.error[1] !== UNTOLD) return ours;
  const [kind, , name] = outcome.error;
  return [{ error: [kind, UNTOLD, name] }, state];
}
