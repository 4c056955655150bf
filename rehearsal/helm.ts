import { type ExecFileException, execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { resolve } from "node:path";
import { stringify } from "yaml";
import { UsageError } from "../components/errors";
import { fullStoreAdvice, isFullStore } from "./full-store";

/** Which charts a rehearsal installs. */
export type ChartSource = "upstream" | "stand-in";

/** A chart as a release asks for it. */
export interface ChartRequest {
  readonly release: string;
  readonly namespace: string;
  /** Name in a repository, `oci://` reference, or path. */
  readonly chart: string;
  readonly version?: string;
  readonly repository?: string;
  readonly timeoutSeconds: number;
  /** Leaves out the definitions in the chart's crds/ folder. @default false */
  readonly skipCrds?: boolean;
  readonly values: Readonly<Record<string, unknown>>;
}

const standInDirectory = resolve(__dirname, "charts");

/** Name of a chart, whichever way it is referred to. */
export function chartName(chart: string): string {
  const last = chart.split("/").at(-1) ?? chart;
  return last.replace(/-v?\d[^/]*\.tgz$/, "");
}

function isLocal(chart: string): boolean {
  return /^(\.{0,2}\/|file:)|\.tgz$/.test(chart);
}

/** What came of helm: another try may go well, a killed helm's lock stands in the way, or neither. */
export type HelmReason = "passing" | "locked" | "final";

/** What helm says of an API server that is busy, erring or away, or of an object that it made and didn't hear of. */
const passing =
  /connection re(set|fused)|\bEOF\b|broken pipe|handshake|http2: |i\/o timeout|too many requests|internal ?error|error on the server|server (is currently|was) unable|etcdserver|cluster unreachable|ServiceUnavailable|already exists/i;

const locked = /another operation .* is in progress|has no deployed releases/;

/** A helm that failed. */
export class HelmFailure extends UsageError {
  constructor(
    message: string,
    readonly reason: HelmReason,
  ) {
    super(message);
  }
}

/** What helm says, in its first telling line. */
function helmMessage(error: ExecFileException, stderr: string): string {
  const lines = stderr
    .split("\n")
    .filter((line) => line.trim() !== "" && !line.startsWith("WARNING") && !/^[IWE]\d{4}/.test(line));
  const message = lines.join(" ").trim() || error.message.split("\n")[0] || "it failed";
  return isFullStore(message) ? `${message}. ${fullStoreAdvice}` : message;
}

/** The real helm client, pointed at one cluster. */
export class Helm {
  /**
   * @param environment what helm needs to reach the cluster and nothing else
   * @param signal stops helm, which then marks its release as failed
   */
  constructor(
    private readonly environment: Readonly<Record<string, string>>,
    private readonly signal?: AbortSignal,
  ) {}

  /** Where a chart comes from: its own place, or the stand-in of the same name. */
  #source(request: ChartRequest, source: ChartSource): readonly string[] {
    if (isLocal(request.chart)) return [request.chart];
    if (source === "stand-in") {
      const directory = resolve(standInDirectory, chartName(request.chart));
      if (existsSync(directory)) return [directory];
      throw new UsageError(
        `There is no stand-in for chart ${chartName(request.chart)}; rehearse with --charts upstream where its repository can be reached.`,
      );
    }
    return [
      request.chart,
      ...(request.version === undefined ? [] : ["--version", request.version]),
      ...(request.repository === undefined ? [] : ["--repo", request.repository]),
    ];
  }

  /**
   * Installs or upgrades a release and waits for it, hooks included.
   *
   * @throws HelmFailure with helm's own message
   */
  async install(request: ChartRequest, source: ChartSource): Promise<void> {
    await this.#run(
      [
        "upgrade",
        "--install",
        request.release,
        ...this.#source(request, source),
        "--namespace",
        request.namespace,
        "--wait",
        "--timeout",
        `${String(request.timeoutSeconds)}s`,
        "--history-max",
        "3",
        ...(request.skipCrds === true ? ["--skip-crds"] : []),
        "--values",
        "-",
      ],
      `Release ${request.namespace}/${request.release} failed`,
      stringify(request.values, { aliasDuplicateObjects: false }),
    );
  }

  /** Removes a release and waits until its objects are gone. */
  async uninstall(release: string, namespace: string): Promise<void> {
    await this.#run(
      ["uninstall", release, "--namespace", namespace, "--wait", "--ignore-not-found"],
      `Release ${namespace}/${release} was not removed`,
    );
  }

  /** Whether a chart can be had from where it is published. */
  async reaches(request: ChartRequest): Promise<boolean> {
    try {
      await this.#run(["show", "chart", ...this.#source(request, "upstream")], "", undefined, 20_000);
      return true;
    } catch {
      return false;
    }
  }

  #run(args: readonly string[], failure: string, input?: string, timeout = 0): Promise<string> {
    return new Promise((done, fail) => {
      const child = execFile(
        "helm",
        [...args],
        {
          env: { ...this.environment },
          timeout,
          maxBuffer: 64 * 2 ** 20,
          ...(args[0] === "upgrade" && this.signal !== undefined
            ? { signal: this.signal, killSignal: "SIGINT" as const }
            : {}),
        },
        (error, stdout, stderr) => {
          if (error === null) done(stdout);
          else {
            const message = helmMessage(error, stderr);
            // Killed by somebody else: not for its time, nor because we were interrupted.
            const killed = error.signal === "SIGKILL" && error.killed !== true;
            const may = killed || passing.test(message) ? "passing" : "final";
            fail(new HelmFailure(`${failure}: ${message}`, locked.test(message) ? "locked" : may));
          }
        },
      );
      child.stdin?.end(input ?? "");
    });
  }
}
