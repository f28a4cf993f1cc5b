import { describe, expect, it } from "vitest";
import { filesIn, readManifest, readText } from "./repository.ts";

/** The only sources that load what is no part of the package, by a name that is not written there: each with what that may be. */
const LOADERS: Readonly<Record<string, string>> = {
  "src/cli/shelf/clients.ts": "the client of a server that a URL asks for, one of a list of names",
  "src/files/host-flock.ts": "the C library of the system, for flock",
  "src/files/host-modules.ts": "modules of the runtime",
  "src/sqlite3/connection.ts": "an extension that the program names",
  "src/sqlite3/engine/assisted-connection.ts": "an extension that the program names",
  "src/sqlite3/engine/assisted.ts": "the helper, which one builds oneself",
  "src/sqlite3/engine/helper.ts": "the helper, which one builds oneself",
  "src/sqlite3/engine/plain-config.ts": "an extension that the program names",
  "src/sqlite3/engine/plain-connection.ts": "an extension that the program names",
};

describe("code from elsewhere", () => {
  it("is loaded in these places, and nowhere else", () => {
    const loads = /\brequire\((?!")|[.!]dlopen\(|\.loadExtension\(|getBuiltinModule(?:\?\.)?\((?!"|name:)/;
    const found = filesIn("src", ".ts").filter((file) =>
      readText(file)
        .split("\n")
        .some((line) => !/^\s*(?:\*|\/\/)/.test(line) && loads.test(line)),
    );
    expect(found).toEqual(Object.keys(LOADERS));
  });
});

describe("package.json", () => {
  const { dependencies, optionalDependencies, bundleDependencies, scripts } = readManifest();

  it("asks for nothing to be installed, and runs nothing when it is", () => {
    expect([dependencies, optionalDependencies, bundleDependencies]).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
    const run = Object.keys(scripts as object).filter((name) =>
      /^(?:pre|post)?(?:install|uninstall|prepare)$|^(?:dependencies|prepublish)$/.test(name),
    );
    expect(run).toEqual([]);
  });
});

describe("the workflows", () => {
  const workflows = filesIn(".github/workflows", ".yml");
  const publish = readText(".github/workflows/publish.yml");

  it("name each action by a commit, which nobody can move, and say which version that is", () => {
    const uses = workflows.flatMap((file) => readText(file).match(/^ *(?:- )?uses:.*$/gm) ?? []);
    expect(uses.length).toBeGreaterThan(1);
    expect(uses.filter((line) => !/uses: [\w-]+\/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/.test(line))).toEqual(
      [],
    );
  });

  it("may do nothing but what a job says, and publishing only read and say who it is", () => {
    for (const file of workflows) expect(readText(file)).toMatch(/^permissions: \{\}$/m);
    const [, granted = ""] = /^ {4}permissions:\n((?: {6}.*\n)+)/m.exec(publish) ?? [];
    expect(granted.trim().split(/\n */)).toEqual(["contents: read", "id-token: write"]);
  });

  it("publish with a statement of provenance, without a token, and after all checks", () => {
    const runs = publish.match(/(?<=run: ).*/g) ?? [];
    expect(runs.at(-1)).toMatch(/^npm publish .*--provenance\b/);
    expect(runs.at(-2)).toMatch(/^npm pkg set .*repository\.url=.*GITHUB_REPOSITORY/);
    expect(runs.at(-3)).toBe("npm run check");
    expect(publish).toContain("persist-credentials: false");
    expect(publish).not.toMatch(/secrets\.|NODE_AUTH_TOKEN|pull_request/);
  });
});
