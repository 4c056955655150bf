import type { Bytes } from "../../quantities";
import type { StatefulWorkload } from "../contract";
import { composed, generated } from "../secrets";

const port = 6379;

/** Settings of a Redis in the cluster. */
export interface RedisArgs {
  /** Full image reference. */
  readonly image: string;
  /** Volume of the append-only file. */
  readonly size: Bytes;
  /** Memory for data; the container gets a third more. @default 192 MiB */
  readonly maxMemoryMebibytes?: number;
}

/**
 * Redis in the cluster: one pod that writes an append-only file to a volume and asks for a generated password. The
 * password reaches it in its configuration file, so that it stands in no argument list and no environment.
 */
export const redis = {
  /** The secrets that the application has to declare for it. */
  secrets: {
    REDIS_PASSWORD: generated(32, "hex"),
    REDIS_CONF: composed("requirepass {{REDIS_PASSWORD}}\nappendonly yes\ndir /data\nmaxmemory-policy noeviction\n"),
  },
  /** Name of the secret that holds the password. */
  password: "REDIS_PASSWORD",
  /** Where clients connect, when the workload is called `redis`. */
  address: `redis:${String(port)}`,
  /** The workload. */
  workload: ({ image, size, maxMemoryMebibytes = 192 }: RedisArgs): StatefulWorkload => ({
    kind: "stateful",
    image,
    command: ["redis-server", "/etc/redis/redis.conf", "--maxmemory", `${String(maxMemoryMebibytes)}mb`],
    port,
    replicas: 1,
    storage: { mountPath: "/data", size },
    files: { "/etc/redis/redis.conf": { secret: "REDIS_CONF" } },
    resources: {
      cpu: { request: "50m", limit: "250m" },
      memory: { request: "128Mi", limit: `${Math.ceil((maxMemoryMebibytes * 4) / 3)}Mi` },
    },
    probes: {
      // Without the password the server answers NOAUTH, which proves as well that it serves.
      readiness: { command: ["sh", "-c", "redis-cli ping 2>&1 | grep -Eq 'PONG|NOAUTH'"] },
    },
  }),
} as const;
