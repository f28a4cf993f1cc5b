import type { IoredisClient, NodeRedis } from "./client.ts";
import { type Connection, isRefusal, Refusal, type Reply } from "./link.ts";
import { textOf } from "./replies.ts";

/** Answers in which of the numbered databases of its server a client is. */
export type DatabaseOf = () => number | Promise<number>;

/** The only one that clusters have. */
export const onlyOne: DatabaseOf = () => 0;

/** What is answered the first time is the answer from then on, wherever the client goes later. */
export function once(databaseOf: () => Promise<number>): DatabaseOf {
  let answer: Promise<number> | undefined;
  return () => {
    answer ??= databaseOf().catch((error) => {
      answer = undefined;
      throw error;
    });
    return answer;
  };
}

/** Goes to a database by oneself: a client may go on in another one when it is refused, or go by its options alone. */
export async function enter(connection: Connection, databaseOf: DatabaseOf): Promise<void> {
  const database = await databaseOf();
  if (database === 0) return;
  try {
    await connection.send(["SELECT", String(database)]);
  } catch (error) {
    throw connection.isOpen
      ? new Refusal((error as Error).message, connection.place, { cause: error })
      : error;
  }
}

/** Of a client of ioredis or iovalkey. */
export async function ofIoredis(client: IoredisClient): Promise<number> {
  // One that connects again begins where its options say, and goes back before it answers.
  if (BEGINNING.has(client.status)) await client.callBuffer("PING").catch(ignore);
  return client.condition?.select ?? (client.options as { db?: number }).db ?? 0;
}

const BEGINNING = new Set(["connecting", "connect", "reconnecting"]);

/** Without a time limit, a command is not taken back before it is sent. */
export const UNTIMED = { timeout: 0 };

/** Of a client of node-redis; nothing but the server says where a client has gone since it has its options. */
export async function ofNodeRedis(client: NodeRedis): Promise<number> {
  if (client.isOpen && !client.isReady) throw new Error("the client itself is not connected");
  try {
    const info = textOf((await client.sendCommand(["CLIENT", "INFO"], UNTIMED)) as Reply);
    const [, database] = / db=(\d+)/.exec(info) ?? [];
    if (database !== undefined) return Number(database);
  } catch (error) {
    // One that is not open is in none, and some may not ask.
    if (client.isOpen && !isRefusal(error as Error)) throw error;
  }
  return client.options?.database ?? 0;
}

function ignore(): void {}
