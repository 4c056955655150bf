import type { Application, Slots } from "../../components/application/contract";
import type { SecretBackEnd } from "../../components/application/secret-back-end";
import type { StorePlace } from "../../components/application/stores/contract";
import type { ClusterKind } from "../../components/cluster/contract";
import type { Environment } from "../../components/environment";
import type { ClusterInput } from "../config/cluster-schema";
import type { PlatformOverrides } from "../config/platform-schema";

/** What a system may know of the stack that it is described for. */
export interface SystemContext {
  readonly environment: Environment;
  /** The domain that the environment's hosts are made from, e.g. `example.com`. */
  readonly domain: string;
  /** Which service of Let's Encrypt certifies routes. */
  readonly issuer: "staging" | "production";
  /** The kind of the cluster. */
  readonly clusterKind: ClusterKind;
  /** The reference of a workload's image: `repository` with the tag that the stack configures, from the mirror if there is one. */
  readonly image: (repository: string, workload: string) => string;
  /** A fixed reference, from the mirror if there is one. */
  readonly mirrored: (reference: string) => string;
  /**
   * Where a store lives: where the stack says (`stores.<name>`), or else `usual`; in the cluster, where `usual` is managed
   * and the cluster has no cloud.
   */
  readonly place: (store: string, usual: StorePlace) => StorePlace;
  /**
   * The slots of a workload that is released blue/green: the active one as the stack says (`slots.<workload>`, blue
   * if it doesn't), and the tags of `<workload>-blue` and `<workload>-green`.
   */
  readonly slots: (repository: string, workload: string, standby: number) => Slots;
}

/** The clusters that a system runs on in one environment. */
export interface SystemClusters {
  /** What a command takes that names the system but no cluster. */
  readonly usual: ClusterKind;
  /** The plan's figures by kind, in the words of a stack's file; the stack's own settings win. @default Rootstock's */
  readonly settings?: { readonly [Kind in ClusterKind]?: Omit<Extract<ClusterInput, { readonly kind: Kind }>, "kind"> };
  /** Kinds that make no sense for it, each with the reason. @default none */
  readonly refused?: Readonly<Partial<Record<ClusterKind, string>>>;
}

/** A system as the stacks layer sees it: a description for every environment. */
export interface System {
  readonly name: string;
  readonly describe: (context: SystemContext) => Application;
  readonly clusters: (environment: Environment) => SystemClusters;
  /** What its platform has beyond Rootstock's defaults; the stack's own settings win. */
  readonly platform: (environment: Environment, kind: ClusterKind | undefined) => PlatformOverrides;
  /** Where its secrets live unless the stack says otherwise; undefined for the stack's encrypted state. */
  readonly secretBackEnd: (environment: Environment, kind: ClusterKind | undefined) => SecretBackEnd | undefined;
}

/** What {@link defineSystem} takes. */
export interface SystemDefinition<Row> {
  readonly name: string;
  /** What differs between the environments; a missing row or cell doesn't compile. */
  readonly environments: Readonly<Record<Environment, Row>>;
  readonly application: (row: Row, context: SystemContext) => Application;
  /** @default DOKS as Rootstock makes it, and no kind refused */
  readonly clusters?: (row: Row, environment: Environment) => SystemClusters;
  /** `kind` is that of the stack's cluster, as far as it is known. @default Rootstock's defaults */
  readonly platform?: (row: Row, environment: Environment, kind: ClusterKind | undefined) => PlatformOverrides;
  /** `kind` is that of the stack's cluster, as far as it is known. @default the stack's encrypted state */
  readonly secretBackEnd?: (
    row: Row,
    environment: Environment,
    kind: ClusterKind | undefined,
  ) => SecretBackEnd | undefined;
}

/** A system from its table of environments and the application that a row describes. */
export function defineSystem<Row>(definition: SystemDefinition<Row>): System {
  const { name, environments, application, clusters, platform, secretBackEnd } = definition;
  return {
    name,
    describe: (context) => application(environments[context.environment], context),
    clusters: (environment) => clusters?.(environments[environment], environment) ?? { usual: "doks" },
    platform: (environment, kind) => platform?.(environments[environment], environment, kind) ?? {},
    secretBackEnd: (environment, kind) => secretBackEnd?.(environments[environment], environment, kind),
  };
}
