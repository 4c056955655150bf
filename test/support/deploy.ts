import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { ApplicationComponent } from "../../components/application/application";
import type { Application } from "../../components/application/contract";
import type { SecretBackEnd, SecretVersions } from "../../components/application/secret-back-end";
import type { StoreProvisioner } from "../../components/application/stores/provisioner";
import type { ClusterHandle } from "../../components/cluster/contract";
import type { Environment } from "../../components/environment";
import type { PlatformFacts, PlatformHandle } from "../../components/platform/contract";
import { TypicalAnswers } from "../../plan/answers";
import { type Program, runProgram } from "../../plan/program";
import { Recording } from "./recording";

/** What a platform with everything tells applications. */
export const allFacts: PlatformFacts = {
  ingress: { controller: "nginx", className: "nginx", namespace: "ingress-nginx", podLabels: { app: "ingress" } },
  issuers: { staging: "le-staging", production: "le-prod" },
  dapr: { namespace: "dapr-system", mtls: true },
  monitoring: {
    namespace: "monitoring",
    prometheusLabels: { app: "prometheus" },
    dashboardLabel: { name: "grafana_dashboard", value: "1" },
  },
  postgres: { namespace: "cnpg-system", operatorLabels: { app: "postgres-operator" } },
  externalSecrets: { namespace: "external-secrets" },
  sealedSecrets: { namespace: "kube-system" },
  vault: { address: "http://vault.vault.svc:8200", namespace: "vault", podLabels: { app: "vault" }, port: 8200 },
  argoCd: { namespace: "argocd", account: "argocd-application-controller" },
  kyverno: { namespace: "kyverno" },
  tracing: {
    endpoint: "http://otel.tracing.svc:4317",
    namespace: "tracing",
    podLabels: { app: "otel" },
    port: 4317,
  },
  logs: true,
  metrics: true,
};

/** How {@link deploy} deploys. */
export interface DeployOptions {
  readonly facts?: PlatformFacts;
  readonly protectData?: boolean;
  /** @default prod */
  readonly environment?: Environment;
  /** @default stores can't be managed */
  readonly storeProvisioner?: StoreProvisioner;
  /** @default state */
  readonly secretBackEnd?: SecretBackEnd;
  readonly secretVersions?: SecretVersions;
  /** Values of supplied secrets. @default `<name>-value` for each declared one */
  readonly supplied?: Readonly<Record<string, string>>;
}

/** Runs a program under the plan's monitor, as stack `test` of the project. */
export async function recordProgram(program: Program): Promise<Recording> {
  const run = await runProgram(
    { file: "Pulumi.test.yaml", values: {}, secretKeys: [] },
    "test",
    new TypicalAnswers("ip"),
    program,
  );
  return new Recording(run.registrations, run.warnings, run.outputs);
}

/** Something to wait for: gates are told apart by their names. */
function gate(name: string): pulumi.Resource {
  return new k8s.core.v1.Namespace(name, { metadata: { name } });
}

function clusterHandle(): ClusterHandle {
  return {
    kind: "kubeconfig",
    name: pulumi.output("test"),
    identifier: pulumi.output("test"),
    provider: new k8s.Provider("cluster", { kubeconfig: "{}" }),
    kubeconfig: pulumi.secret("{}"),
    storageClass: "fast",
    storageClasses: [],
    capabilities: { loadBalancer: "ip", metricsServer: true, networkPolicy: true, nodeAutoscaling: true },
    nodePools: [],
    podsNeed: [gate("nodes")],
    accessNeeds: [gate("access")],
  };
}

function platformHandle(facts: PlatformFacts): PlatformHandle {
  return {
    facts,
    gates: {
      dapr: [gate("gate-dapr")],
      postgres: [gate("gate-postgres")],
      monitoringTypes: [gate("gate-monitoring")],
      ingress: [gate("gate-ingress")],
      externalSecrets: [gate("gate-external-secrets")],
      sealedSecrets: [gate("gate-sealed-secrets")],
      vault: [gate("gate-vault")],
      argoCd: [gate("gate-argo-cd")],
      kyverno: [gate("gate-kyverno")],
    },
    loadBalancer: pulumi.output(undefined),
    notices: [],
    kept: [],
  };
}

function suppliedNames({ secrets = {} }: Application): readonly string[] {
  return Object.keys(secrets).filter((name) => secrets[name]?.from === "supplied");
}

/** Deploys an application to a platform that has everything, and tells what it registered. */
export function deploy(application: Application, options: DeployOptions = {}): Promise<Recording> {
  return deployTo(application, options, () => Promise.resolve(options.storeProvisioner));
}

/** The same with managed stores, whose provisioner has to be made within the program. */
export function deployTo(
  application: Application,
  options: DeployOptions,
  provisioner: () => Promise<StoreProvisioner | undefined>,
): Promise<Recording> {
  const supplied =
    options.supplied ?? Object.fromEntries(suppliedNames(application).map((name) => [name, `${name}-value`]));
  return recordProgram(async () => {
    const storeProvisioner = await provisioner();
    const component = new ApplicationComponent("app", {
      application,
      environment: options.environment ?? "prod",
      cluster: clusterHandle(),
      platform: platformHandle(options.facts ?? allFacts),
      suppliedSecrets: Object.fromEntries(
        Object.entries(supplied).map(([name, value]) => [name, pulumi.secret(value)]),
      ),
      protectData: options.protectData ?? false,
      ...(storeProvisioner === undefined ? {} : { storeProvisioner }),
      ...(options.secretBackEnd === undefined ? {} : { secretBackEnd: options.secretBackEnd }),
      ...(options.secretVersions === undefined ? {} : { secretVersions: options.secretVersions }),
    });
    return { urls: component.urls };
  });
}
