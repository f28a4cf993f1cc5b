import { dumps, loads } from "pantry/marshal";
import { expect, it } from "vitest";
import { ENDLESS, GRAPHS, PLAIN, PYTHON_2, sourcesFor } from "./expressions.ts";
import { describeEachMarshal, highestVersion } from "./marshal-oracle.ts";

/** The first version with references. */
const REFERENCES = 3;

describeEachMarshal("values", (python, oracle) => {
  const { short } = python;
  const finite = sourcesFor(short, [...PLAIN, ...GRAPHS, ...(short === "2.7" ? PYTHON_2 : [])]);
  const all = [...finite, ...sourcesFor(short, ENDLESS)];
  const highest = highestVersion(short);

  const versions = Array.from({ length: highest + 1 }, (_, version) => version);
  const ways = [
    ...versions.map((version) => [version, version]),
    ...versions.map((target) => [highest, target]),
  ];

  for (const exact of [true, false]) {
    const options = { exact, python: short };

    it.for(ways)(
      `are read ${exact ? "exactly" : "naturally"} from version %i and written in version %i`,
      async ([version = 0, target = 0]) => {
        const isShared = version >= REFERENCES && target >= REFERENCES;
        const sources = isShared ? all : finite;
        const given = await oracle().marshal(sources, version);
        const made = given.map(({ bytes }) => dumps(loads(bytes, options), { ...options, version: target }));
        const verdicts = await oracle().judge(sources, made, isShared, exact ? "exact" : "natural");
        expect(list(sources, verdicts)).toEqual([]);
      },
    );
  }

  for (let version = 0; version < REFERENCES; version += 1) {
    it(`are written in the very bytes of version ${version}`, async () => {
      const given = await oracle().marshal(finite, version);
      const found = given.flatMap(({ bytes, stable }, at) => {
        const value = loads(bytes, { exact: true, python: short });
        const made = dumps(value, { exact: true, python: short, version });
        return stable && textOf(made) !== textOf(bytes) ? [[finite[at], textOf(made), textOf(bytes)]] : [];
      });
      expect(found).toEqual([]);
      expect(given.filter(({ stable }) => stable).length).toBeGreaterThan(given.length / 2);
    });
  }
});

function list(sources: readonly string[], verdicts: readonly (string | null)[]): string[] {
  return verdicts.flatMap((verdict, at) => (verdict === null ? [] : [`${sources[at]}: ${verdict}`]));
}

function textOf(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString("latin1");
}
