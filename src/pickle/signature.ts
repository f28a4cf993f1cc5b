import { UnpicklingError } from "./errors.ts";

/** HMAC with SHA-256 has this many bytes. */
const SIGNATURE_SIZE = 32;
const ALGORITHM = { name: "HMAC", hash: "SHA-256" } as const;

/**
 * Puts a signature in front of a pickle (or of any bytes): 32 bytes of HMAC-SHA256, as Python's
 * `hmac.digest(secret, data, "sha256") + data`. It tells whether the bytes come from somebody who knows the secret and
 * were not changed since; it hides nothing.
 *
 * @param secret At least 32 random bytes, known to both sides.
 * @throws TypeError for an empty secret, and for data or a secret that is no `Uint8Array`.
 *
 * @example
 * ```ts
 * import { dumps, loads, sign, verify } from "pantry/pickle";
 *
 * const secret = crypto.getRandomValues(new Uint8Array(32));
 * const message = await sign(dumps({ user: 7 }), secret);
 * const { user } = loads<{ user: number }>(await verify(message, secret));
 * if (user !== 7) throw new Error("another user");
 * ```
 */
export async function sign(data: Uint8Array, secret: Uint8Array): Promise<Uint8Array<ArrayBuffer>> {
  const signed = copyOf(data);
  const signature = await crypto.subtle.sign(ALGORITHM.name, await keyOf(secret, "sign"), signed);
  const message = new Uint8Array(SIGNATURE_SIZE + signed.length);
  message.set(new Uint8Array(signature));
  message.set(signed, SIGNATURE_SIZE);
  return message;
}

/**
 * Checks what `sign` made, in constant time, and gives the bytes that were signed.
 *
 * @throws UnpicklingError with the code `"bad-signature"` when the signature is missing or another.
 * @throws TypeError for an empty secret, and for a message or a secret that is no `Uint8Array`.
 */
export async function verify(message: Uint8Array, secret: Uint8Array): Promise<Uint8Array<ArrayBuffer>> {
  const all = copyOf(message);
  const signature = all.subarray(0, SIGNATURE_SIZE);
  const data = all.slice(SIGNATURE_SIZE);
  if (!(await crypto.subtle.verify(ALGORITHM.name, await keyOf(secret, "verify"), signature, data))) {
    throw new UnpicklingError(
      "Cannot trust the data at byte 0: its signature is not right",
      0,
      "bad-signature",
    );
  }
  return data;
}

async function keyOf(secret: Uint8Array, use: "sign" | "verify"): Promise<CryptoKey> {
  const bytes = copyOf(secret);
  if (bytes.length === 0) throw new TypeError("the secret is empty");
  return crypto.subtle.importKey("raw", bytes, ALGORITHM, false, [use]);
}

/** What is signed must not change meanwhile, nor be shared memory. (The `slice` of a `Buffer` would be no copy.) */
function copyOf(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  if (!(bytes instanceof Uint8Array)) throw new TypeError("a Uint8Array was expected");
  return new Uint8Array(bytes);
}
