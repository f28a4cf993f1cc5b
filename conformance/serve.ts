import { type Message, receiveMessage, sendMessage } from "./messages.ts";

/** What goes back: JSON, and bytes. */
export interface Answer {
  readonly header?: object;
  readonly parts?: readonly Uint8Array[];
}

/** What can be asked for, by name. */
export type Operations = Readonly<
  Record<string, (fields: never, parts: readonly Uint8Array[]) => Answer | Promise<Answer>>
>;

/** Answers calls until there will be none. */
export async function serve(operations: Operations): Promise<void> {
  for (let message = receiveMessage(); message !== undefined; message = receiveMessage()) {
    const { header = {}, parts = [] } = await answerTo(operations, message);
    sendMessage(header, parts);
  }
}

async function answerTo(operations: Operations, { header, parts }: Message): Promise<Answer> {
  const { operation, ...fields } = header;
  try {
    const found = operations[operation as string];
    if (found === undefined) throw new Error(`there is no operation ${operation}`);
    return await found(fields as never, parts);
  } catch (error) {
    const { name: kind, message, code = null } = error as Error & { readonly code?: string };
    const { offset = null } = error as { readonly offset?: number };
    return { header: { failure: { kind, code, message, offset } } };
  }
}
