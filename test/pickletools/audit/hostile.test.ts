import { dumps } from "pantry/pickle";
import { type AuditLimits, type AuditReport, audit, auditing } from "pantry/pickletools";
import { describe, expect, it } from "vitest";
import { exponentOf, MOST_GROWTH, timeOf } from "../../growth.ts";
import { field, joined, repeated } from "../../pickle/hostile/attack.ts";

/** Bytes of a pickle that grow with a number. */
type Growing = (size: number) => Uint8Array;

const each = (count: number, part: (index: number) => string): string =>
  Array.from({ length: count }, (_, index) => part(index)).join("");
const padded = (index: number): string => String(index).padStart(8, "0");
const text = (characters: string): string => `X${field(characters.length, 4)}${characters}`;
const bytes = (contents: string): string => `B${field(contents.length, 4)}${contents}`;
const frame = (length: number): string => `\x95${field(length, 8)}`;
const HARM = "\x80\x04cos\nsystem\n\x8c\x02id\x85R.";

/** What an audit remembers, and what it has to say much about. */
const PICKLES: Readonly<Record<string, Growing>> = {
  "open MARKs": (n) => joined(repeated("(", n), "."),
  "MARKs and their way back": (n) => joined(repeated("(", n), repeated("1", n), "N."),
  "values stored in the memo": (n) => joined("N", repeated("\x94", n), "."),
  "indices far apart": (n) =>
    joined(
      "N",
      each(n, (i) => `p${i * 7919}\n`),
      ".",
    ),
  "indices that are texts": (n) =>
    joined(
      "N",
      each(n, (i) => `px${i}\n`),
      ".",
    ),
  "indices with needless zeros": (n) =>
    joined(
      "N",
      each(n, (i) => `p0${i}\n`),
      ".",
    ),
  "values from below MARKs": (n) => joined(repeated("N(\x85", n), "."),
  "MARKs from the memo": (n) => joined("(p0\n", repeated("g0\n", n), "tN."),
  "lists in lists": (n) => joined(repeated("](", n), repeated("e", n), "."),
  "tuples in tuples": (n) => joined(")", repeated("\x85", n), "."),
  "calls of results": (n) => joined("cm\nf\n", repeated(")R", n), "."),
  "calls with results": (n) => joined("cm\nf\nq\0)", repeated("p1\n0h\0h\x01\x85R", n), "."),
  "attributes of attributes": (n) =>
    joined("cbuiltins\ngetattr\nq\0cm\nf\n", repeated(`q\x010h\0h\x01${text("a")}\x86R`, n), "."),
  "partials of partials": (n) =>
    joined("cfunctools\npartial\nq\0cm\nf\n", repeated("q\x010h\0h\x01\x85R", n), "."),
  "results thrown away": (n) => joined("cm\nf\nq\0", repeated("h\0)R0", n), "."),
  "states of one object": (n) => joined("cm\nf\n)R", repeated("}b", n), "."),
  "states of a class": (n) => joined("cm\nf\n", repeated("}b", n), "."),
  "special attributes": (n) =>
    joined(
      "cm\nf\n)R",
      each(n, (i) => `N}${text(`__${padded(i)}__`)}Ns\x86b`),
      ".",
    ),
  "unknown names": (n) =>
    joined(
      each(n, (i) => `cm${i}\nf\n0`),
      "N.",
    ),
  "unknown calls": (n) =>
    joined(
      each(n, (i) => `cm${i}\nf\n)R0`),
      "N.",
    ),
  "dangerous calls": (n) =>
    joined(
      "cos\nsystem\nq\0",
      each(n, (i) => `h\0${text(padded(i))}\x85R0`),
      ".",
    ),
  "computed names": (n) => joined("\x80\x04cm\nf\n)Rq\0", repeated("h\0h\0\x930", n), "."),
  "extension codes": (n) =>
    joined(
      each(n, (i) => `\x84${field(i + 1, 4)}0`),
      "N.",
    ),
  "persistent ids": (n) =>
    joined(
      each(n, (i) => `P${i}\n0`),
      "N.",
    ),
  "frames in frames": (n) => joined(repeated(frame(20), n), "N."),
  "frames that are too long": (n) => joined(repeated(frame(2 ** 40), n), "N."),
  "pickles in a row": (n) => joined(repeated("\x80\x04]\x94h\0\x86.", n)),
  "pickles in frames that they leave": (n) => joined(repeated(`${frame(1_000_000)}N.`, n)),
  "pickles in strings": (n) => joined("](", repeated(bytes("\x80\x04cm\nf\n)R0N."), n), "e."),
  "pickles in base64": (n) =>
    joined("](", repeated(text(Buffer.from(HARM, "latin1").toString("base64")), n), "e."),
  "headers behind a pickle": (n) => joined("N.\xff", repeated("\x80\x04N", n)),
  "headers of texts behind a pickle": (n) => joined("N.\xff", repeated("\x80\x04X\xff\xff\0\0", n)),
  "imports behind a pickle": (n) => joined("N.\xff", repeated("cm\nf\n", n)),
};

/** Opcodes with an argument that grows. */
const ARGUMENTS: Readonly<Record<string, Growing>> = {
  digits: (n) => joined(`I${"9".repeat(n)}\n.`),
  "hexadecimal digits": (n) => joined(`I0x${"f".repeat(n)}\n.`),
  "octal digits": (n) => joined(`I0${"7".repeat(n)}\n.`),
  "digits with underscores": (n) => joined(`I${"1_".repeat(n)}1\n.`),
  "spaces before no number": (n) => joined(`I${" ".repeat(n)}x\n.`),
  "spaces behind a sign": (n) => joined(`I-${" ".repeat(n)}x\n.`),
  "digits of a float": (n) => joined(`F${"1_".repeat(n)}x\n.`),
  "digits of an index": (n) => joined(`Np0x${"f".repeat(n)}\n.`),
  "bytes behind a quote": (n) => joined(`S'a'${"\x80".repeat(n)}\n.`),
  "characters of a name": (n) => joined(`c${"m".repeat(n)}\n${"f".repeat(n)}\n.`),
  "parts of a name": (n) => joined(`c${"m.".repeat(n)}m\n${"f.".repeat(n)}f\n.`),
  "characters of base64": (n) => joined(text(`gASV${"A".repeat(n)}`), "."),
};

describe("the time that an audit takes", () => {
  for (const [name, make] of Object.entries(PICKLES)) {
    it(`is linear in the number of ${name}`, () => {
      // Each place behind a pickle may be read to the end of the data: so few of them are tried.
      expect(exponentOf(auditOf(make, { maxCandidates: 100 }), 1000)).toBeLessThan(MOST_GROWTH);
    });
  }

  for (const [name, make] of Object.entries(ARGUMENTS)) {
    it(`is linear in the number of ${name}`, () => {
      expect(exponentOf(auditOf(make), 50_000)).toBeLessThan(MOST_GROWTH);
    });
  }

  it("does not grow with what a small pickle stands for", () => {
    const levels = each(
      100,
      (i) => `](${`h${String.fromCharCode(i)}`.repeat(10)}eq${String.fromCharCode(i + 1)}`,
    );
    const laughs = joined("]q\0", levels, ".");
    expect(timeOf(() => expect(audit(laughs).verdict).toBe("safe"))).toBeLessThan(100);
    const called = joined("cm\nf\nq\0]", levels, "q\xff0h\0h\xff\x85R.");
    expect(timeOf(() => expect(audit(called).verdict).toBe("unknown"))).toBeLessThan(100);
  });

  it("is bounded for decoys that each lead to the end of the data", () => {
    const decoys = joined("N.\xff", repeated("\x80\x04(", 100_000));
    expect(timeOf(() => expect(rulesOf(audit(decoys))).toContain("limit"))).toBeLessThan(10_000);
  });
});

describe("a deep pickle", () => {
  const DEPTH = 300_000;

  it("does not end the stack", () => {
    expect(audit(joined(repeated("](", DEPTH), repeated("e", DEPTH), ".")).verdict).toBe("safe");
    expect(audit(joined(")", repeated("\x85", DEPTH), ".")).verdict).toBe("safe");
    const calls = audit(joined("cm\nf\n", repeated(")R", DEPTH), "."));
    expect(calls.verdict).toBe("unknown");
    expect(calls.imports[0]?.calls).toBe(1);
    const states = joined("cm\nf\n)R", repeated("(", DEPTH), repeated("t", DEPTH), "b.");
    expect(audit(states).status).toBe("complete");
  });

  it("of pickles in pickles is read as far as the limit allows, and never safe beyond", () => {
    let nested = HARM;
    for (let depth = 0; depth < 10; depth += 1) nested = `\x80\x04${bytes(nested)}.`;
    const report = audit(joined(nested));
    expect(rulesOf(report)).toContain("limit");
    expect(report.verdict).toBe("unknown");
    const deeper = audit(joined(nested), { limits: { maxNesting: 10 } });
    expect(deeper.verdict).toBe("dangerous");
    expect(deeper.findings[0]?.within).toHaveLength(10);
  });
});

describe("a report", () => {
  it("has so many findings and so long a program, whatever the pickle has", () => {
    for (const make of Object.values(PICKLES)) {
      const report = audit(make(5000), { limits: { maxFindings: 100 } });
      // Beyond the bound there is one for each rule and severity.
      expect(report.findings.length).toBeLessThan(150);
      expect(report.program.length).toBeLessThan(300_000);
      for (const { message, code = "" } of report.findings) {
        expect(message.length).toBeLessThanOrEqual(301);
        expect(code.length).toBeLessThanOrEqual(401);
      }
    }
  });

  it("counts what it does not list, and gives the verdict of it", () => {
    const names = `${each(200, (i) => `cm${i}\nf\n0`)}cos\nsystem\n)R.`;
    const { findings, verdict } = audit(joined(names), { limits: { maxFindings: 10 } });
    expect(verdict).toBe("dangerous");
    const count = findings.reduce((sum, finding) => sum + finding.count, 0);
    expect(count).toBeGreaterThanOrEqual(201);
  });
});

describe("the limits of an audit", () => {
  it("cannot be switched off by a value that limits nothing", () => {
    const long = joined(repeated("]0", 50_000), "N.");
    expect(() => audit(long, { limits: { maxOpcodes: Number.NaN } })).toThrow(RangeError);
    expect(() => audit(long, { limits: { maxMilliseconds: -1 } })).toThrow(RangeError);
    const limits = { maxNesting: undefined } as unknown as AuditLimits;
    const nested = dumps(dumps(dumps(dumps(dumps(dumps("deep"))))));
    expect(audit(nested, { limits }).status).toBe(audit(nested).status);
    expect(rulesOf(audit(nested, { limits }))).toContain("limit");
  });

  it("end it with what was found by then", () => {
    const harm = "cos\nsystem\n)R0";
    const long = repeated("]0", 1_000_000);
    const attempts: AuditLimits[] = [{ maxOpcodes: 10_000 }, { maxMemory: 100_000 }, { maxMilliseconds: 30 }];
    for (const limits of attempts) {
      const report = audit(joined(harm, long, "N."), { limits });
      expect(report.status).toBe("incomplete");
      expect(report.verdict).toBe("dangerous");
      expect(rulesOf(report)).toContain("limit");
      expect(audit(joined(long, "N."), { limits }).verdict).toBe("unknown");
    }
  });

  it("hold for many short pickles as for one long", () => {
    const row = repeated("N.", 200_000);
    expect(audit(row, { limits: { maxOpcodes: 10_000 } }).status).toBe("incomplete");
    expect(audit(row, { limits: { maxMilliseconds: 5 } }).status).toBe("incomplete");
  });

  it("leave places untried, which is told", () => {
    const decoys = joined("N.\xff", repeated("\x80\x04N\xff", 100));
    expect(rulesOf(audit(decoys))).not.toContain("limit");
    const report = audit(decoys, { limits: { maxCandidates: 10 } });
    expect(rulesOf(report)).toContain("limit");
    expect(report.verdict).toBe("unknown");
    const strings = joined("](", repeated(bytes(HARM), 100), "e.");
    expect(rulesOf(audit(strings, { limits: { maxCandidateBytes: 100 } }))).toContain("limit");
  });
});

describe("a signal", () => {
  const long = joined(repeated("]0", 1_000_000), "N.");
  const row = repeated("N.", 100_000);

  it("that is aborted before ends an audit before it begins", () => {
    const signal = AbortSignal.abort(new Error("enough"));
    expect(() => audit(joined("N."), { signal })).toThrow("enough");
  });

  it("ends an audit between two steps", () => {
    for (const data of [long, row]) {
      const controller = new AbortController();
      const steps = auditing(data, { signal: controller.signal });
      expect(steps.next().done).toBe(false);
      controller.abort(new Error("enough"));
      expect(() => steps.next()).toThrow("enough");
    }
  });

  it("has its turn every few milliseconds, for one long pickle as for many short ones", () => {
    for (const data of [long, row]) {
      let steps = 0;
      for (const _ of auditing(data)) steps += 1;
      expect(steps).toBeGreaterThan(40);
    }
  });
});

function auditOf(make: Growing, limits: AuditLimits = {}): (size: number) => () => AuditReport {
  return (size) => {
    const data = make(size);
    return () => audit(data, { limits });
  };
}

function rulesOf({ findings }: AuditReport): string[] {
  return findings.map(({ rule }) => rule);
}
