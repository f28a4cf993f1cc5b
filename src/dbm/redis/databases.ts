import { type Connection, Refusal } from "./link.ts";

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
