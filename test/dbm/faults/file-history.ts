/** Picks one of so many, by its number. */
export type Pick = (count: number) => number;

/** What a disk writes wholly or not at all. */
const SECTOR = 512;

/** What a file was since it was last synced, sector by sector: the first of what is kept of each is on the disk surely. */
export class FileHistory {
  mode: number;
  readonly #whole: WholeWrites;
  readonly #sectors: Uint8Array<ArrayBuffer>[][] = [];
  #sizes: number[] = [0];

  /** The bytes are on the disk. */
  constructor(bytes: Uint8Array, mode: number) {
    this.mode = mode;
    this.#whole = new WholeWrites(bytes);
    this.write(bytes, 0);
    this.sync();
  }

  write(bytes: Uint8Array, offset: number): void {
    if (bytes.length === 0) return;
    this.#whole.write(bytes, offset);
    const end = offset + bytes.length;
    for (let at = offset; at < end; ) {
      const sector = Math.floor(at / SECTOR);
      const next = Math.min(end, (sector + 1) * SECTOR);
      this.#change(sector, (now) => now.set(bytes.subarray(at - offset, next - offset), at % SECTOR));
      at = next;
    }
    if (end > this.#size) this.#sizes.push(end);
  }

  truncate(size: number): void {
    this.#whole.truncate(size);
    const first = Math.floor(size / SECTOR);
    for (let sector = first; sector < this.#sectors.length; sector += 1)
      this.#change(sector, (now) => now.fill(0, sector === first ? size % SECTOR : 0));
    this.#sizes.push(size);
  }

  sync(): void {
    this.#whole.sync();
    this.#sizes = [this.#size];
    for (const versions of this.#sectors) versions?.splice(0, versions.length - 1);
  }

  /** What is there after the power was cut; with `whole`, if the disk tears no write. */
  afterCut(pick: Pick, whole: boolean): Uint8Array<ArrayBuffer> {
    if (whole) return this.#whole.afterCut(pick);
    const size = this.#sizes[pick(this.#sizes.length)] ?? 0;
    const bytes = new Uint8Array(Math.ceil(size / SECTOR) * SECTOR);
    for (let sector = 0; sector < bytes.length / SECTOR; sector += 1) {
      const versions = this.#sectors[sector] ?? [];
      const version = versions[pick(versions.length)];
      if (version) bytes.set(version, sector * SECTOR);
    }
    return bytes.slice(0, size);
  }

  get #size(): number {
    return this.#sizes.at(-1) ?? 0;
  }

  #change(sector: number, change: (now: Uint8Array) => void): void {
    this.#sectors[sector] ??= [new Uint8Array(SECTOR)];
    const versions = this.#sectors[sector];
    const now = Uint8Array.from(versions.at(-1) ?? new Uint8Array(SECTOR));
    change(now);
    versions.push(now);
  }
}

/** What a file was since it was last synced, on a disk that tears nothing: write by write. */
export class WholeWrites {
  #synced: Uint8Array<ArrayBuffer> = new Uint8Array();
  #changes: Change[] = [];

  constructor(bytes: Uint8Array) {
    this.#synced = Uint8Array.from(bytes);
  }

  write(bytes: Uint8Array, offset: number): void {
    if (bytes.length > 0) this.#changes.push({ from: offset, bytes: Uint8Array.from(bytes) });
  }

  truncate(size: number): void {
    this.#changes.push({ size });
  }

  sync(): void {
    this.#synced = this.#after(this.#changes);
    this.#changes = [];
  }

  /** What is there after the power was cut: any of the writes, and with each all that came before it in the same sectors. */
  afterCut(pick: Pick): Uint8Array<ArrayBuffer> {
    const kept = this.#changes.map(() => pick(2) === 1);
    for (let later = kept.length - 1; later >= 0; later -= 1) {
      for (let index = 0; kept[later] && index < later; index += 1)
        kept[index] ||= touch(this.#changes[index] as Change, this.#changes[later] as Change);
    }
    return this.#after(this.#changes.filter((_, index) => kept[index]));
  }

  #after(changes: readonly Change[]): Uint8Array<ArrayBuffer> {
    return changes.reduce(changed, this.#synced);
  }
}

type Change = { readonly from: number; readonly bytes: Uint8Array } | { readonly size: number };

function changed(bytes: Uint8Array<ArrayBuffer>, change: Change): Uint8Array<ArrayBuffer> {
  const size = "size" in change ? change.size : Math.max(bytes.length, change.from + change.bytes.length);
  const result = new Uint8Array(size);
  result.set(bytes.subarray(0, size));
  if ("bytes" in change) result.set(change.bytes, change.from);
  return result;
}

function touch(one: Change, other: Change): boolean {
  if ("size" in one || "size" in other) return "size" in one && "size" in other;
  return firstSector(one.from) <= lastSector(other) && firstSector(other.from) <= lastSector(one);

  function lastSector({ from, bytes }: { readonly from: number; readonly bytes: Uint8Array }): number {
    return firstSector(from + bytes.length - 1);
  }
}

function firstSector(offset: number): number {
  return Math.floor(offset / SECTOR);
}
