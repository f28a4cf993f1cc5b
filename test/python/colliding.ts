/** V8's hash of an int32 as `Map` uses it. */
function hash(key: number): number {
  let hash = key | 0;
  hash = (~hash + (hash << 15)) | 0;
  hash ^= hash >>> 12;
  hash = (hash + (hash << 2)) | 0;
  hash ^= hash >>> 4;
  hash = Math.imul(hash, 2057);
  return (hash ^ (hash >>> 16)) & 0x3fffffff;
}

const crafted: number[] = [];

/** Numbers that fall into one bucket of every table of up to 2^14 of them. */
export function colliding(count: number): readonly number[] {
  for (let key = (crafted.at(-1) ?? 0) + 1; crafted.length < count; key += 1)
    if ((hash(key) & 0x3fff) === 7) crafted.push(key);
  return crafted.slice(0, count);
}
