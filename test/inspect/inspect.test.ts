import { gzipSync } from "node:zlib";
import { inspect, type Part } from "pantry/inspect";
import { describe, expect, it } from "vitest";
import { bytesOf, npy, tar, zip } from "./archives.ts";
import { EVIL, GOOD, outline, rules } from "./read.ts";

const inner = zip([{ name: "in\x1b[31m.pkl", data: EVIL }]);
const outer = zip([
  { name: "inner.zip", data: inner, isStored: true },
  { name: "good.pkl", data: GOOD },
]);

describe("inspect()", () => {
  it("gives every finding with the way to it, worst first", async () => {
    const { findings, format, root, status, verdict } = await inspect(outer);
    expect({ format, status, verdict }).toEqual({
      format: "pantry.inspection/1",
      status: "complete",
      verdict: "dangerous",
    });
    expect(findings[0]).toMatchObject({
      severity: "danger",
      within: ["inner.zip", "in\\x1b[31m.pkl"],
      offset: 19,
    });
    expect(root.findings).toEqual([]);
    expect(root.parts[0]?.parts[0]?.report?.verdict).toBe("dangerous");
    expect(JSON.parse(JSON.stringify(root))).toEqual(root);
  });

  it("keeps names short", async () => {
    const { root } = await inspect(zip([{ name: "n".repeat(5000), data: GOOD }]));
    expect(root.parts[0]?.name.length).toBe(120);
  });

  it("tells of each part when all in it is known", async () => {
    const told: string[] = [];
    const onPart = (part: Part, way: readonly string[]) => told.push(`${part.kind} ${way.join(" > ")}`);
    await inspect(outer, { onPart });
    expect(told).toEqual(["pickle inner.zip > in\\x1b[31m.pkl", "zip inner.zip", "pickle good.pkl", "zip "]);
  });

  it("audits by the policy that it is given", async () => {
    const order = bytesOf("\x80\x02cshop\nOrder\n)\x81.");
    expect((await inspect(gzipSync(order))).verdict).toBe("unknown");
    expect((await inspect(gzipSync(order), { policy: { allow: ["shop.Order"] } })).verdict).toBe("safe");
    expect((await inspect(gzipSync(order), { policy: "strict" })).verdict).toBe("dangerous");
  });

  it("goes no deeper than it may", async () => {
    let data = EVIL;
    for (let i = 0; i < 5; i += 1) data = zip([{ name: `${i}`, data, isStored: true }]);
    expect(await rules(data, { maxDepth: 5 })).toEqual(["dangerous-call"]);
    expect(await rules(data)).toEqual(["limit"]);
    expect((await inspect(data)).status).toBe("incomplete");
  });

  it("opens no more members than it may", async () => {
    const archive = zip(Array.from({ length: 20 }, (_, i) => ({ name: `${i}`, data: GOOD })));
    expect(await rules(archive, { maxMembers: 20 })).toEqual([]);
    expect(await rules(archive, { maxMembers: 19 })).toEqual(["limit"]);
    expect((await outline(archive, { maxMembers: 3 })).length).toBe(4);
  });

  it("unpacks no more than it may", async () => {
    const archive = zip(["a", "b", "c"].map((name) => ({ name, data: new Uint8Array(1000) })));
    expect(await rules(archive, { maxBytes: 3000 })).toEqual([]);
    expect(await rules(archive, { maxBytes: 2999 })).toEqual(["limit"]);
    const bomb = gzipSync(gzipSync(new Uint8Array(2 ** 26), { level: 9 }), { level: 9 });
    expect(await rules(bomb)).toEqual(["limit"]);
    expect(await rules(bomb, { maxRatio: 2 ** 26 })).toEqual([]);
  });

  it("takes no longer than it may", async () => {
    expect(await rules(outer, { limits: { maxMilliseconds: 1e6 } })).toEqual(["dangerous-call"]);
    const data = Buffer.concat([bytesOf("]"), Buffer.alloc(2 ** 17, "N0"), bytesOf(".")]);
    const two = zip(["a", "b"].map((name) => ({ name, data })));
    // The first takes some milliseconds, and the rest of the time goes by behind it.
    const onPart = () => {
      for (const end = Date.now() + 3000; Date.now() < end; );
    };
    const { root } = await inspect(two, { limits: { maxMilliseconds: 2500 }, onPart });
    expect(root.parts.map(({ status }) => status)).toEqual(["complete", "incomplete"]);
  });

  it("ends with the reason of the signal", async () => {
    const reason = new Error("enough");
    await expect(inspect(outer, { signal: AbortSignal.abort(reason) })).rejects.toBe(reason);
    await expect(inspect(bytesOf("Rar!\x1a\x07"), { signal: AbortSignal.abort(reason) })).rejects.toBe(
      reason,
    );
    const controller = new AbortController();
    const running = inspect(outer, { signal: controller.signal, onPart: () => controller.abort(reason) });
    await expect(running).rejects.toBe(reason);
  });

  it("lets others work meanwhile", async () => {
    let ticks = 0;
    const timer = setInterval(() => {
      ticks += 1;
    }, 1);
    await inspect(gzipSync(new Uint8Array(2 ** 25)));
    clearInterval(timer);
    expect(ticks).toBeGreaterThan(0);
  });

  it("refuses misuse", async () => {
    await expect(inspect("text" as unknown as Uint8Array)).rejects.toThrow(TypeError);
    await expect(inspect(GOOD, { maxDepth: -1 })).rejects.toThrow(RangeError);
    await expect(inspect(GOOD, { maxBytes: Number.NaN })).rejects.toThrow(RangeError);
  });
});

describe("inspect() of damaged containers", () => {
  const containers: [string, Uint8Array][] = [
    [
      "zip",
      zip(
        [
          { name: "a", data: EVIL },
          { name: "b", data: GOOD, isStored: true },
        ],
        { comment: bytesOf("c") },
      ),
    ],
    ["zip64", zip([{ name: "a", data: GOOD }], { isZip64: true })],
    ["gzip", gzipSync(GOOD)],
    ["npy", npy("[('a', '|O')]", "(2,)", GOOD)],
    ["tar", tar([["a", GOOD]]).subarray(0, 1024)],
  ];

  it.for(containers)("ends for every length of a %s", async ([, bytes]) => {
    for (let length = 0; length < bytes.length; length += 1) {
      const { root, verdict } = await inspect(bytes.subarray(0, length));
      expect(root.length).toBe(length);
      // What is gone may have been anything; the comment, and zeros behind a tar archive, may be gone.
      if (root.kind !== "tar" && length < bytes.length - 1)
        expect([length, verdict]).not.toEqual([length, "safe"]);
    }
  });

  it.for(containers)("ends for every bit of a %s that is flipped", async ([, bytes]) => {
    for (let bit = 0; bit < 8 * bytes.length; bit += 1) {
      const flipped = Uint8Array.from(bytes);
      flipped[bit >> 3] = (flipped[bit >> 3] as number) ^ (1 << (bit & 7));
      expect((await inspect(flipped)).format).toBe("pantry.inspection/1");
    }
  });
});
