import type { Target } from "../../../fuzz/target.ts";
import { begins } from "./reader.ts";

/** A target with a mistake that bytes lead to which begin with a word. */
export function toy(word: string, mistake: () => void): Target {
  return {
    rooms: ["test/fuzz/toys/reader.ts"],
    seeds: () => [Buffer.from("seed")],
    mutators: [],
    tokens: [],
    maxLength: 8,
    judge(bytes) {
      if (begins(bytes, word)) mistake();
    },
  };
}
