// What one would use in place of `dumps` and `loads` in JavaScript alone, on the same graphs. Each is used as its authors advise, and as far as
// it gives back what it was given.
import v8 from "node:v8";
import * as cbor from "cbor-x";
import * as devalue from "devalue";
import * as msgpackr from "msgpackr";
import * as copyreg from "pantry/copyreg";
import { dumps, loads } from "pantry/pickle";
import * as seroval from "seroval";
import { ratiosOf } from "../statistics.ts";
import { table } from "../table.ts";
import { type Side, takeTurns, timeCalls, warmUp } from "../timing.ts";
import { AGAINST_V8, type Named, verdict } from "./goals.ts";
import { Article, GRAPHS } from "./graphs.ts";
import { type Likeness, likenessOf } from "./likeness.ts";
import { effortOf } from "./options.ts";

const OURS = "Pantry";

/** What makes a copy, in two steps or in one. */
interface Package {
  readonly write?: (value: unknown) => unknown;
  readonly read: (packed: never) => unknown;
}

copyreg.register(Article, "shop.Article");
type Fields = ConstructorParameters<typeof Article>;
const fieldsOf = ({ id, name, price, tags }: Article): Fields => [id, name, price, tags];
msgpackr.addExtension({
  Class: Article,
  type: 1,
  write: fieldsOf,
  read: (fields: Fields) => new Article(...fields),
});
cbor.addExtension({
  Class: Article,
  tag: 43_000,
  encode: (article: Article, encode: (fields: Fields) => Uint8Array) => encode(fieldsOf(article)),
  decode: (fields: Fields) => new Article(...fields),
} as never);

const packr = new msgpackr.Packr({ structuredClone: true });
const encoder = new cbor.Encoder({ structuredClone: true });
const PACKAGES: Readonly<Record<string, Package>> = {
  "v8.serialize": { write: v8.serialize, read: v8.deserialize },
  structuredClone: { read: structuredClone },
  msgpackr: { write: (value) => packr.pack(value), read: (packed) => packr.unpack(packed) },
  "cbor-x": { write: (value) => encoder.encode(value), read: (packed) => encoder.decode(packed) },
  JSON: { write: (value) => JSON.stringify(value), read: (packed) => JSON.parse(packed) },
  devalue: {
    write: (value) =>
      devalue.stringify(value, { Article: (one: unknown) => one instanceof Article && fieldsOf(one) }),
    read: (packed) => devalue.parse(packed, { Article: (fields: Fields) => new Article(...fields) }),
  },
  // Its other form is JavaScript: V8 evaluates the same text again at no cost, which no program can hope for.
  seroval: {
    write: (value) => JSON.stringify(seroval.toJSON(value)),
    read: (packed) => seroval.fromJSON(JSON.parse(packed)),
  },
};

/** What a package gave on one graph: nothing where it gives another back. */
interface Result {
  readonly writing?: number;
  readonly reading: number;
  readonly likeness: Likeness;
}

const { rounds, seconds } = effortOf({ rounds: 3, seconds: 0.06 });
/** V8 makes more room for what is new as it is asked for, and collects less often then: each side gets there first. */
const warmth = 5 * seconds;
const results = new Map<string, Map<string, Result>>();
for (const [name, make] of Object.entries(GRAPHS)) results.set(name, await compare(name, make()));
print();

async function compare(name: string, value: unknown): Promise<Map<string, Result>> {
  const packed = dumps(value);
  if (likenessOf(value, loads(packed)) !== "same") throw new Error(`${name} does not come back`);
  const writing: Record<string, Side> = { [OURS]: warmed(() => dumps(value)) };
  const reading: Record<string, Side> = { [OURS]: warmed(() => loads(packed)) };
  const likenesses = new Map<string, Likeness>();
  for (const [label, { write, read }] of Object.entries(PACKAGES)) {
    const trial = triedOn(value, write, read);
    if (trial === undefined) continue;
    likenesses.set(label, trial.likeness);
    if (write !== undefined) writing[label] = attempted(() => write(value));
    reading[label] = attempted(() => read(trial.packed));
  }
  const [written, read] = [await takeTurns(writing, rounds), await takeTurns(reading, rounds)];
  const ours = { writing: timesOf(written, OURS), reading: timesOf(read, OURS) };
  const both = ours.writing.map((time, round) => time + (ours.reading[round] as number));
  return new Map(
    Object.keys(PACKAGES)
      .filter((label) => !hasFailed(written[label]) && label in read && !hasFailed(read[label]))
      .map((label) => {
        const likeness = likenesses.get(label) as Likeness;
        const theirs = timesOf(read, label);
        if (!(label in written)) return [label, { reading: ratiosOf(theirs, both).middle, likeness }];
        const ratios = ratiosOf(timesOf(written, label), ours.writing);
        return [label, { writing: ratios.middle, reading: ratiosOf(theirs, ours.reading).middle, likeness }];
      }),
  );
}

function timesOf(times: Readonly<Record<string, number[]>>, label: string): number[] {
  return times[label] as number[];
}

function warmed(work: () => unknown): Side {
  warmUp(work, warmth);
  return () => timeCalls(work, seconds);
}

/** The same for a package, which may fail: how deep it can go depends on how V8 has compiled it by then. */
function attempted(work: () => unknown): Side {
  let isWarm = false;
  return () => {
    try {
      if (!isWarm) warmUp(work, warmth);
      isWarm = true;
      return timeCalls(work, seconds);
    } catch {
      return Number.NaN;
    }
  };
}

function hasFailed(times: readonly number[] | undefined): boolean {
  return times?.some(Number.isNaN) ?? false;
}

/** What a package writes, and how like what it then reads is; `undefined` if it fails or gives another value. */
function triedOn(
  value: unknown,
  write: Package["write"],
  read: Package["read"],
): { readonly packed: never; readonly likeness: Likeness } | undefined {
  try {
    const packed = (write === undefined ? value : write(value)) as never;
    const likeness = likenessOf(value, read(packed));
    return likeness === "other" ? undefined : { packed, likeness };
  } catch {
    return undefined;
  }
}

function print(): void {
  console.log(
    "How many times as fast as each package Pantry is: writing / reading, or both in one for `structuredClone`. Empty: what comes back is another graph, or it fails.\n",
  );
  const labels = Object.keys(PACKAGES);
  const rows = [...results].map(([name, row]) => [name, ...labels.map((label) => cell(row.get(label)))]);
  console.log(table(["graph", ...labels], rows));
  console.log("\nᶜ It comes back with plain objects in place of instances.\n");
  const besideV8 = ["records", "objects"].flatMap((name): Named[] => {
    const { writing = 0, reading = 0 } = results.get(name)?.get("v8.serialize") ?? {};
    return [
      [`writing ${name}`, writing],
      [`reading ${name}`, reading],
    ];
  });
  console.log(verdict("Ahead of `v8` on records and objects", besideV8, (ratio) => ratio >= AGAINST_V8));
}

function cell(result: Result | undefined): string {
  if (result === undefined) return "";
  const ratios = [result.writing, result.reading].filter((ratio) => ratio !== undefined);
  return ratios.map(digits).join(" / ") + (result.likeness === "class" ? "ᶜ" : "");
}

function digits(ratio: number): string {
  return ratio.toFixed(ratio < 10 ? 2 : 0);
}
