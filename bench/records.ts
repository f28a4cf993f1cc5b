/** What shelves are filled with: as in `shelve_peer.py`. */
export interface Item {
  readonly id: number;
  readonly name: string;
  readonly email: string;
  readonly score: number;
  readonly active: boolean;
  readonly tags: readonly string[];
}

/** How many there are. */
export const COUNT = 5000;

/** The items, by their numbers. */
export const items: readonly Item[] = Array.from({ length: COUNT }, (_, id) => ({
  id,
  name: `user ${id}`,
  email: `user${id}@example.org`,
  score: id + 0.5,
  active: id % 2 === 0,
  tags: ["a", "b"],
}));

/** Their keys, likewise. */
export const keys: readonly string[] = items.map(({ id }) => `key-${String(id).padStart(6, "0")}`);
