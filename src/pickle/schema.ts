import { PickleError } from "./errors.ts";

/**
 * The part of a Standard Schema (version 1) used here: what Zod, Valibot and ArkType schemas all have.
 * See https://standardschema.dev.
 */
export interface StandardSchema<Output = unknown, Input = unknown> {
  /**
   * What the standard asks for: how a value is checked and, for the compiler alone, of what types it is before and after.
   */
  readonly "~standard": {
    readonly version: 1;
    readonly vendor: string;
    readonly validate: (value: unknown) => SchemaResult<Output> | Promise<SchemaResult<Output>>;
    readonly types?: { readonly input: Input; readonly output: Output } | undefined;
  };
}

/** What a schema says of a value. */
export type SchemaResult<Output> =
  | { readonly value: Output; readonly issues?: undefined }
  | { readonly issues: readonly SchemaIssue[] };

/** One thing that a schema finds wrong. */
export interface SchemaIssue {
  /** What is wrong, in words. */
  readonly message: string;
  /** Where in the value: the keys that lead there. Default: the value itself. */
  readonly path?: readonly (PropertyKey | { readonly key: PropertyKey })[] | undefined;
}

/** The type of what a schema makes of the values that it lets through. */
export type SchemaOutput<S extends StandardSchema> = NonNullable<S["~standard"]["types"]>["output"];

/** The type of the values that a schema is given: where it makes something else of them, that is not `SchemaOutput`. */
export type SchemaInput<S extends StandardSchema> = NonNullable<S["~standard"]["types"]>["input"];

/** A value that was read, but is not what the schema asks for. `issues` lists what is wrong. */
export class SchemaError extends PickleError {
  /** What is wrong with the value, as the schema says it. */
  readonly issues: readonly SchemaIssue[];

  /** The message names every issue, with its path. */
  constructor(issues: readonly SchemaIssue[]) {
    super(`The value is not what the schema asks for: ${issues.map(issueText).join("; ")}`, "schema");
    this.name = "SchemaError";
    this.issues = issues;
  }
}

/** Validates at once. Throws `TypeError` for a schema that answers with a promise. */
export function validate<Output>(schema: StandardSchema<Output>, value: unknown): Output {
  const result = schema["~standard"].validate(value);
  if (result instanceof Promise) {
    result.catch(() => {});
    throw new TypeError("the schema is asynchronous: use load, or an AsyncShelf, which can wait for it");
  }
  return accepted(result);
}

/** Validates with a schema of either kind. */
export async function validateLater<Output>(schema: StandardSchema<Output>, value: unknown): Promise<Output> {
  return accepted(await schema["~standard"].validate(value));
}

/** The value that a schema made, if it lets the value through. */
export function accepted<Output>(result: SchemaResult<Output>): Output {
  if (result.issues) throw new SchemaError(result.issues);
  return result.value;
}

function issueText({ message, path }: SchemaIssue): string {
  if (!path || path.length === 0) return message;
  const keys = path.map((segment) => String(typeof segment === "object" ? segment.key : segment));
  return `${keys.join(".")}: ${message}`;
}
