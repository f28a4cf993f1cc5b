import { genops, type Operation } from "../pickletools/index.ts";
import { toJson } from "../python/index.ts";
import { printableJson } from "../python/printable.ts";

/** Where the pickle that begins at `offset` ends: behind its STOP. */
export function endOf(bytes: Uint8Array, offset: number): number {
  let end = offset;
  for (const operation of genops(bytes, { offset })) end = operation.offset + operation.length;
  return end;
}

/**
 * The opcodes of the first pickle, or of all, as an array in JSON, piece by piece; at last, where they end. The array is
 * closed before an error is thrown.
 */
export function* opcodesJson(bytes: Uint8Array, isAll: boolean): Generator<string, number> {
  let end = 0;
  let separator = "[";
  let failure: unknown;
  try {
    do {
      for (const operation of genops(bytes, { offset: end })) {
        yield `${separator}${operationJson(operation)}`;
        separator = ",\n";
        end = operation.offset + operation.length;
      }
    } while (isAll && end < bytes.length);
  } catch (error) {
    failure = error;
  }
  yield separator === "[" ? "[]\n" : "]\n";
  if (failure !== undefined) throw failure;
  return end;
}

function operationJson({ arg, length, offset, opcode: { arg: kind, code, name } }: Operation): string {
  const fields = { offset, length, opcode: name, code, ...(kind && { arg: toJson(arg) }) };
  return printableJson(JSON.stringify(fields));
}
