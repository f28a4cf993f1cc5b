// A process of its own that adds to a number, again and again: `racer.ts <client> <url> <database> <times>`.
import { open } from "pantry/dbm/postgres";
import { CLIENTS } from "./clients.ts";

const [kind = "", url = "", name = "", times = ""] = process.argv.slice(2);
const { client, end } = await CLIENTS[kind as keyof typeof CLIENTS](url);
const database = await open(client, name);
for (let i = 0; i < Number(times); i++)
  await database.update("sum", (value) => `${Number(new TextDecoder().decode(value)) + 1}`);
await database.close();
await end();
