import type { Resources, StatefulWorkload } from "../contract";
import { previousName } from "../previous-values";
import { composed, type SecretSource } from "../secrets";
import { usualPorts } from "./connection";
import type { RedisStore } from "./contract";
import { storeNames } from "./store-names";

const configurationPath = "/etc/redis/redis.conf";

/**
 * The configuration of a Redis in the cluster, a secret as it has the password. While a rotation isn't finished, the user
 * takes both passwords, the former one first: only its end changes that text again.
 *
 * @param accepted secrets whose value before the last rotation is accepted as well
 */
export function redisConfiguration(name: string, accepted: readonly string[]): Readonly<Record<string, SecretSource>> {
  const { password, configuration } = storeNames(name);
  const access = accepted.includes(password)
    ? `user default on >{{${previousName(password)}}} >{{${password}}} ~* &* +@all`
    : `requirepass {{${password}}}`;
  return {
    [configuration]: composed(`${access}\nappendonly yes\ndir /data\nmaxmemory-policy noeviction\n`),
  };
}

function usualResources(maxMemoryMebibytes: number): Resources {
  return {
    cpu: { request: "50m", limit: "250m" },
    memory: { request: "128Mi", limit: `${Math.ceil((maxMemoryMebibytes * 4) / 3)}Mi` },
  };
}

/**
 * Redis in the cluster: one pod that writes an append-only file to a volume and asks for a generated password. The
 * password reaches it in its configuration file, so that it stands in no argument list and no environment.
 */
export function redisWorkload(name: string, store: RedisStore): StatefulWorkload {
  const { image, size, maxMemoryMebibytes = 192 } = store;
  return {
    kind: "stateful",
    image,
    command: ["redis-server", configurationPath, "--maxmemory", `${String(maxMemoryMebibytes)}mb`],
    port: usualPorts.redis,
    replicas: 1,
    storage: { mountPath: "/data", size },
    files: { [configurationPath]: { secret: storeNames(name).configuration } },
    resources: store.resources ?? usualResources(maxMemoryMebibytes),
    probes: {
      // Without the password the server answers NOAUTH, which proves as well that it serves.
      readiness: { command: ["sh", "-c", "redis-cli ping 2>&1 | grep -Eq 'PONG|NOAUTH'"] },
    },
  };
}
