import type { Inspection } from "../inspect/index.ts";
import { type SarifEntry, sarif, sarifUri } from "../pickletools/index.ts";
import type { Json } from "../python/index.ts";
import { AuditText } from "./audit-text.ts";
import { host, paths, pathToFileURL } from "./host.ts";
import { nameOf } from "./input.ts";
import { jsonText } from "./json-text.ts";
import { complain, inOrder, print } from "./output.ts";
import { styleFor } from "./style.ts";
import type { Skipped } from "./targets.ts";
import { version } from "./version.ts";

/** What came of looking into a file: what is in it, or why it could not be read. */
export type Outcome = Looked | Unread;

interface Looked {
  readonly path: string;
  readonly inspection: Inspection;
  /** Whether it was only come across, and is no pickle and nothing that could hold one. */
  readonly isNone: boolean;
  /** What the exit code were if there was nothing else. */
  readonly exitCode: number;
  readonly error?: undefined;
}

interface Unread {
  readonly path: string;
  readonly inspection?: undefined;
  readonly exitCode: number;
  readonly error: string;
}

/** What is left to tell at the end. */
interface End {
  readonly skipped: readonly Skipped[];
  /** Whether there may have been more than one file. */
  readonly isMany: boolean;
}

/** Prints what comes of one file after the other. */
export interface AuditPrinter {
  print(outcome: Outcome): Promise<void>;
  end(end: End): Promise<void>;
}

/** For people. */
export function textPrinter(): AuditPrinter {
  const text = new AuditText(styleFor(host.stdout), host.stdout.columns || 120);
  return {
    print: (outcome) => print(text.linesOf(outcome)),
    async end(end) {
      for (const { isLink, path } of end.skipped)
        if (!isLink) await complain(`${nameOf(path)}: skipped, it is no regular file`);
      if (end.isMany) await print(text.summary(end.skipped));
    },
  };
}

export function quietPrinter(): AuditPrinter {
  return { print: async () => {}, end: async () => {} };
}

/** An array, with an object for each file on a line of its own. */
export function jsonPrinter(): AuditPrinter {
  let separator = "[";
  return {
    async print({ error, inspection, path }) {
      const what = inspection ?? {
        format: "pantry.inspection/1",
        status: "error",
        verdict: "unknown",
        findings: [],
        error,
      };
      await print(inOrder([[separator, "\n"], jsonText({ file: path, ...what } as unknown as Json)]));
      separator = ",";
    },
    async end() {
      await print([separator === "[" ? "[]\n" : "\n]\n"]);
    },
  };
}

/** One log of all files. */
export function sarifPrinter(): AuditPrinter {
  const entries: SarifEntry[] = [];
  return {
    async print(outcome) {
      const uri = uriOf(outcome.path);
      if (!outcome.inspection)
        entries.push({ uri, findings: [], status: "error", error: { message: outcome.error } });
      else if (!outcome.isNone) entries.push({ uri, ...outcome.inspection });
    },
    async end() {
      await print(inOrder([jsonText(sarif(entries, { version: version() }) as unknown as Json), ["\n"]]));
    },
  };
}

/** Relative to where the command runs, which for code scanning is the repository. */
function uriOf(path: string): string {
  if (path === "-") return sarifUri(nameOf(path));
  const relative = paths.relative(host.cwd(), paths.resolve(path));
  const isOutside = relative.split(paths.sep)[0] === ".." || paths.isAbsolute(relative);
  return isOutside ? pathToFileURL(paths.resolve(path)).href : sarifUri(relative.split(paths.sep).join("/"));
}
