import type { ClusterHandle } from "../../cluster/contract";
import type { Environment } from "../../environment";
import type { Mirrors } from "../contract";

/** What every add-on is told. */
export interface AddOnContext {
  readonly cluster: ClusterHandle;
  readonly environment: Environment;
  readonly mirrors: Mirrors;
}
