import { type AuditLimits, type AuditReport, audit } from "pantry/pickletools";
import { cut, printable } from "../../../../src/python/printable.ts";
import { EXTENSIONS, type Pair, type Witness } from "./readers.ts";

/** Longer names are cut in a report. */
const LONGEST = 200;

/** What the audit of a pickle says, as far as readers are concerned. */
export class Testimony {
  readonly report: AuditReport;
  readonly #imports = new Map<
    string,
    { readonly calls: number; readonly paths: readonly string[]; readonly isInert: boolean }
  >();
  readonly #changed: ReadonlySet<string>;

  constructor(bytes: Uint8Array, limits: AuditLimits = {}) {
    this.report = audit(bytes, { extensions: EXTENSIONS, limits });
    for (const { module, name, present, calls, tier } of this.report.imports) {
      const before = this.#imports.get(`${module}\n${name}`);
      this.#imports.set(`${module}\n${name}`, {
        calls: calls + (before?.calls ?? 0),
        paths: [...(before?.paths ?? []), present ?? `${module}.${name}`],
        isInert: tier === "inert" && before?.isInert !== false,
      });
    }
    const changes = this.report.findings.filter(({ rule }) => rule === "state-on-import");
    this.#changed = new Set(changes.map(({ name }) => name ?? ""));
  }

  /** What a reader did that the audit does not tell; `undefined` if it tells all. */
  omission({ imports, touched }: Witness): string | undefined {
    for (const pair of imports.filter(canBe))
      if (!this.#imports.has(keyOf(pair))) return `import of ${pair.join(" ")}`;
    for (const pair of touched.filter(canBe)) {
      const told = this.#imports.get(keyOf(pair));
      if (told?.calls === 0 && !told.paths.some((path) => this.#changed.has(path)))
        return `call of ${pair.join(" ")}`;
      if (this.report.verdict === "safe" && !told?.isInert)
        return `call of ${pair.join(" ")}, in what is safe`;
    }
    return undefined;
  }
}

function keyOf([module, name]: Pair): string {
  return [module, name].map((part) => cut(printable(part), LONGEST)).join("\n");
}

/** Whether a module can have that name: not the empty one, and none with control characters. */
function canBe([module]: Pair): boolean {
  return /^[^\p{C}]+$/u.test(module);
}
