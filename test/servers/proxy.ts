import { once } from "node:events";
import { type AddressInfo, connect, createServer, type Server, type Socket } from "node:net";

/** Stands between clients and a server, and can lose what the server answers. */
export class LossyProxy implements AsyncDisposable {
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();
  #loss: { readonly of: string; readonly lost: () => void } | undefined;
  /** New connections wait for it. */
  #gate: Promise<void> = Promise.resolve();

  private constructor(server: Server) {
    this.#server = server;
  }

  /** A proxy of a server on a port of 127.0.0.1. */
  static async of(target: number): Promise<LossyProxy> {
    const server = createServer();
    const proxy = new LossyProxy(server);
    server.on("connection", (client) => proxy.#join(client, target));
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
    return proxy;
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  /**
   * Loses the answer to the next command with that name, and with it the connection. Then it does something before there are connections again.
   */
  async loseAnswerTo(name: string, meanwhile: () => Promise<void> = async () => {}): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#loss = { of: name, lost: resolve };
    this.#gate = promise.then(meanwhile);
    await promise;
    await this.#gate;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const socket of this.#sockets) socket.destroy();
    this.#server.close();
  }

  async #join(client: Socket, target: number): Promise<void> {
    client.pause();
    if (this.#loss === undefined) await this.#gate;
    const server = connect(target, "127.0.0.1");
    let losing = false;
    for (const socket of [client, server]) {
      this.#sockets.add(socket);
      socket.on("error", () => {});
      socket.on("close", () => {
        this.#sockets.delete(socket);
        client.destroy();
        server.destroy();
      });
    }
    client.on("data", (data) => {
      if (this.#loss !== undefined && data.includes(this.#loss.of)) losing = true;
      server.write(data);
    });
    client.resume();
    server.on("data", (data) => {
      if (!losing) return client.write(data);
      client.destroy();
      const loss = this.#loss;
      this.#loss = undefined;
      return loss?.lost();
    });
  }
}
