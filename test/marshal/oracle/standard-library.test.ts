import { type DumpOptions, dumps, loads } from "pantry/marshal";
import { expect, it } from "vitest";
import { CASES } from "../../oracle/cases.ts";
import {
  type CompiledFile,
  describeEachMarshal,
  highestVersion,
  type MarshalOracle,
} from "./marshal-oracle.ts";

/** So many files for each of PANTRY_CASES, from all over the library: 150 of them are every file there is. */
const FILES_A_CASE = 10;
const BATCH = 40;

const PROFILES: readonly (readonly [name: string, exact: boolean])[] = [
  ["exactly", true],
  ["naturally", false],
];

/** How files are written: the last ones a part of them only. */
function waysFor(short: string): readonly (readonly [options: DumpOptions, share: number])[] {
  const highest = highestVersion(short);
  const lower = [2, 3].filter((version) => version < highest);
  return [
    ...(["none", "shared", "all"] as const).map((refs) => [{ refs, version: highest }, 1] as const),
    ...lower.map((version) => [{ version }, 1 / 4] as const),
  ];
}

describeEachMarshal("the standard library", (python, oracle) => {
  const { short } = python;

  it("means the same to its Python after it was read and written", async () => {
    const paths = await oracle().findSources(CASES * FILES_A_CASE);
    const counts = { files: 0, written: 0 };
    const found: string[] = [];
    for (let start = 0; start < paths.length; start += BATCH) {
      const files = await oracle().compileFiles(paths.slice(start, start + BATCH));
      counts.files += files.length;
      for (const [name, exact] of PROFILES) {
        const values = files.map(({ bytes }) => loads(bytes, { exact, python: short }));
        for (const [options, share] of exact ? waysFor(short) : [[{}, 1] as const]) {
          const some = values.slice(0, Math.ceil(values.length * share));
          const made = some.map((value) => dumps(value, { ...options, exact, python: short }));
          const what = `${name}, ${JSON.stringify(options)}`;
          found.push(...(await differences(oracle(), files, made, options, what)));
          counts.written += made.length;
        }
      }
    }
    console.info(`Python ${short}: ${counts.files} code objects, written in ${counts.written} ways`);
    expect(found).toEqual([]);
    expect(counts.files).toBeGreaterThan(Math.min(100, CASES * 5));
  }, 1_200_000);

  it("runs as before", async () => {
    for (const [source, args] of PROGRAMS) {
      const [bytes, wanted] = await oracle().run(source, "run", args);
      for (const exact of [true, false]) {
        const made = dumps(loads(bytes, { exact, python: short }), { exact, python: short });
        expect(await oracle().runMade(made, "run", args)).toBe(wanted);
      }
    }
  });
});

/** Modules of which a function is run: closures, generators, exceptions, constants of all types. */
const PROGRAMS: readonly (readonly [source: string, args: readonly unknown[]])[] = [
  [
    `
def outer(n, *rest, **named):
    total = [n]
    def inner(x):
        total.append(x * n)
        return total
    return inner

class Shop(object):
    """A shop."""
    open = (1, 2.5, -0.0, 1e300, 2**70, u"caf\\xe9", b"\\xff", None, True, 3j, Ellipsis)

    def items(self):
        for item in self.open:
            yield item

def run(n):
    try:
        {}[n]
    except KeyError as error:
        seen = repr(error)
    finally:
        done = [x for x in Shop().items() if x in (1, 2.5, u"caf\\xe9")]
    return seen, done, outer(n)(4), Shop.__doc__, Shop.open, 7 in {5, 6, 7}
`,
    [3],
  ],
  ["def run(a, b=2, *c):\n    return sorted([a, b] + list(c), key=lambda x: -x)\n", [5, 1, 9]],
];

async function differences(
  oracle: MarshalOracle,
  files: readonly CompiledFile[],
  made: readonly Uint8Array[],
  options: DumpOptions,
  what: string,
): Promise<string[]> {
  const shared = options.refs !== "none" && (options.version ?? 4) > 2;
  const verdicts = await oracle.judgeFiles(made, shared && oracle.version > 2);
  return verdicts.flatMap((verdict, at) =>
    verdict === null ? [] : [`${files[at]?.path} ${what}: ${verdict}`],
  );
}
