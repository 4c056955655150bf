import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import type { ClusterHandle } from "../cluster/contract";
import type { Environment } from "../environment";
import { UsageError } from "../errors";
import type { PlatformHandle } from "../platform/contract";
import { prometheusRuleSpec } from "./alerts";
import { createGitSync } from "./argo-cd";
import { applicationErrors } from "./checks";
import type { Application } from "./contract";
import { customResource } from "./custom-resources";
import { createDapr } from "./dapr-resources";
import { connectedStores, flowsOf } from "./flows";
import { createImagePolicy } from "./image-policy";
import { createIngresses } from "./ingresses";
import { objectLabels } from "./labels";
import { limitRangeSpec, namespaceMetadata, quotaSpec } from "./namespace";
import { defaultDenySpec } from "./network-policy";
import { createPeopleAccess } from "./people-access";
import { acceptingPrevious, rotationOrder, takesTwoPasswords } from "./previous-values";
import { createPullSecret } from "./pull-secret";
import { routeUrls } from "./routes";
import type { SecretBackEnd, SecretVersions } from "./secret-back-end";
import { backEndErrors } from "./secret-back-ends/back-end-checks";
import { SecretDelivery } from "./secret-back-ends/secret-delivery";
import { SecretValues } from "./secret-values";
import { wholeApplication } from "./smoke";
import { PostgresCluster } from "./stores/postgres-cluster";
import type { StoreProvisioner } from "./stores/provisioner";
import { createStores } from "./stores/stores";
import { WorkloadComponent } from "./workload";
import type { Child, Metadata } from "./workload-args";

/** Arguments of an {@link ApplicationComponent}. */
export interface ApplicationArgs {
  readonly application: Application;
  readonly environment: Environment;
  readonly cluster: ClusterHandle;
  readonly platform: PlatformHandle;
  /** Values of supplied secrets, by name. */
  readonly suppliedSecrets: Readonly<Record<string, pulumi.Output<string>>>;
  /** Where the values of secrets live. @default the stack's encrypted state */
  readonly secretBackEnd?: SecretBackEnd;
  /** How often each secret was changed. @default each is in its first version */
  readonly secretVersions?: SecretVersions;
  /** Makes stores that the cluster's cloud manages. @default none can be managed */
  readonly storeProvisioner?: StoreProvisioner;
  /** Refuse to delete the namespace and what holds data. */
  readonly protectData: boolean;
}

/**
 * An application on a platform: its namespace, closed by default, and everything in it.
 *
 * @throws UsageError that lists everything that is wrong with the application, before anything is created.
 */
export class ApplicationComponent extends pulumi.ComponentResource {
  /** Addresses by the workload that answers there. */
  readonly urls: Readonly<Record<string, string>>;
  /** Name of the namespace, known once it exists. */
  readonly namespace: pulumi.Output<string>;

  constructor(name: string, args: ApplicationArgs, opts: pulumi.ComponentResourceOptions = {}) {
    super("rootstock:application:Application", name, {}, opts);
    const { cluster, platform } = args;
    const { secretBackEnd: backEnd = { kind: "state" }, secretVersions: versions = {} } = args;
    const described = acceptingPrevious(args.application, versions);
    const application = wholeApplication(described);
    const errors = [...applicationErrors(described), ...backEndErrors(described, backEnd, versions)];
    if (errors.length > 0)
      throw new UsageError(
        [`Application ${application.name} can't be deployed:`, ...errors.map((error) => `  - ${error}`)].join("\n"),
      );
    const child = { parent: this, provider: cluster.provider };
    this.namespace = createNamespace(args, child);
    const metadata = { namespace: this.namespace, labels: objectLabels(application.name) };
    const stores = createStores(
      { application, provisioner: args.storeProvisioner, protectData: args.protectData },
      this,
    );
    const values = new SecretValues(
      application.secrets ?? {},
      args.suppliedSecrets,
      { parent: this },
      stores.connections,
      versions,
    );
    const secrets = new SecretDelivery({ application, platform, backEnd, versions, values }, metadata, child);
    const pullSecret = createPullSecret(application, secrets, metadata, child);
    createDapr(application, platform, secrets, metadata, child);
    const imagePolicy = createImagePolicy({ application, platform, secrets }, metadata, child);
    const podsNeed = [...cluster.podsNeed, ...imagePolicy];
    const flows = flowsOf(application);
    const first = new Map<string, pulumi.Resource>();
    for (const [workloadName, workload] of rotationOrder(application)) {
      const component = new WorkloadComponent(
        workloadName,
        {
          application,
          workload,
          platform,
          secrets,
          flows,
          storeRules: stores.rules,
          namespace: this.namespace,
          cluster,
          protectData: args.protectData,
          environment: args.environment,
          // A store that takes two passwords is told so before anybody comes with the new one.
          podsNeed: [
            ...podsNeed,
            ...connectedStores(application, workloadName, workload).flatMap((store) => first.get(store) ?? []),
          ],
          ...(pullSecret === undefined ? {} : { pullSecret }),
        },
        child,
      );
      if (takesTwoPasswords(application, workloadName)) first.set(workloadName, component);
    }
    createPostgresClusters({ ...args, application }, this.namespace, secrets, pullSecret, child);
    createIngresses(application, platform, metadata, child);
    createPeopleAccess(application, metadata, child);
    createGitSync({ application, platform, secrets }, metadata, child);
    createObservability(application, platform, metadata, child);
    this.urls = routeUrls(application);
    this.registerOutputs({ urls: this.urls, namespace: this.namespace });
  }
}

function createNamespace(args: ApplicationArgs, child: Child): pulumi.Output<string> {
  const { application } = args;
  const labels = objectLabels(application.name);
  const namespace = new k8s.core.v1.Namespace(
    application.namespace,
    { metadata: namespaceMetadata(application) },
    { ...child, protect: args.protectData, dependsOn: [...args.cluster.accessNeeds] },
  ).metadata.name;
  const metadata = { namespace, labels };
  new k8s.networking.v1.NetworkPolicy(
    "default-deny",
    { metadata: { ...metadata, name: "default-deny" }, spec: defaultDenySpec },
    child,
  );
  new k8s.core.v1.LimitRange("defaults", { metadata: { ...metadata, name: "defaults" }, spec: limitRangeSpec }, child);
  if (application.quota !== undefined) {
    new k8s.core.v1.ResourceQuota(
      "quota",
      { metadata: { ...metadata, name: "quota" }, spec: quotaSpec(application.quota) },
      child,
    );
  }
  return namespace;
}

function createPostgresClusters(
  { application, cluster, platform, protectData }: ApplicationArgs,
  namespace: pulumi.Input<string>,
  secrets: SecretDelivery,
  pullSecret: pulumi.Input<string> | undefined,
  child: Child,
): void {
  for (const [name, store] of Object.entries(application.stores ?? {})) {
    if (store.kind !== "postgres" || store.place !== "cluster") continue;
    new PostgresCluster(
      name,
      {
        application,
        store,
        platform,
        secrets,
        namespace,
        storageClass: cluster.fastStorageClass ?? cluster.storageClass,
        protectData,
        podsNeed: cluster.podsNeed,
        ...(pullSecret === undefined ? {} : { pullSecret }),
      },
      child,
    );
  }
}

function createObservability(
  application: Application,
  platform: PlatformHandle,
  metadata: Metadata,
  child: Child,
): void {
  const { monitoring } = platform.facts;
  if (monitoring === undefined || application.monitored === false) return;
  if ((application.alerts ?? []).length > 0) {
    customResource(
      "PrometheusRule",
      "alerts",
      { ...metadata, name: `${application.name}-alerts` },
      { spec: prometheusRuleSpec(application.alerts ?? [], application.namespace) },
      { ...child, dependsOn: [...platform.gates.monitoringTypes] },
    );
  }
  const { name: label, value } = monitoring.dashboardLabel;
  for (const [name, dashboard] of Object.entries(application.dashboards ?? {})) {
    new k8s.core.v1.ConfigMap(
      `dashboard-${name}`,
      {
        metadata: { ...metadata, labels: { ...metadata.labels, [label]: value } },
        data: { [`${name}.json`]: JSON.stringify(dashboard) },
      },
      child,
    );
  }
}
