import { readFileSync } from "node:fs";
import { describe, expect, it, vi } from "vitest";
import { verdict } from "../../bench/performance/goals.ts";
import { likenessOf } from "../../bench/performance/likeness.ts";
import { figuresIn, leadOf, PAGE, README, SECTIONS, withFigures } from "../../bench/performance/page.ts";
import { exponentOf, geometricMean, median, ratiosOf } from "../../bench/statistics.ts";
import { table } from "../../bench/table.ts";
import { duration, takeTurns, timeCalls, timeCount } from "../../bench/timing.ts";

describe("the statistics of benchmarks", () => {
  it("has the middle one, whatever the order", () => {
    expect(median([9, 1, 2, 100, 3])).toBe(3);
  });

  it("has the mean of ratios, where twice and half are even", () => {
    expect(geometricMean([2, 0.5, 8, 0.125])).toBeCloseTo(1);
    expect(geometricMean([4, 9])).toBeCloseTo(6);
  });

  it("pairs the times of a round", () => {
    expect(ratiosOf([10, 20, 60], [10, 10, 20])).toEqual({ low: 1, middle: 2, high: 3 });
  });

  it("finds the exponent of growth", () => {
    const sizes = [1, 10, 100, 1000];
    const exponent = (time: (size: number) => number) => exponentOf(sizes, sizes.map(time));
    expect(exponent((size) => 3e-6 * size)).toBeCloseTo(1);
    expect(exponent((size) => 5e-9 * size ** 2)).toBeCloseTo(2);
    expect(exponent(() => 0.25)).toBeCloseTo(0);
    expect(exponent((size) => 1e-5 + 1e-6 * size)).toBeLessThan(1);
  });
});

describe("the timing of benchmarks", () => {
  it("counts all of the time, also of the call that takes long, and asks the clock now and then", () => {
    let [now, calls] = [0, 0];
    const clock = vi.spyOn(performance, "now").mockImplementation(() => now);
    const work = () => {
      now += calls++ === 0 ? 40 : 0.01;
    };
    const seconds = timeCalls(work, 0.05);
    const asked = clock.mock.calls.length;
    clock.mockRestore();
    expect(now).toBeGreaterThanOrEqual(50);
    expect(seconds).toBeCloseTo(now / 1000 / calls, 12);
    expect(asked).toBeLessThan(calls / 10);
  });

  it("calls as often as it is told", () => {
    let calls = 0;
    timeCount(() => calls++, 1234);
    expect(calls).toBe(1234);
  });

  it("lets all sides have their turn in each round", async () => {
    const order: string[] = [];
    const times = await takeTurns({ one: () => order.push("one"), two: async () => order.push("two") }, 2);
    expect(order).toEqual(["one", "two", "one", "two"]);
    expect(times).toEqual({ one: [1, 3], two: [2, 4] });
  });

  it("tells a duration in a unit that fits", () => {
    expect([1.234e-6, 5.678e-5, 1.5e-3, 0.0421, 12.345].map(duration)).toEqual([
      "1.23 µs",
      "56.8 µs",
      "1.50 ms",
      "42.1 ms",
      "12.35 s",
    ]);
  });
});

describe("a table of figures", () => {
  it("is Markdown in columns that stand below one another", () => {
    const text = table(
      ["name", "µs"],
      [
        ["a", "1.25"],
        ["longer", "100"],
      ],
    );
    expect(text.split("\n")).toEqual([
      "| name   |   µs |",
      "|--------|-----:|",
      "| a      | 1.25 |",
      "| longer |  100 |",
    ]);
  });
});

describe("a verdict on a goal", () => {
  const atLeastOne = (figure: number) => figure >= 1;

  it("says that it is met", () => {
    expect(
      verdict(
        "At least 1",
        [
          ["a", 1],
          ["b", 2],
        ],
        atLeastOne,
      ),
    ).toBe("- At least 1: **met**");
  });

  it("names what misses it, and counts the rest of many", () => {
    expect(
      verdict(
        "At least 1",
        [
          ["a", 0.5],
          ["b", 2],
        ],
        atLeastOne,
      ),
    ).toBe("- At least 1: **missed**: a 0.50");
    expect(verdict("At least 1", [["", 0.5]], atLeastOne)).toBe("- At least 1: **missed**: 0.50");
    const many = Array.from({ length: 10 }, (_, index) => [`w${index}`, 0.1] as const);
    expect(verdict("All", many, atLeastOne)).toMatch(/w7 0\.10 and 2 more, of 10$/);
  });
});

describe("the likeness of a copy", () => {
  class Thing {
    x = 1;
  }

  it("is the same for a graph with the same sharing, and cycles", () => {
    const make = () => {
      const inner = [new Map([[1, new Uint8Array([1, 2])]]), new Set(["a"]), new Date(0), new Thing()];
      const outer: unknown[] = [inner, inner, -0, Number.NaN, null];
      outer.push(outer);
      return outer;
    };
    expect(likenessOf(make(), make())).toBe("same");
  });

  it("is another where a class is lost", () => {
    expect(likenessOf([new Thing()], [{ x: 1 }])).toBe("class");
  });

  it("is none where sharing is lost or comes from nowhere", () => {
    const inner = {};
    expect(likenessOf([inner, inner], [{}, {}])).toBe("other");
    expect(likenessOf([{}, {}], [inner, inner])).toBe("other");
  });

  it.for([
    [[0], [-0]],
    [new Map([[1, 2]]), { 1: 2 }],
    [new Uint8Array([1]), new Uint8Array([2])],
    [new Date(0), new Date(1)],
    [{ a: 1 }, { a: 1, b: 2 }],
    [["1"], [1]],
  ] as const)("is none between %o and %o", ([original, copy]) => {
    expect(likenessOf(original, copy)).toBe("other");
  });
});

describe("the page of performance", () => {
  const page = readFileSync(PAGE, "utf8");

  it.for(["machine", ...SECTIONS])("has a place for the figures of %s", (section) => {
    expect(figuresIn(page, section)).toBeDefined();
  });

  it("keeps everything else when figures are written", () => {
    const text = "before\n<!-- figures: a -->\nold\n<!-- figures: a -->\nafter";
    const written = withFigures(text, "a", "new $& figures");
    expect(figuresIn(written, "a")).toBe("new $& figures");
    expect(withFigures(written, "a", "old").replace("\nold\n\n", "old\n")).toBe(text);
    expect(withFigures(text, "b", "new")).toBe(text);
  });

  it("is where the README has its figures from", () => {
    const readme = readFileSync(README, "utf8");
    const sections = SECTIONS.filter((section) => figuresIn(readme, section) !== undefined);
    expect(sections).toContain("against-c");
    for (const section of sections)
      expect(figuresIn(readme, section)).toBe(leadOf(figuresIn(page, section) as string));
  });
});
