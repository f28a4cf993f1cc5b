import type { Contents } from "./contents.ts";
import { finding } from "./findings.ts";
import { hasBytes } from "./magic.ts";
import type { PartKind } from "./part.ts";

/** Formats that pickles are found in and that are not unpacked here: the bytes they begin with. */
export const UNREAD: readonly (readonly [PartKind, readonly number[]])[] = [
  ["zstd", [0x28, 0xb5, 0x2f, 0xfd]],
  ["lz4", [0x04, 0x22, 0x4d, 0x18]],
  ["lz4", [0x02, 0x21, 0x4c, 0x18]],
  ["7z", [0x37, 0x7a, 0xbc, 0xaf, 0x27, 0x1c]],
  ["rar", [0x52, 0x61, 0x72, 0x21, 0x1a, 0x07]],
];

export function isUnread(bytes: Uint8Array): boolean {
  return kindOf(bytes) !== undefined;
}

function kindOf(bytes: Uint8Array): PartKind | undefined {
  return UNREAD.find(([, magic]) => hasBytes(bytes, magic))?.[0];
}

/** What such a format holds is not known, so it is never safe. */
export function readUnread(bytes: Uint8Array): Contents | undefined {
  const kind = kindOf(bytes);
  if (!kind) return undefined;
  const message = `What is in ${kind} data cannot be read here: unpack it and look again.`;
  const findings = [finding("unread-format", "warning", message, 0)];
  return { kind, findings, status: "incomplete", members: [] };
}
