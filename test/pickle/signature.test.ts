import { dumps, loads, sign, UnpicklingError, verify } from "pantry/pickle";
import { describe, expect, it } from "vitest";
import { bytesOf } from "./literals.ts";

const SECRET = new Uint8Array(32).fill(1);
// Python: hmac.digest(b"\x01" * 32, pickle.dumps([1, 2], 4), "sha256") + pickle.dumps([1, 2], 4)
const SIGNED =
  "\xb9}b\x80\x85^1\xa9\x9f\xa5B#\xde\xdd#1zc\xd1\x1d\xb7\x98C\xa2\xab%\xbd\xaa\xdd\xcc\xc0G\x80\x04\x95\x09\x00\x00\x00\x00\x00\x00\x00]\x94(K\x01K\x02e.";
const BAD = new UnpicklingError(
  "Cannot trust the data at byte 0: its signature is not right",
  0,
  "bad-signature",
);

describe("sign() and verify()", () => {
  it("write and read what Python's hmac does", async () => {
    const data = dumps([1, 2], { protocol: 4 });
    expect(await sign(data, SECRET)).toStrictEqual(bytesOf(SIGNED));
    expect(await verify(bytesOf(SIGNED), SECRET)).toStrictEqual(data);
    expect(loads(await verify(await sign(data, SECRET), SECRET))).toEqual([1, 2]);
  });

  it("take any bytes, none at all included", async () => {
    for (const data of [new Uint8Array(), Uint8Array.of(0), new Uint8Array(100_000).fill(9)])
      expect(await verify(await sign(data, SECRET), SECRET)).toStrictEqual(data);
  });

  it("refuse data that was changed in any bit", async () => {
    const message = bytesOf(SIGNED);
    for (let i = 0; i < message.length; i += 1) {
      const changed = message.slice();
      changed[i] = (changed[i] as number) ^ 1;
      await expect(verify(changed, SECRET)).rejects.toThrow(BAD);
    }
  });

  it("refuse data that is too short or too long", async () => {
    const message = bytesOf(SIGNED);
    for (const length of [0, 1, 31, 32, message.length - 1])
      await expect(verify(message.slice(0, length), SECRET)).rejects.toThrow(BAD);
    await expect(verify(bytesOf(`${SIGNED}.`), SECRET)).rejects.toThrow(BAD);
  });

  it("refuse data signed with another secret", async () => {
    for (const secret of [new Uint8Array(32), new Uint8Array(31).fill(1), new Uint8Array(33).fill(1)])
      await expect(verify(bytesOf(SIGNED), secret)).rejects.toThrow(BAD);
  });

  it("refuse an empty secret, and what are no bytes", async () => {
    const bytes = new Uint8Array(40);
    for (const act of [sign, verify]) {
      await expect(act(bytes, new Uint8Array())).rejects.toThrow(new TypeError("the secret is empty"));
      await expect(act("text" as unknown as Uint8Array, SECRET)).rejects.toThrow(TypeError);
      await expect(act(bytes, "secret" as unknown as Uint8Array)).rejects.toThrow(TypeError);
    }
  });

  it("hold to the bytes as they were when they were called", async () => {
    const data = Uint8Array.of(1, 2, 3);
    const signing = sign(data, SECRET);
    data.fill(0);
    const message = Buffer.from(await signing);
    const verifying = verify(message, SECRET);
    message.fill(0);
    expect(await verifying).toStrictEqual(Uint8Array.of(1, 2, 3));
  });
});
