import { readdirSync } from "node:fs";
import path from "node:path";
import { describe, expect, it, vi } from "vitest";
import { AsyncDatabase } from "../../../src/dbm/index.ts";
import { forSuite } from "../../servers/for-suite.ts";
import { POSTGRES, POSTGRES_NOTE, startPostgres } from "../../servers/postgres.ts";
import { REDIS, REDIS_NOTE, startCluster } from "../../servers/redis.ts";
import { contents, failing, fine, TIMEOUT } from "../outcomes.ts";
import { pantry, temporaryFolder } from "../pantry.ts";
import { made, shelf } from "./in-process.ts";

const KEYS = 2500;
const VALUES = Array.from({ length: KEYS }, (_, i) => [`key ${i}`, { i, name: `value ${i}` }] as const);
const SUMMARY =
  /^([\d,]+) keys copied(?:, ([\d,]+) of them there already)?; digest of both sides:\n([\da-f]{64})\n$/;

/** What a copy said. */
function copied(text: string): {
  keys: string | undefined;
  already: string | undefined;
  digest: string | undefined;
} {
  const [, keys, already, digest] = SUMMARY.exec(text) ?? [];
  return { keys, already, digest };
}

/** The verbs on a server, whichever it is: `urlOf` names a shelf there. */
function describeServer(urlOf: (name: string) => string): void {
  it("sets, gets, shows and removes", async () => {
    const url = urlOf("verbs");
    fine(await shelf("set", url, "tea", '{"price": 1.5}'));
    fine(await shelf("set", url, "name", "--text", "Ada"));
    expect(fine(await shelf("get", url, "tea", "--json"))).toBe('{"price":1.5}\n');
    expect(
      fine(await shelf("ls", url))
        .split("\n")
        .sort(),
    ).toEqual(["", "name", "tea"]);
    expect(
      fine(await shelf("show", "--repr", url))
        .split("\n")
        .sort(),
    ).toEqual(["", "name: 'Ada'", "tea: {'price': 1.5}"]);
    expect(fine(await shelf("check", url))).toMatch(/ {2}nothing is wrong\n$/);
    expect(failing(await shelf("rm", url, "tea", "none"), 1)).toContain("no such key: none");
    expect(fine(await shelf("export", url))).toBe('{"key":"name","value":"Ada"}\n');
    expect(failing(await shelf("set", "--create", "gnu", url, "a", "1"), 64)).toContain(
      "--create is for files",
    );
  });

  it("copies there and back, and every byte is the same", async () => {
    const [state, url] = [made(VALUES), urlOf("copy")];
    const there = copied(fine(await shelf("copy", state, url)));
    expect(there).toEqual({ keys: "2,500", already: undefined, digest: there.digest });
    const back = path.join(temporaryFolder(), "back");
    expect(copied(fine(await shelf("copy", url, back, "--to", "gnu")))).toEqual(there);
    expect(contents(back)).toEqual(contents(state));
    expect(failing(await shelf("copy", state, url), 2)).toContain(
      "it has 2,500 keys already; --resume adds what is missing, --replace also removes the others",
    );
    expect(copied(fine(await shelf("copy", state, url, "--resume"))).already).toBe("2,500");
    const few = made(VALUES.slice(0, 3));
    expect(copied(fine(await shelf("copy", few, url, "--replace"))).keys).toBe("3");
    expect(failing(await shelf("copy", made(VALUES.slice(1, 3)), url, "--resume"), 1)).toContain(
      "it has 3 keys",
    );
  });

  it("loses nothing of a shelf that is copied to itself under another name", async () => {
    const url = urlOf("itself");
    fine(await shelf("set", url, "tea", "1"));
    const other = url.replace("#", "?application_name=other#");
    expect(fine(await shelf("copy", url, other, "--replace"))).toMatch(/^1 key copied;/);
    expect(fine(await shelf("ls", url))).toBe("tea\n");
  });

  it("keeps what was copied until it is interrupted, and goes on", async () => {
    const [state, url] = [made(VALUES), urlOf("interrupted")];
    const set = vi.spyOn(AsyncDatabase.prototype, "setMany");
    const send = set.getMockImplementation() ?? AsyncDatabase.prototype.setMany;
    set.mockRestore();
    const once = vi.spyOn(AsyncDatabase.prototype, "setMany").mockImplementationOnce(async function (
      this: AsyncDatabase,
      ...args
    ) {
      await send.apply(this, args);
      process.emit("SIGINT");
    });
    expect(failing(await shelf("copy", state, url), 130)).toBe(
      "pantry: interrupted; what was copied stays, and the same command with --resume goes on\n",
    );
    once.mockRestore();
    const outcome = copied(fine(await shelf("copy", state, url, "--resume")));
    expect(outcome).toEqual({ keys: "2,500", already: "1,000", digest: outcome.digest });
  });
}

describe.skipIf(!REDIS)(`pantry shelf on a cluster of Redis${REDIS_NOTE}`, TIMEOUT, () => {
  const cluster = forSuite(startCluster);

  describeServer((name) => `${cluster().servers[0]?.url}#${name}`);

  it("creates nothing that is only to be read", async () => {
    for (const verb of ["ls", "show", "check", "export"])
      expect(failing(await shelf(verb, `${cluster().servers[0]?.url}#typo`), 2)).toContain(
        "#typo: Cannot open typo: there is no database",
      );
    for (const server of cluster().servers) expect(await server.ask("KEYS", "*typo*")).toBe("");
  });

  it("has replicas confirm what it copies", async () => {
    const url = `${cluster().servers[0]?.url}#replicas`;
    expect(copied(fine(await shelf("copy", made(VALUES), url, "--replicas", "1"))).keys).toBe("2,500");
    const unconfirmed = await shelf("copy", made(VALUES), url, "--replicas", "5", "--resume", "--replace");
    expect(failing(unconfirmed, 64)).toContain("not both");
    expect(failing(await shelf("copy", made(VALUES), url, "--replicas", "5", "--replace"), 2)).toContain(
      "; what was copied stays, and the same command begins again",
    );
    // That it is there already does not mean that it is confirmed.
    expect(failing(await shelf("copy", made(VALUES), url, "--replicas", "5", "--resume"), 2)).toContain(
      "; what was copied stays, and the same command with --resume goes on",
    );
  });

  it("runs to its end as a process of its own", async () => {
    const url = `${cluster().servers[0]?.url}#process`;
    fine(await pantry(["shelf", "set", url, "a", "-"], { stdin: new TextEncoder().encode("[1]") }));
    expect(fine(await pantry(["shelf", "get", url, "a", "--repr"]))).toBe("[1]\n");
  });
});

describe.skipIf(!POSTGRES)(`pantry shelf on PostgreSQL${POSTGRES_NOTE}`, TIMEOUT, () => {
  const server = forSuite(startPostgres);

  describeServer((name) => `${server().url()}#${name}`);

  it("lists keys in their order", async () => {
    const url = `${server().url()}#order`;
    for (const key of ["b", "a", "c"]) fine(await shelf("set", url, key, "1"));
    expect(fine(await shelf("ls", url))).toBe("a\nb\nc\n");
  });

  it("runs to its end as a process of its own", async () => {
    const file = path.join(temporaryFolder(), "copy");
    fine(await shelf("set", `${server().url()}#process`, "a", "1"));
    expect(fine(await pantry(["shelf", "copy", `${server().url()}#process`, file, "--to", "dumb"]))).toMatch(
      /^1 key copied/,
    );
    expect(readdirSync(path.dirname(file)).sort()).toEqual(["copy.dat", "copy.dir"]);
  });
});

describe("pantry shelf without a server", TIMEOUT, () => {
  it.for(["redis", "postgres"])("says that %s does not answer, and no password", async (scheme) => {
    const message = failing(await shelf("ls", `${scheme}://user:secret@127.0.0.1:1/0#a`), 2);
    expect(message).toMatch(new RegExp(`^pantry: ${scheme}://user@127\\.0\\.0\\.1:1/0#a: .*ECONNREFUSED`));
    expect(message).not.toContain("secret");
  });

  it.for([
    ["redis", "a{b"],
    ["postgres", "%00"],
  ])("refuses a name that %s has not, %s", async ([scheme, name]) => {
    const url = `${scheme}://127.0.0.1:1/0#${name}`;
    expect(failing(await shelf("ls", url), 64)).toMatch(new RegExp(`^pantry: ${url}: name: .* expected`));
  });
});
