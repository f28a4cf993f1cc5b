import { printable } from "../python/printable.ts";
import { misuse } from "./failure.ts";
import { type OptionShape, type OptionValues, parseArgs } from "./host.ts";

/** The options that a verb knows, besides `--help`. */
export type Options = { readonly [name: string]: OptionShape };

/** A command line that was taken apart. */
export class Arguments {
  /** What is no option, in order. */
  readonly files: readonly string[];
  readonly #values: OptionValues;

  /** Throws a `Failure` for an option that is not known, or that lacks its value. */
  constructor(args: readonly string[], options: Options) {
    try {
      const { values, positionals } = parseArgs({
        args,
        options: { ...options, help: { type: "boolean", short: "h" } },
        allowPositionals: true,
      });
      this.files = positionals;
      this.#values = values;
    } catch (error) {
      const { code, message } = error as { code?: string; message: string };
      if (!code?.startsWith("ERR_PARSE_ARGS")) throw error;
      // The first sentence says it all.
      throw misuse(printable(message.split(/\.\s|\n/)[0] ?? message));
    }
  }

  /** Whether an option is there, whatever it was given. */
  isGiven(name: string): boolean {
    return this.#values[name] !== undefined;
  }

  flag(name: string): boolean {
    return this.#values[name] === true;
  }

  text(name: string): string | undefined {
    const value = this.#values[name];
    return typeof value === "string" ? value : undefined;
  }

  /** All that an option was given, where it may be given more than once. */
  texts(name: string): readonly string[] {
    const value = this.#values[name];
    return typeof value === "object" ? value : [];
  }

  /** An option that is an integer from `least` to `most`. */
  integer(name: string, least: number, most: number = Number.MAX_SAFE_INTEGER): number | undefined {
    const text = this.text(name);
    if (text === undefined) return undefined;
    const value = /^\d+$/.test(text) ? Number(text) : Number.NaN;
    if (value >= least && value <= most) return value;
    const range = most === Number.MAX_SAFE_INTEGER ? `of ${least} or more` : `from ${least} to ${most}`;
    throw misuse(`--${name} ${printable(text)}: an integer ${range} expected`);
  }
}
