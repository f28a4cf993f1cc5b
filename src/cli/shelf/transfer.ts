import { sameBytes } from "../../bytes/equal.ts";
import type { Entry } from "../../dbm/async-store.ts";
import { EXIT, Failure } from "../failure.ts";
import type { Interruption } from "../interruption.ts";
import { Progress } from "../progress.ts";
import { counted } from "../scalar.ts";
import { asyncBatchesOf } from "./batches.ts";
import { Digest } from "./digest.ts";
import { blaming, type Opened } from "./opened.ts";

/** What a copy did. */
export interface Copied {
  readonly digest: Digest;
  /** How many of the keys were there already. */
  readonly already: number;
}

/** How it is copied. */
interface Manner {
  /** What happens to what is there: with `resume` what is equal is not written again, with `replace` other keys are removed. */
  readonly mode?: string | undefined;
  /** How many replicas confirm what is written. */
  readonly replicas?: number | undefined;
}

/** Copies all of a shelf to another, and compares the two. What differs in the end is a `Failure`. */
export async function transfer(
  source: Opened,
  target: Opened,
  interruption: Interruption,
  { mode, replicas = 0 }: Manner = {},
): Promise<Copied> {
  const { place } = source;
  const progress = new Progress(await blaming(place, () => source.size()));
  const wanted = new Digest();
  let already = 0;
  try {
    const batches = asyncBatchesOf(source.entries(), target.batch);
    for (;;) {
      const step = await blaming(place, () => batches.next());
      if (step.done) break;
      const fresh = mode === "resume" ? await missingIn(target, step.value) : step.value;
      already += step.value.length - fresh.length;
      // Replicas confirm what is written only, so what is there already is written once more for them.
      const written = replicas > 0 ? step.value : fresh;
      if (written.length > 0) await target.setMany(written);
      for (const [key, value] of step.value) wanted.add(key, value);
      progress.bar(wanted.count, "key");
      await interruption.point();
    }
    if (mode === "replace") await removeOthers(source, target, interruption);
    const found = await digestOf(target, interruption, progress);
    if (found.equals(wanted)) return { digest: wanted, already };
    progress.clear();
    throw new Failure(
      `${target.place.shown}: it has ${counted(found.count, "key")} and the digest ${found}, but ${place.shown} ` +
        `${counted(wanted.count, "key")} and ${wanted}`,
      EXIT.bad,
    );
  } finally {
    progress.clear();
  }
}

async function digestOf(shelf: Opened, interruption: Interruption, progress: Progress): Promise<Digest> {
  const digest = new Digest();
  for await (const [key, value] of shelf.entries()) {
    digest.add(key, value);
    progress.count(digest.count, "key", "compared");
    if (digest.count % shelf.batch.keys === 0) await interruption.point();
  }
  return digest;
}

async function missingIn(target: Opened, entries: readonly Entry[]): Promise<readonly Entry[]> {
  const there = await target.getMany(entries.map(([key]) => key));
  return entries.filter(([, value], i) => {
    const found = there[i];
    return found === undefined || !sameBytes(found, value);
  });
}

/** Removes the keys that the source has not. It is done last: what has two names, as servers do, must not be emptied to be copied. */
async function removeOthers(source: Opened, target: Opened, interruption: Interruption): Promise<void> {
  for await (const batch of asyncBatchesOf(bareKeys(target), target.batch)) {
    const keys = batch.map(([key]) => key);
    const there = await blaming(source.place, () => source.getMany(keys));
    await target.deleteMany?.(keys.filter((_, i) => there[i] === undefined));
    await interruption.point();
  }
}

async function* bareKeys(shelf: Opened): AsyncGenerator<Entry> {
  const nothing = new Uint8Array();
  for await (const key of shelf.keys()) yield [key, nothing];
}
