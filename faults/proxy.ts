import type { IncomingMessage, ServerResponse } from "node:http";
import { Agent, createServer, type RequestOptions, request } from "node:https";
import type { AddressInfo, Socket } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { KubeConfig } from "@kubernetes/client-node";

/** What may happen to a request on its way. */
export type RequestFault =
  /** It takes long. */
  | { readonly kind: "slow"; readonly milliseconds: number }
  /** It is answered with an error: before it was acted on, or though it was. */
  | { readonly kind: "error"; readonly status: number; readonly acted: boolean }
  /** The connection breaks: before it was acted on, or though it was. */
  | { readonly kind: "reset"; readonly acted: boolean };

/** Says what happens to a request; undefined lets it pass. */
export type Disturb = (method: string, path: string) => RequestFault | undefined;

/** Credentials of a kubeconfig, decoded. */
interface Credentials {
  readonly server: URL;
  readonly ca: Buffer;
  readonly cert: Buffer;
  readonly key: Buffer;
}

function credentialsOf(kubeconfig: string): Credentials {
  const config = new KubeConfig();
  config.loadFromString(kubeconfig);
  const [cluster, user] = [config.getCurrentCluster(), config.getCurrentUser()];
  const decoded = (data: string | undefined): Buffer => Buffer.from(data ?? "", "base64");
  return {
    server: new URL(cluster?.server ?? ""),
    ca: decoded(cluster?.caData),
    cert: decoded(user?.certData),
    key: decoded(user?.keyData),
  };
}

const reasons: Readonly<Record<number, string>> = {
  429: "TooManyRequests",
  500: "InternalError",
  503: "ServiceUnavailable",
  504: "Timeout",
};

/** An error in the words of an API server. */
function answerWithError(response: ServerResponse, status: number): void {
  const reason = reasons[status] ?? "Unknown";
  const body = {
    kind: "Status",
    apiVersion: "v1",
    status: "Failure",
    message: `injected: ${reason}`,
    reason,
    code: status,
  };
  response.writeHead(status, {
    "Content-Type": "application/json",
    ...(status === 429 ? { "Retry-After": "1" } : {}),
  });
  response.end(JSON.stringify(body));
}

/** Stands between a program and its API server, and disturbs what passes. */
export class FaultProxy {
  /** Nothing is disturbed while it is undefined. */
  disturb: Disturb | undefined;
  readonly #sockets = new Set<Socket>();
  readonly #credentials: Credentials;
  readonly #agent: Agent;
  readonly #server;
  readonly #injected = new Map<string, number>();

  /** @param kubeconfig of an administrator of a control plane on this machine; its certificate also serves the proxy */
  private constructor(private readonly kubeconfig: string) {
    const credentials = credentialsOf(kubeconfig);
    const { ca, cert, key } = credentials;
    this.#credentials = credentials;
    this.#agent = new Agent({ keepAlive: true, ca, cert, key });
    // Whoever has no certificate of this control plane gets nothing from the proxy either.
    this.#server = createServer(
      { ca, cert, key, requestCert: true, rejectUnauthorized: true },
      (incoming, response) => {
        void this.#handle(incoming, response);
      },
    );
    this.#server.on("connection", (socket: Socket) => {
      this.#sockets.add(socket);
      socket.on("close", () => this.#sockets.delete(socket)).on("error", () => undefined);
    });
  }

  /** Starts on a free port of the loopback address. */
  static async start(kubeconfig: string): Promise<FaultProxy> {
    const proxy = new FaultProxy(kubeconfig);
    await new Promise<void>((done, fail) => {
      proxy.#server.once("error", fail).listen(0, "127.0.0.1", done);
    });
    return proxy;
  }

  /** The kubeconfig's text for whoever shall pass here. */
  get proxied(): string {
    const { port } = this.#server.address() as AddressInfo;
    return this.kubeconfig.replace(/server: .+/, `server: https://127.0.0.1:${String(port)}`);
  }

  /** Faults that were injected so far, by kind. */
  get injected(): ReadonlyMap<string, number> {
    return this.#injected;
  }

  /** Cuts all connections and ends. */
  async stop(): Promise<void> {
    this.cut();
    this.#agent.destroy();
    await new Promise((done) => this.#server.close(done));
  }

  /** Cuts all connections. */
  cut(): void {
    for (const socket of this.#sockets) socket.destroy();
  }

  #count(kind: string): void {
    this.#injected.set(kind, (this.#injected.get(kind) ?? 0) + 1);
  }

  async #handle(incoming: IncomingMessage, response: ServerResponse): Promise<void> {
    const fault = this.disturb?.(incoming.method ?? "GET", incoming.url ?? "/");
    if (fault === undefined) {
      this.#pass(incoming, response);
      return;
    }
    this.#count(
      fault.kind === "slow"
        ? "slow"
        : `${fault.kind === "error" ? String(fault.status) : "reset"}${fault.acted ? " though acted on" : ""}`,
    );
    if (fault.kind === "slow") {
      await sleep(fault.milliseconds);
      this.#pass(incoming, response);
      return;
    }
    const end = (): void => {
      if (fault.kind === "error") answerWithError(response, fault.status);
      else incoming.socket.destroy();
    };
    if (fault.acted) {
      this.#pass(incoming, response, end);
      return;
    }
    incoming.resume().on("end", end);
  }

  /** Lets a request pass; with `instead`, its answer is thrown away once it is there. */
  #pass(incoming: IncomingMessage, response: ServerResponse, instead?: () => void): void {
    const { server } = this.#credentials;
    const options: RequestOptions = {
      agent: this.#agent,
      host: server.hostname,
      port: server.port,
      method: incoming.method,
      path: incoming.url,
      headers: incoming.headers,
    };
    const broken = (): void => {
      incoming.socket.destroy();
    };
    const outgoing = request(options, (answer) => {
      if (instead !== undefined) {
        answer.resume().on("end", instead).on("error", broken);
        return;
      }
      response.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.on("error", broken).on("aborted", broken);
      answer.pipe(response);
    });
    // The API server is gone: so is the connection.
    outgoing.on("error", broken);
    response.on("close", () => outgoing.destroy());
    incoming.pipe(outgoing);
  }
}
