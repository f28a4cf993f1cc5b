import { decodeLatin1 } from "../bytes/index.ts";

type Pairs = Map<Uint8Array, Uint8Array>;

const DICTS = /* @__PURE__ */ new WeakMap<Pairs, MapDict>();

/** Bytes to bytes in a `Map`, which by itself takes two keys with the same bytes for two. */
export class MapDict {
  readonly #map: Pairs;
  /** The keys of the map by their text in latin-1. */
  #index = new Map<string, Uint8Array>();
  /** The keys that are still to be looked at. */
  #rest: Iterator<Uint8Array>;
  /** How large the map was when it was looked through, and since then by what was done here. */
  #known = 0;

  /** All shelves of one map see one another's changes. */
  static of(map: Pairs): MapDict {
    let dict = DICTS.get(map);
    if (dict === undefined) {
      dict = new MapDict(map);
      DICTS.set(map, dict);
    }
    return dict;
  }

  private constructor(map: Pairs) {
    this.#map = map;
    this.#rest = map.keys();
  }

  get size(): number {
    return this.#current().size;
  }

  get(key: Uint8Array): Uint8Array | undefined {
    const known = this.#find(decodeLatin1(key));
    return known && this.#map.get(known);
  }

  has(key: Uint8Array): boolean {
    return this.#find(decodeLatin1(key)) !== undefined;
  }

  set(key: Uint8Array, value: Uint8Array): void {
    const text = decodeLatin1(key);
    const known = this.#find(text) ?? key;
    this.#map.set(known, value);
    this.#index.set(text, known);
    this.#known = this.#map.size;
  }

  delete(key: Uint8Array): boolean {
    const text = decodeLatin1(key);
    const known = this.#find(text);
    if (known === undefined) return false;
    this.#map.delete(known);
    this.#index.delete(text);
    this.#known = this.#map.size;
    return true;
  }

  *keys(): IterableIterator<Uint8Array> {
    // It takes a walk anyway, so let it be one through what there is.
    for (const key of this.#renewed().values()) if (this.#map.has(key)) yield key;
  }

  #find(text: string): Uint8Array | undefined {
    const known = this.#current().get(text);
    const isRight = known ? this.#map.has(known) : this.#arrivals().every((key) => this.#isKnown(key));
    return isRight ? known : this.#renewed().get(text);
  }

  #isKnown(key: Uint8Array): boolean {
    return this.#index.get(decodeLatin1(key)) === key;
  }

  /** The index, made anew if one can see that others have changed the map. */
  #current(): Map<string, Uint8Array> {
    return this.#known === this.#map.size ? this.#index : this.#renewed();
  }

  /** A new one, since somebody may be going through the old one. */
  #renewed(): Map<string, Uint8Array> {
    this.#rest = this.#map.keys();
    this.#index = new Map(this.#arrivals().map((key) => [decodeLatin1(key), key]));
    this.#known = this.#map.size;
    return this.#index;
  }

  /** The keys that have come to the map since this was asked last, in the time that it takes to look at them alone. */
  #arrivals(): Uint8Array[] {
    const keys: Uint8Array[] = [];
    // An iterator that has come to the end stays there, so for an instant there is something at the end: a new one each time, since a `Map` is slow to
    // find what was often removed from it.
    const end = new Uint8Array();
    this.#map.set(end, end);
    for (let step = this.#rest.next(); !step.done && step.value !== end; step = this.#rest.next())
      keys.push(step.value);
    this.#map.delete(end);
    return keys;
  }
}
