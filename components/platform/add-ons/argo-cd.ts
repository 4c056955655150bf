import * as k8s from "@pulumi/kubernetes";
import { ComponentResource, type ComponentResourceOptions, type Resource } from "@pulumi/pulumi";
import { stringify } from "yaml";
import type { Environment } from "../../environment";
import { chartRelease } from "../chart-release";
import { type ChartValues, mergeValues } from "../chart-values";
import { footprints } from "../footprint";
import { platformNamespace } from "../namespace";
import { rulesFor, watchedKinds } from "../synced-kinds";
import { charts } from "../versions";
import type { AddOnContext } from "./context";

/** Arguments of {@link ArgoCd}. */
export interface ArgoCdArgs extends AddOnContext {
  /** The definition of ServiceMonitors, where some are to be made. @default no ServiceMonitor */
  readonly monitoringTypes?: Resource;
}

/** The account that changes objects; roles in applications' namespaces are bound to it. */
export const argoCdAccount = "argocd-application-controller";

/** Looks at what it may make anywhere, and at nothing else; it makes it where an application lets it. */
const looking = { enabled: true, rules: rulesFor(watchedKinds, ["get", "list", "watch"]) };

/** What doesn't depend on the stack. */
const argoCdDefaults: ChartValues = {
  fullnameOverride: "argocd",
  // Definitions go with the release: every Application is a program's, and objects that were made outlive it.
  crds: { keep: false },
  global: { logging: { format: "json" } },
  configs: {
    cm: {
      // As it is reached, by kubectl port-forward.
      url: "https://localhost:8080",
      "exec.enabled": "false",
      "resource.inclusions": stringify(
        [...new Set(watchedKinds.map(({ group }) => group))].map((group) => ({
          apiGroups: [group],
          kinds: watchedKinds.filter((one) => one.group === group).map(({ kind }) => kind),
          clusters: ["*"],
        })),
      ),
      // What the cluster has no definition of, or no right is given to, is left out instead of failing all.
      "resource.respectRBAC": "normal",
    },
  },
  // Sign-in by others, messages to people and Applications made of templates: nobody asked for them.
  dex: { enabled: false },
  notifications: { enabled: false },
  applicationSet: { replicas: 0, resources: footprints.argoCdRepositories },
  controller: { resources: footprints.argoCdController, clusterRoleRules: looking },
  repoServer: {
    resources: footprints.argoCdRepositories,
    copyutil: { resources: footprints.argoCdStart },
  },
  // People look with it, and start a sync: Argo CD itself changes what is made.
  server: {
    resources: footprints.argoCdServer,
    clusterRoleRules: {
      enabled: true,
      rules: [
        ...rulesFor(watchedKinds, ["get"]),
        { apiGroups: [""], resources: ["events"], verbs: ["list"] },
        { apiGroups: [""], resources: ["pods/log"], verbs: ["get"] },
      ],
    },
  },
  redis: { resources: footprints.argoCdCache },
  redisSecretInit: { resources: footprints.argoCdStart },
};

/** Values of the chart for a stack. */
function argoCdValues(args: { readonly environment: Environment; readonly serviceMonitor: boolean }): ChartValues {
  const replicas = args.environment === "dev" ? 1 : 2;
  const metrics = { enabled: args.serviceMonitor, serviceMonitor: { enabled: args.serviceMonitor } };
  return mergeValues(argoCdDefaults, {
    controller: { metrics },
    repoServer: { replicas, metrics },
    server: { replicas, metrics },
  });
}

/**
 * Argo CD, which keeps what a repository describes in step with the cluster.
 *
 * Nothing leads to its server from outside: `kubectl port-forward` does. The administrator's first password is made in
 * the cluster by Argo CD itself, and neither this program nor its state ever knows it.
 *
 * Two owners of one object would undo each other's work for ever. What this program makes has the label
 * `app.kubernetes.io/managed-by: rootstock`, and the API server itself (a ValidatingAdmissionPolicy, no webhook) lets
 * Argo CD neither change nor delete such objects; a sync that tries fails and says why.
 *
 * @example
 * const { release } = new ArgoCd("argo-cd", { cluster, environment, mirrors });
 */
export class ArgoCd extends ComponentResource {
  readonly release: k8s.helm.v3.Release;

  constructor(name: string, args: ArgoCdArgs, opts: ComponentResourceOptions = {}) {
    super("rootstock:platform:ArgoCd", name, {}, opts);
    const { cluster, environment, mirrors, monitoringTypes } = args;
    const { namespace } = charts["argo-cd"];
    createOwnershipPolicy(`system:serviceaccount:${namespace}:${argoCdAccount}`, cluster, this);
    this.release = chartRelease({
      addOn: "argo-cd",
      cluster,
      mirrors,
      namespace: platformNamespace({ chart: charts["argo-cd"], environment, cluster, parent: this }).metadata.name,
      values: argoCdValues({ environment, serviceMonitor: monitoringTypes !== undefined }),
      after: monitoringTypes === undefined ? [] : [monitoringTypes],
      parent: this,
    });
    this.registerOutputs({});
  }
}

/** Leaves the objects of this program to this program. */
function createOwnershipPolicy(
  user: string,
  { accessNeeds, provider }: Pick<ArgoCdArgs["cluster"], "accessNeeds" | "provider">,
  parent: Resource,
): void {
  const name = "argo-cd-leaves-rootstock-alone";
  const opts = { parent, provider, dependsOn: [...accessNeeds] };
  new k8s.admissionregistration.v1.ValidatingAdmissionPolicy(
    name,
    {
      metadata: { name },
      spec: {
        failurePolicy: "Fail",
        matchConstraints: {
          objectSelector: { matchLabels: { "app.kubernetes.io/managed-by": "rootstock" } },
          resourceRules: [
            { apiGroups: ["*"], apiVersions: ["*"], operations: ["UPDATE", "DELETE"], resources: ["*"], scope: "*" },
          ],
          // In these it notes what it did.
          excludeResourceRules: [
            { apiGroups: ["argoproj.io"], apiVersions: ["*"], operations: ["*"], resources: ["*"], scope: "*" },
          ],
        },
        matchConditions: [{ name: "argo-cd", expression: `request.userInfo.username == '${user}'` }],
        validations: [
          {
            expression: "false",
            message:
              "This object belongs to the Pulumi program of its stack: take it out of the repository, or rename it.",
          },
        ],
      },
    },
    opts,
  );
  new k8s.admissionregistration.v1.ValidatingAdmissionPolicyBinding(
    name,
    { metadata: { name }, spec: { policyName: name, validationActions: ["Deny"] } },
    opts,
  );
}
