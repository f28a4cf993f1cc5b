import { presentName } from "../../pickle/module-names.ts";
import type { Resolver } from "../../pickle/parts.ts";
import type { Journal } from "./journal.ts";
import { Imported, Items, Made, Outside } from "./nodes.ts";
import { render } from "./render.ts";
import type { Session } from "./session.ts";
import type { WeightsOnly } from "./weights-only.ts";

/** From this protocol on names are those of Python 3. */
const PROTOCOL_OF_PRESENT_NAMES = 3;
/** What finds a class by name, as the program shows it. */
const FIND_CLASS = new Imported("pickle", "find_class", { tier: "dangerous" });

/** Takes note of what a pickle asks the world for, and stands inert things in its place. */
export class NotingResolver implements Resolver {
  protocol = 0;
  readonly #session: Session;
  readonly #journal: Journal;
  readonly #weightsOnly: WeightsOnly | undefined;
  readonly #imported = new Map<string, Imported>();

  constructor(session: Session, journal: Journal, weightsOnly: WeightsOnly | undefined) {
    this.#session = session;
    this.#journal = journal;
    this.#weightsOnly = weightsOnly;
  }

  setProtocol(protocol: number): void {
    this.protocol = protocol;
  }

  findClass(module: string, name: string): Imported {
    const isFormer = this.protocol < PROTOCOL_OF_PRESENT_NAMES;
    const key = `${isFormer ? "former" : "present"}\n${module}\n${name}`;
    const known = this.#imported.get(key);
    if (known?.tally) {
      known.tally.count += 1;
      return known;
    }
    const [presentModule, present] = isFormer ? presentName(module, name) : [module, name];
    const judgement = this.#session.standard.judge([module, name], [presentModule, present]);
    const isRenamed = presentModule !== module || present !== name;
    const path = isRenamed ? `${presentModule}.${present}` : undefined;
    const tally = this.#journal.tally(module, name, path, judgement);
    this.#journal.importModule(presentModule);
    const imported = new Imported(presentModule, present, judgement, tally);
    this.#imported.set(key, imported);
    return imported;
  }

  findComputed(module: unknown, name: unknown): unknown {
    const pair = new Items("tuple", [module, name], 0, 2);
    const isMade = [module, name].some((part) => part instanceof Made || part instanceof Outside);
    const imported = new Made(FIND_CLASS, pair, "call", false);
    if (isMade) {
      this.#journal.find("computed-import", render(pair), () => ({
        message: "The name that is imported is put together while loading",
        code: render(imported),
      }));
    } else {
      this.#journal.find("impossible", "computed", () => ({
        message: `Loading fails here: a name must be two strings, not ${render(pair)}`,
      }));
    }
    this.#journal.statement(() => {
      const text = render(imported);
      imported.variable = this.#journal.variable();
      return `_${imported.variable} = ${text}`;
    });
    return imported;
  }

  persistentLoad(id: unknown): Outside {
    this.#weightsOnly?.persistentId(id);
    this.#journal.find("persistent-id", "", () => ({
      message: "Objects come from outside by persistent ids: plain pickle.loads refuses them",
      code: render(new Outside("persistent", id)),
    }));
    return new Outside("persistent", id);
  }

  extension(code: number): unknown {
    const named = this.#session.extensions.get(code);
    if (named) return this.findClass(named.module, named.name);
    this.#journal.find(
      "extension-code",
      String(code),
      () => ({
        message: `Extension code ${code} imports a name that only the loading program knows`,
        name: `extension ${code}`,
      }),
      { severity: this.#session.standard.unknown },
    );
    return new Outside("extension", code);
  }

  nextBuffer(): Outside {
    return new Outside("buffer", undefined);
  }

  readonlyBuffer(buffer: unknown): unknown {
    return buffer;
  }
}
