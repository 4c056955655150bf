import { homedir } from "node:os";
import path from "node:path";

/**
 * Where everything lives that a rehearsal keeps between runs: `$ROOTSTOCK_CACHE`, else `$XDG_CACHE_HOME/rootstock`,
 * else `~/.cache/rootstock`. Never inside the checkout.
 */
export function cacheDirectory(environment: NodeJS.ProcessEnv = process.env): string {
  const own = environment["ROOTSTOCK_CACHE"];
  if (own !== undefined && own !== "") return path.resolve(own);
  const shared = environment["XDG_CACHE_HOME"];
  const home = shared !== undefined && shared !== "" ? shared : path.join(homedir(), ".cache");
  return path.resolve(home, "rootstock");
}

/** Where the control planes live, one directory each. */
export function clustersDirectory(environment: NodeJS.ProcessEnv = process.env): string {
  return path.join(cacheDirectory(environment), "clusters");
}

/** The directory of one control plane. */
export function clusterDirectory(name: string, environment: NodeJS.ProcessEnv = process.env): string {
  return path.join(clustersDirectory(environment), name);
}
