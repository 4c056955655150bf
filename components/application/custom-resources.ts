import * as k8s from "@pulumi/kubernetes";
import type { CustomResourceOptions, Input } from "@pulumi/pulumi";

/** Metadata that our custom resources carry. */
export interface CustomMetadata {
  readonly name: string;
  readonly namespace?: Input<string>;
  readonly labels?: Readonly<Record<string, string>>;
  readonly annotations?: Readonly<Record<string, string>>;
}

/** The custom resources that Rootstock makes, by kind. */
export const customKinds = {
  /** What Argo CD keeps in step with a repository. */
  Application: "argoproj.io/v1alpha1",
  /** What Applications of Argo CD may do. */
  AppProject: "argoproj.io/v1alpha1",
  /** A PostgreSQL of CloudNativePG. */
  Cluster: "postgresql.cnpg.io/v1",
  ClusterIssuer: "cert-manager.io/v1",
  Component: "dapr.io/v1alpha1",
  Configuration: "dapr.io/v1alpha1",
  ExternalSecret: "external-secrets.io/v1",
  /** A policy of Kyverno for the images of one namespace. */
  NamespacedImageValidatingPolicy: "policies.kyverno.io/v1",
  ServiceMonitor: "monitoring.coreos.com/v1",
  PodMonitor: "monitoring.coreos.com/v1",
  PrometheusRule: "monitoring.coreos.com/v1",
  SealedSecret: "bitnami.com/v1alpha1",
  SecretStore: "external-secrets.io/v1",
} as const;

/** A custom resource of a known kind; `body` is what follows the metadata (`spec`, and for Dapr also `scopes` and `auth`). */
export function customResource(
  kind: keyof typeof customKinds,
  name: string,
  metadata: CustomMetadata,
  body: Readonly<Record<string, unknown>>,
  opts: CustomResourceOptions,
): k8s.apiextensions.CustomResource {
  return new k8s.apiextensions.CustomResource(
    name,
    { apiVersion: customKinds[kind], kind, metadata: { ...metadata }, ...body },
    opts,
  );
}
