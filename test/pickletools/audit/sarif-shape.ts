// What the schema of SARIF 2.1.0 says about the parts of it that Pantry writes.

export interface Log {
  readonly runs: readonly [Run];
}

interface Run {
  readonly tool: {
    readonly driver: { readonly version?: string; readonly rules: readonly { readonly id: string }[] };
  };
  readonly invocations: readonly {
    readonly executionSuccessful: boolean;
    readonly toolExecutionNotifications?: readonly { readonly message: { readonly text: string } }[];
  }[];
  readonly artifacts: readonly { readonly location: { readonly uri: string } }[];
  readonly results: Result[];
}

export interface Result {
  readonly ruleId: string;
  readonly ruleIndex: number;
  readonly level: string;
  readonly message: { readonly text: string };
  readonly locations: readonly [
    {
      readonly physicalLocation: {
        readonly artifactLocation: { readonly uri: string; readonly index: number };
      };
      readonly logicalLocations?: readonly object[];
    },
  ];
  readonly relatedLocations?: readonly object[];
  readonly partialFingerprints: { readonly [name: string]: string };
  readonly properties: object;
}

/** A pattern for a text, a least value for an integer, a list of one shape, or the fields of an object. */
type Shape = RegExp | number | "boolean" | "any" | readonly [Shape, "unique"?] | Fields;
/** Fields whose names begin with `!` must be there. */
interface Fields {
  readonly [name: string]: Shape;
}

const TEXT = /^/;
const SOME = /./;
/** RFC 3986. */
const URI = /^(?:[\w.~!$&'()*+,;=:@/?#-]|%[\dA-F]{2})+$/;
const LEVEL = /^(?:none|note|warning|error)$/;
const MESSAGE: Fields = { "!text": TEXT };
const PHYSICAL: Fields = {
  "!artifactLocation": { "!uri": URI, index: 0 },
  region: { startLine: 1, byteOffset: 0, byteLength: 0 },
};
const LOCATION: Fields = {
  id: 0,
  physicalLocation: PHYSICAL,
  logicalLocations: [{ fullyQualifiedName: TEXT, kind: TEXT }, "unique"],
};

const LOG: Fields = {
  $schema: URI,
  "!version": /^2\.1\.0$/,
  "!runs": [
    {
      "!tool": {
        "!driver": {
          "!name": SOME,
          version: SOME,
          rules: [
            {
              "!id": SOME,
              shortDescription: MESSAGE,
              help: MESSAGE,
              defaultConfiguration: { level: LEVEL },
              // What code scanning reads there must be a number, as text.
              properties: { tags: [SOME, "unique"], "security-severity": /^\d\.\d$/ },
            },
            "unique",
          ],
        },
      },
      invocations: [
        {
          "!executionSuccessful": "boolean",
          toolExecutionNotifications: [
            { level: LEVEL, "!message": MESSAGE, locations: [LOCATION, "unique"] },
          ],
        },
      ],
      artifacts: [{ location: { "!uri": URI }, roles: [/^analysisTarget$/, "unique"] }, "unique"],
      results: [
        {
          ruleId: SOME,
          ruleIndex: 0,
          level: LEVEL,
          "!message": MESSAGE,
          locations: [LOCATION],
          relatedLocations: [LOCATION, "unique"],
          occurrenceCount: 1,
          partialFingerprints: "any",
          properties: "any",
        },
      ],
    },
  ],
};

/** What of a log the schema would not allow, each with the way to it. */
export function complaints(log: unknown, shape: Shape = LOG, way = "log"): string[] {
  if (shape === "any") return [];
  if (shape === "boolean") return typeof log === "boolean" ? [] : [`${way} is no boolean`];
  if (typeof shape === "number")
    return Number.isSafeInteger(log) && Number(log) >= shape ? [] : [`${way}: ${log}`];
  if (shape instanceof RegExp) return typeof log === "string" && shape.test(log) ? [] : [`${way}: ${log}`];
  if (isList(shape)) {
    if (!Array.isArray(log)) return [`${way} is no array`];
    const isOdd = shape[1] === "unique" && new Set(log.map((one) => JSON.stringify(one))).size < log.length;
    const inner = log.flatMap((one, i) => complaints(one, shape[0], `${way}[${i}]`));
    return isOdd ? [...inner, `${way} is not unique`] : inner;
  }
  if (typeof log !== "object" || log === null) return [`${way} is no object`];
  const missing = Object.keys(shape).filter((name) => name.startsWith("!") && !(name.slice(1) in log));
  return [
    ...missing.map((name) => `${way} lacks ${name.slice(1)}`),
    ...Object.entries(log).flatMap(([name, value]) => {
      const inner = shape[name] ?? shape[`!${name}`];
      return inner === undefined ? [`${way} has ${name}`] : complaints(value, inner, `${way}.${name}`);
    }),
  ];
}

function isList(shape: Shape): shape is readonly [Shape, "unique"?] {
  return Array.isArray(shape);
}
