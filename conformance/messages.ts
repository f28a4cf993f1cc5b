import { receiveFrame, sendFrame } from "./frames.ts";

/** A message: JSON, and then bytes. What is tested does not carry it. */
export interface Message {
  readonly header: Readonly<Record<string, unknown>>;
  readonly parts: readonly Uint8Array[];
}

/** The next message, for which the thread waits; `undefined` if there will be none. */
export function receiveMessage(): Message | undefined {
  const frame = receiveFrame();
  if (frame === undefined) return undefined;
  const buffer = Buffer.from(frame.buffer, frame.byteOffset, frame.byteLength);
  let start = 4 + buffer.readUInt32BE();
  const { lengths, ...header } = JSON.parse(buffer.toString("utf8", 4, start)) as {
    readonly lengths: number[];
  };
  const parts = lengths.map((length) => {
    start += length;
    return new Uint8Array(frame.subarray(start - length, start));
  });
  return { header, parts };
}

/** Sends a message. */
export function sendMessage(header: object, parts: readonly Uint8Array[] = []): void {
  const text = Buffer.from(JSON.stringify({ ...header, lengths: parts.map(({ length }) => length) }));
  const length = Buffer.allocUnsafe(4);
  length.writeUInt32BE(text.length);
  sendFrame(Buffer.concat([length, text, ...parts]));
}
