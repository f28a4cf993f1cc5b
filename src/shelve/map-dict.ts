import { decodeLatin1 } from "../bytes/index.ts";

type Pairs = Map<Uint8Array, Uint8Array>;

const DICTS = /* @__PURE__ */ new WeakMap<Pairs, MapDict>();

/** Bytes to bytes in a `Map`, which by itself takes two keys with the same bytes for two. */
export class MapDict {
  readonly #map: Pairs;
  /** The keys of the map by their text in latin-1. */
  #index = new Map<string, Uint8Array>();
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
    return known === undefined || this.#map.has(known) ? known : this.#renewed().get(text);
  }

  /** The index, made anew if one can see that others have changed the map. */
  #current(): Map<string, Uint8Array> {
    return this.#known === this.#map.size ? this.#index : this.#renewed();
  }

  /** A new one, since somebody may be going through the old one. */
  #renewed(): Map<string, Uint8Array> {
    this.#index = new Map();
    for (const key of this.#map.keys()) this.#index.set(decodeLatin1(key), key);
    this.#known = this.#map.size;
    return this.#index;
  }
}
