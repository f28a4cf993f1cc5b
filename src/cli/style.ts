import { host, type OutputStream } from "./host.ts";

/** How the kinds of text are told apart. What is given must be printable already. */
export interface Style {
  heading(text: string): string;
  type(text: string): string;
  value(text: string): string;
  /** What is safe, what nobody knows, and what is dangerous. */
  good(text: string): string;
  doubtful(text: string): string;
  bad(text: string): string;
  /** The signs for what is shown in several places. */
  mark(text: string): string;
  /** Branches, sizes, and what was left out. */
  quiet(text: string): string;
}

/** No colours. */
export const PLAIN: Style = {
  heading: unchanged,
  type: unchanged,
  value: unchanged,
  good: unchanged,
  doubtful: unchanged,
  bad: unchanged,
  mark: unchanged,
  quiet: unchanged,
};

const COLOURED: Style = {
  heading: (text) => painted(text, 1, 22),
  type: (text) => painted(text, 36, 39),
  value: (text) => painted(text, 32, 39),
  good: (text) => painted(text, 32, 39),
  doubtful: (text) => painted(text, 33, 39),
  bad: (text) => painted(text, 31, 39),
  mark: (text) => painted(text, 35, 39),
  quiet: (text) => painted(text, 2, 22),
};

/** Colours for a terminal, unless NO_COLOR is set; for anything else only if FORCE_COLOR is. */
export function styleFor(stream: OutputStream): Style {
  const { FORCE_COLOR: force, NO_COLOR: no, TERM: terminal } = host.env;
  if (force !== undefined) return force === "0" || force === "false" ? PLAIN : COLOURED;
  if (no) return PLAIN;
  return stream.isTTY && terminal !== "dumb" ? COLOURED : PLAIN;
}

function unchanged(text: string): string {
  return text;
}

function painted(text: string, on: number, off: number): string {
  return text === "" ? "" : `\u001b[${on}m${text}\u001b[${off}m`;
}
