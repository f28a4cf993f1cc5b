import { misuse } from "./failure.ts";
import { type OptionShape, parseArgs } from "./host.ts";
import { printable } from "./printable.ts";

/** The options that a verb knows, besides `--help`. */
export type Options = { readonly [name: string]: OptionShape };

/** A command line that was taken apart. */
export class Arguments {
  /** What is no option, in order. */
  readonly files: readonly string[];
  readonly #values: { readonly [name: string]: string | boolean | undefined };

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

  flag(name: string): boolean {
    return this.#values[name] === true;
  }

  text(name: string): string | undefined {
    const value = this.#values[name];
    return typeof value === "string" ? value : undefined;
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
