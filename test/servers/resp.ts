import { connect } from "node:net";

/** Asks a server something on a connection of its own; what it answers as text, a list line by line. */
export function ask(port: number, command: readonly string[], within: number = 3000): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, "127.0.0.1");
    let received = "";
    socket.setEncoding("latin1");
    socket.setTimeout(within, () => socket.destroy(new Error(`no answer within ${within} ms`)));
    socket.on("error", reject);
    socket.on("close", () => reject(new Error("the connection was closed")));
    socket.on("data", (data) => {
      received += data;
      const reply = readReply(received, 0);
      if (reply === undefined) return;
      if (reply.failed) reject(new Error(reply.text));
      else resolve(reply.text);
      socket.destroy();
    });
    const parts = command.map((part) => `$${Buffer.byteLength(part)}\r\n${part}\r\n`);
    socket.write(`*${command.length}\r\n${parts.join("")}`);
  });
}

interface TextReply {
  readonly text: string;
  readonly end: number;
  readonly failed?: boolean;
}

/** The reply that begins there; `undefined` if it is not there as a whole. */
function readReply(received: string, start: number): TextReply | undefined {
  const endOfLine = received.indexOf("\r\n", start);
  if (endOfLine < 0) return undefined;
  const line = received.slice(start + 1, endOfLine);
  let end = endOfLine + 2;
  const kind = received[start];
  if (kind === "-") return { text: line, end, failed: true };
  if (kind === "$" && line !== "-1") {
    const endOfText = end + Number(line);
    if (received.length < endOfText + 2) return undefined;
    return { text: received.slice(end, endOfText), end: endOfText + 2 };
  }
  if (kind !== "*") return { text: kind === "$" ? "" : line, end };
  const items: string[] = [];
  for (let count = Number(line); count > 0; count--) {
    const item = readReply(received, end);
    if (item === undefined) return undefined;
    items.push(item.text);
    end = item.end;
  }
  return { text: items.join("\n"), end };
}
