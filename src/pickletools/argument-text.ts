import { replaceCharacters } from "../bytes/index.ts";
import { repr } from "../python/index.ts";
import { escapeOf } from "../python/printable.ts";
import type { ReadOptions } from "./argument-descriptor.ts";
import type { Operation } from "./genops.ts";
import { ensureDigits } from "./literals.ts";
import { pybytesOrStr, pyfloat } from "./stack-objects.ts";

/** What became a character in Unicode 16, and so is an escape in Python 3.13, which has Unicode 15.1. */
const SINCE_UNICODE_16 =
  "\\u0897\\u1b4e\\u1b4f\\u1b7f\\u1c89\\u1c8a\\u2427-\\u2429\\u31e4\\u31e5\\ua7cb-\\ua7cd\\ua7da-\\ua7dc" +
  "\\u{105c0}-\\u{105f3}\\u{10d40}-\\u{10d65}\\u{10d69}-\\u{10d85}\\u{10d8e}\\u{10d8f}\\u{10ec2}-\\u{10ec4}" +
  "\\u{10efc}\\u{11380}-\\u{11389}\\u{1138b}\\u{1138e}\\u{11390}-\\u{113b5}\\u{113b7}-\\u{113c0}\\u{113c2}" +
  "\\u{113c5}\\u{113c7}-\\u{113ca}\\u{113cc}-\\u{113d5}\\u{113d7}\\u{113d8}\\u{113e1}\\u{113e2}" +
  "\\u{116d0}-\\u{116e3}\\u{11bc0}-\\u{11be1}\\u{11bf0}-\\u{11bf9}\\u{11f5a}\\u{13460}-\\u{143fa}" +
  "\\u{16100}-\\u{16139}\\u{16d40}-\\u{16d79}\\u{18cff}\\u{1cc00}-\\u{1ccf9}\\u{1cd00}-\\u{1ceb3}" +
  "\\u{1e5d0}-\\u{1e5fa}\\u{1e5ff}\\u{1f8b2}-\\u{1f8bb}\\u{1f8c0}\\u{1f8c1}\\u{1fa89}\\u{1fa8f}\\u{1fabe}" +
  "\\u{1fac6}\\u{1fadc}\\u{1fadf}\\u{1fae9}\\u{1fbcb}-\\u{1fbef}";

/** What became a character in Unicode 17; Python 3.14 has Unicode 16. */
const SINCE_UNICODE_17 =
  "\\u088f\\u0c5c\\u0cdc\\u1acf-\\u1add\\u1ae0-\\u1aeb\\u20c1\\u2b96\\ua7ce\\ua7cf\\ua7d2\\ua7d4\\ua7f1" +
  "\\ufbc3-\\ufbd2\\ufd90\\ufd91\\ufdc8-\\ufdce\\u{10940}-\\u{10959}\\u{10ec5}-\\u{10ec7}\\u{10ed0}-\\u{10ed8}" +
  "\\u{10efa}\\u{10efb}\\u{11b60}-\\u{11b67}\\u{11db0}-\\u{11ddb}\\u{11de0}-\\u{11de9}\\u{16ea0}-\\u{16eb8}" +
  "\\u{16ebb}-\\u{16ed3}\\u{16ff2}-\\u{16ff6}\\u{187f8}-\\u{187ff}\\u{18d09}-\\u{18d1e}\\u{18d80}-\\u{18df2}" +
  "\\u{1ccfa}-\\u{1ccfc}\\u{1ceba}-\\u{1ced0}\\u{1cee0}-\\u{1cef0}\\u{1e6c0}-\\u{1e6de}\\u{1e6e0}-\\u{1e6f5}" +
  "\\u{1e6fe}\\u{1e6ff}\\u{1f6d8}\\u{1f777}-\\u{1f77a}\\u{1f8d0}-\\u{1f8d8}\\u{1fa54}-\\u{1fa57}\\u{1fa8a}" +
  "\\u{1fa8e}\\u{1fac8}\\u{1facd}\\u{1faea}\\u{1faef}\\u{1fbfa}\\u{2b73a}-\\u{2b73f}\\u{2cea2}-\\u{2cead}" +
  "\\u{323b0}-\\u{33479}";

const TOO_NEW: { readonly [version in Required<ReadOptions>["version"]]: RegExp } = {
  "3.13": new RegExp(`[${SINCE_UNICODE_16}${SINCE_UNICODE_17}]`, "gu"),
  "3.14": new RegExp(`[${SINCE_UNICODE_17}]`, "gu"),
};
const BEYOND_ASCII = /[^\0-\x7f]/gu;

/** The argument of an opcode as Python's `repr()` shows it. Throws `Complaint` for an integer that it does not show. */
export function argumentText({ opcode, arg }: Operation, options: Required<ReadOptions>): string {
  const { version, maxDigits } = options;
  const [made] = opcode.stackAfter;
  if (typeof arg === "bigint") ensureDigits(arg, maxDigits);
  const text = repr(arg, { exact: made === pyfloat });
  if (typeof arg !== "string") return text;
  // Python 3.14 has `ascii()` here.
  const isAscii = version === "3.14" && made === pybytesOrStr;
  return replaceCharacters(text, isAscii ? BEYOND_ASCII : TOO_NEW[version], escapeOf);
}
