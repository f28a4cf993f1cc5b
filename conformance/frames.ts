import { readSync, writeSync } from "node:fs";

const INPUT = 0;
const OUTPUT = 1;

/** The next message, for which the thread waits; `undefined` if there will be none. */
export function receiveFrame(): Uint8Array | undefined {
  const header = readExactly(4);
  return header && readExactly(header.readUInt32BE());
}

/** Sends a message. */
export function sendFrame(message: Uint8Array): void {
  const frame = Buffer.allocUnsafe(4 + message.length);
  frame.writeUInt32BE(message.length);
  frame.set(message, 4);
  for (let sent = 0; sent < frame.length; ) sent += writeSync(OUTPUT, frame, sent);
}

function readExactly(length: number): Buffer | undefined {
  const bytes = Buffer.allocUnsafe(length);
  for (let offset = 0; offset < length; ) {
    const count = readSync(INPUT, bytes, offset, length - offset, null);
    if (count === 0) return undefined;
    offset += count;
  }
  return bytes;
}
