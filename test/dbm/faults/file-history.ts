/** Picks one of so many, by its number. */
export type Pick = (count: number) => number;

/** What a disk writes wholly or not at all. */
const SECTOR = 512;

/** What a file was since it was last synced, sector by sector: the first of what is kept of each is on the disk surely. */
export class FileHistory {
  mode: number;
  readonly #sectors: Uint8Array<ArrayBuffer>[][] = [];
  #sizes: number[] = [0];

  /** The bytes are on the disk. */
  constructor(bytes: Uint8Array, mode: number) {
    this.mode = mode;
    this.write(bytes, 0);
    this.sync();
  }

  write(bytes: Uint8Array, offset: number): void {
    if (bytes.length === 0) return;
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
    const first = Math.floor(size / SECTOR);
    for (let sector = first; sector < this.#sectors.length; sector += 1)
      this.#change(sector, (now) => now.fill(0, sector === first ? size % SECTOR : 0));
    this.#sizes.push(size);
  }

  sync(): void {
    this.#sizes = [this.#size];
    for (const versions of this.#sectors) versions?.splice(0, versions.length - 1);
  }

  /** What is there after the power was cut. */
  afterCut(pick: Pick): Uint8Array<ArrayBuffer> {
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
