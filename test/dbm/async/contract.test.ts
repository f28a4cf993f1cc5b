import { AsyncDatabase } from "pantry/dbm";
import { describeAsyncStore } from "./contract.ts";
import { MemoryAsyncStore, MemoryServer, TransactionalStore } from "./memory-async-store.ts";

describeAsyncStore("an AsyncDatabase in memory", () => subjectOf(MemoryAsyncStore, false));
describeAsyncStore("an AsyncDatabase in memory with transactions", () => subjectOf(TransactionalStore, true));

function subjectOf(Store: typeof MemoryAsyncStore, transactions: boolean) {
  const servers = new Map<string, MemoryServer>();
  return {
    transactions,
    ordered: false,
    async open(name: string): Promise<AsyncDatabase> {
      const server = servers.get(name) ?? new MemoryServer();
      servers.set(name, server);
      return new AsyncDatabase(new Store(server, name));
    },
  };
}
