// The graphs that packages for JavaScript alone are compared with: what a program has at hand, nothing of Python's.

/** What a class of the program stands for. */
export class Article {
  readonly id: number;
  readonly name: string;
  readonly price: number;
  readonly tags: readonly string[];

  constructor(id: number, name: string, price: number, tags: readonly string[]) {
    this.id = id;
    this.name = name;
    this.price = price;
    this.tags = tags;
  }
}

/** The graphs, by name: made anew at each call. */
export const GRAPHS: Readonly<Record<string, () => unknown>> = {
  ints: () => listOf(100_000, (number) => ((number * 2_654_435_761) % 2 ** 32) - 2 ** 31),
  floats: () => listOf(100_000, (number) => Math.sqrt(number) + 0.1),
  strings: () => listOf(60_000, (number) => `text ${String(number).padStart(6, "0")}`),
  unicode: () => listOf(40_000, (number) => `żółw ${number} 你好`),
  records: () =>
    listOf(15_000, (id) => ({
      id,
      name: `user ${id}`,
      born: 1815,
      mail: `user${id}@example.org`,
      roles: ["admin", "author"],
      score: id + 0.5,
      ok: true,
    })),
  objects: () => listOf(15_000, (id) => new Article(id, `item ${id}`, id * 1.25, ["a", "b"])),
  map: () => new Map(listOf(50_000, (number): [number, null] => [number * 7, null])),
  bytes: () => listOf(5_000, (number) => new Uint8Array(200).fill(number)),
  dates: () => listOf(20_000, (number) => new Date(1.7e12 + number * 86_400_000)),
  nested: () => listOf(20_000, (number) => [[[[number]]]]),
  deep: () => listOf(20, () => chain(2_000)),
  shared: () => {
    const city = { city: "London" };
    const pair = [city, [city]];
    return listOf(20_000, () => pair).flat();
  },
  small: () => ({ id: 7, tags: ["a", "b"], ok: true }),
};

function listOf<T>(length: number, item: (index: number) => T): T[] {
  return Array.from({ length }, (_, index) => item(index));
}

function chain(depth: number): unknown[] {
  let inner: unknown[] = [];
  for (let i = 0; i < depth; i++) inner = [inner];
  return inner;
}
