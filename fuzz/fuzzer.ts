import type { Dice } from "../test/pickletools/mutants.ts";
import type { Coverage } from "./coverage/coverage.ts";
import { LongDice } from "./dice.ts";
import { type Failure, judge } from "./judgement.ts";
import { minimised } from "./minimise.ts";
import { GENERIC, puttingIn, spliced, tokensOf } from "./mutators/generic.ts";
import { Pool } from "./pool.ts";
import type { Mutator, Target } from "./target.ts";

/** An input with what went wrong with it. */
export interface Finding extends Failure {
  readonly bytes: Uint8Array;
}

/** What is told of the run while it goes on. */
export interface Observer {
  /** Before an input is judged, which may never end. */
  began(bytes: Uint8Array): void;
  found(finding: Finding): void;
}

/** When a run ends. */
interface Bounds {
  /** As of `performance.now()`. */
  readonly deadline: number;
  readonly most: number;
  readonly mostFindings: number;
}

const DEFAULT_LENGTH = 4096;
/** An input of the pool is followed by so many that are made of it, one that has just reached a new block by more. */
const CHILDREN = 16;
const CHILDREN_OF_NEW = 128;
/** How many times an input that is made smaller is judged. */
const MOST_MINIMISING = 3000;
const MOST_TRIMMING = 400;

/** Makes inputs, judges them, and keeps those that reach what none before them did. The same seed makes the same inputs. */
export class Fuzzer {
  readonly #target: Target;
  readonly #coverage: Coverage;
  readonly #observer: Observer;
  readonly #dice: Dice;
  readonly #pool = new Pool();
  readonly #mutators: readonly Mutator[];
  readonly #maxLength: number;
  readonly #kinds = new Set<string>();
  /** Inputs that were made and reached a new block, in the order in which they were. */
  readonly #reached: Uint8Array[] = [];
  /** Those of them that nothing was made of yet. */
  readonly #fresh: Uint8Array[] = [];
  /** Blocks that the inputs reached that were there at the beginning. */
  #known = new Set<number>();
  executions = 0;

  constructor(target: Target, coverage: Coverage, seed: number, observer: Observer) {
    this.#target = target;
    this.#coverage = coverage;
    this.#observer = observer;
    this.#dice = new LongDice(seed);
    this.#maxLength = target.maxLength ?? DEFAULT_LENGTH;
    const literals = tokensOf(coverage.literalsOf(target.rooms));
    const tokens = [target.tokens, literals].filter(({ length }) => length > 0).map(puttingIn);
    this.#mutators = [...GENERIC, ...tokens];
  }

  get poolSize(): number {
    return this.#pool.size;
  }

  /** Judges what there is at the beginning. */
  async begin(inputs: Iterable<Uint8Array>): Promise<void> {
    // What ran as the modules were loaded.
    this.#coverage.note();
    for (const bytes of inputs) if (await this.#execute(bytes)) this.#pool.add(bytes);
    if (this.#pool.size === 0) this.#pool.add(new Uint8Array());
    this.#known = new Set(this.#reached.length > 0 ? await this.#blocksOf(this.#reached) : []);
    this.#reached.length = 0;
    this.#fresh.length = 0;
  }

  /** Judges inputs that are made of what there is, until there is no time, or so many were judged, or so much was found. */
  async run({ deadline, most, mostFindings }: Bounds): Promise<void> {
    while (this.executions < most && this.#kinds.size < mostFindings && performance.now() < deadline) {
      const fresh = this.#fresh.pop();
      const parent = fresh ?? this.#pool.pick(this.#dice);
      const children = fresh ? CHILDREN_OF_NEW : CHILDREN;
      for (let child = 0; child < children && this.executions < most; child += 1) {
        const bytes = this.#made(parent);
        if (await this.#execute(bytes)) this.#pool.add(bytes);
      }
    }
  }

  /** The few inputs that reach, together, all that was reached and was not at the beginning; each as short as it can be. */
  async harvest(): Promise<Uint8Array[]> {
    const shortest = [...this.#reached].sort((one, other) => one.length - other.length);
    const harvest: Uint8Array[] = [];
    const known = new Set(this.#known);
    for (const bytes of shortest) {
      const fresh = (await this.#blocksOf([bytes])).filter((block) => !known.has(block));
      if (fresh.length === 0) continue;
      const holds = async (shorter: Uint8Array) => {
        const blocks = new Set(await this.#blocksOf([shorter]));
        return fresh.every((block) => blocks.has(block));
      };
      // What compiles in between may change which path is taken: that is not worth an input.
      if (!(await holds(bytes))) continue;
      const short = await minimised(bytes, holds, MOST_TRIMMING);
      for (const block of await this.#blocksOf([short])) known.add(block);
      harvest.push(short);
    }
    return harvest;
  }

  #made(parent: Uint8Array): Uint8Array {
    const dice = this.#dice;
    let bytes = parent;
    if (dice.below(8) === 0) bytes = spliced(bytes, this.#pool.pick(dice), dice);
    // Mostly one change, or a few, and now and then many.
    const turns = dice.below(2) === 0 ? 1 : 1 << (1 + dice.below(dice.pick([1, 2, 4])));
    for (let turn = 0; turn < turns; turn += 1) {
      const { mutators } = this.#target;
      const own = mutators.length > 0 && dice.below(2) === 0;
      bytes = dice.pick(own ? mutators : this.#mutators)(bytes, dice);
      if (bytes.length > this.#maxLength) bytes = bytes.slice(0, this.#maxLength);
    }
    return bytes;
  }

  /** Whether the input did something new. */
  async #execute(bytes: Uint8Array): Promise<boolean> {
    this.#observer.began(bytes);
    this.#coverage.clear();
    const failure = await judge(this.#target, bytes);
    this.executions += 1;
    const news = this.#coverage.note();
    if (news === "block" && !failure) {
      this.#reached.push(bytes);
      this.#fresh.push(bytes);
    }
    if (failure && !this.#kinds.has(failure.kind)) await this.#report(bytes, failure);
    // What fails would only breed more of the same.
    return news !== undefined && !failure;
  }

  async #report(bytes: Uint8Array, { kind }: Failure): Promise<void> {
    this.#kinds.add(kind);
    const holds = async (shorter: Uint8Array) => {
      this.#observer.began(shorter);
      return (await judge(this.#target, shorter))?.kind === kind;
    };
    // What is slow is slow to be made smaller, too.
    const most = kind === "too slow" ? 50 : MOST_MINIMISING;
    const short = await minimised(bytes, holds, most);
    const last = await judge(this.#target, short);
    // A machine that was busy for a while.
    if (kind === "too slow" && !last) {
      this.#kinds.delete(kind);
      return;
    }
    const detail = last?.detail ?? "it went wrong, and not again when it was judged for the last time";
    this.#observer.found({ bytes: short, kind, detail });
  }

  async #blocksOf(inputs: readonly Uint8Array[]): Promise<number[]> {
    const blocks = new Set<number>();
    for (const bytes of inputs) {
      this.#observer.began(bytes);
      this.#coverage.clear();
      await judge(this.#target, bytes);
      for (const block of this.#coverage.running()) blocks.add(block);
    }
    return [...blocks];
  }
}
