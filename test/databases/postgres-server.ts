import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { chownSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { temporaryDirectory } from "./scripts";

/** A PostgreSQL of its own, reached by a socket only, with the database `shop` of the role `shop`. */
export class PostgresServer {
  readonly #directory = temporaryDirectory();
  #server: ChildProcess | undefined;

  /** @param path where the programs are */
  constructor(private readonly path: string) {}

  /** libpq's service file, as a dump's pod gets it: the database's owner, who is no superuser. */
  get serviceFile(): string {
    return join(this.#directory, "pg_service.conf");
  }

  async start(): Promise<void> {
    const data = join(this.#directory, "data");
    const passwords = join(this.#directory, "password");
    mkdirSync(data, { mode: 0o700 });
    writeFileSync(passwords, "superuser-password\n");
    const user = this.#unprivileged;
    if (user !== undefined) for (const path of [this.#directory, data, passwords]) chownSync(path, user.uid, user.gid);
    const initialized = spawnSync(
      "initdb",
      [
        "--pgdata",
        data,
        "--username=postgres",
        "--auth=scram-sha-256",
        `--pwfile=${passwords}`,
        "--encoding=UTF8",
        "--no-locale",
        "--no-sync",
      ],
      { ...user, encoding: "utf8", env: { PATH: this.path }, cwd: this.#directory },
    );
    if (initialized.status !== 0) throw new Error(`initdb failed:\n${initialized.stdout}\n${initialized.stderr}`);
    const options = { listen_addresses: "", unix_socket_directories: this.#directory, fsync: "off" };
    this.#server = spawn(
      "postgres",
      ["-D", data, ...Object.entries(options).flatMap(([key, value]) => ["-c", `${key}=${value}`])],
      { ...user, env: { PATH: this.path }, cwd: this.#directory, stdio: "ignore" },
    );
    while (spawnSync("pg_isready", ["--host", this.#directory], { env: { PATH: this.path } }).status !== 0) {
      if (this.#server.exitCode !== null) throw new Error("the server ended at once");
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    this.superuser("CREATE ROLE shop LOGIN PASSWORD 'owner-password'", "CREATE DATABASE shop OWNER shop");
    writeFileSync(
      this.serviceFile,
      `[store]\nhost=${this.#directory}\nport=5432\ndbname=shop\nuser=shop\npassword=owner-password\nsslmode=disable\n`,
    );
  }

  /** Runs statements as superuser in the database `postgres`. */
  superuser(...statements: readonly string[]): string {
    return this.#psql(`host=${this.#directory} user=postgres password=superuser-password dbname=postgres`, statements);
  }

  /** Runs statements as the owner of `shop`; rows come as lines. */
  owner(...statements: readonly string[]): string {
    return this.as("shop", "owner-password", ...statements);
  }

  /**
   * Runs statements as a role in the database `shop`; rows come as lines.
   *
   * @throws Error with psql's words, also for a password that isn't the role's
   */
  as(role: string, password: string, ...statements: readonly string[]): string {
    return this.#psql(`host=${this.#directory} user=${role} password=${password} dbname=shop`, statements);
  }

  /** Ends the server and waits for it. */
  async stop(): Promise<void> {
    const server = this.#server;
    if (server === undefined || server.exitCode !== null) return;
    const ended = new Promise((resolve) => server.once("exit", resolve));
    server.kill("SIGINT");
    await ended;
  }

  #psql(target: string, statements: readonly string[]): string {
    const commands = statements.flatMap((statement) => ["--command", statement]);
    const { status, stdout, stderr } = spawnSync(
      "psql",
      ["--no-psqlrc", "--quiet", "--tuples-only", "--no-align", "--set=ON_ERROR_STOP=1", target, ...commands],
      { encoding: "utf8", env: { PATH: this.path } },
    );
    if (status !== 0) throw new Error(stderr);
    return stdout.trim();
  }

  /** PostgreSQL doesn't run as root: whom Debian's package made for it. */
  get #unprivileged(): { readonly uid: number; readonly gid: number } | undefined {
    if (process.getuid?.() !== 0) return undefined;
    const id = (flag: string): number =>
      Number(spawnSync("id", [flag, "postgres"], { encoding: "utf8" }).stdout.trim());
    return { uid: id("-u"), gid: id("-g") };
  }
}
