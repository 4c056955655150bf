import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import type { Application } from "./contract";
import type { SecretValues } from "./secrets";
import type { Child, Metadata } from "./workload-args";

/** The registry credentials in the form that the kubelet reads. */
function dockerConfig(registry: string, username: string, password: string): string {
  const auth = Buffer.from(`${username}:${password}`).toString("base64");
  return JSON.stringify({ auths: { [registry]: { username, password, auth } } });
}

/** The Secret with which the kubelet pulls images from a private registry; undefined for a public one. */
export function createPullSecret(
  application: Application,
  secrets: SecretValues,
  metadata: Metadata,
  child: Child,
): pulumi.Output<string> | undefined {
  if (application.pullFrom === undefined) return undefined;
  const { registry, username, password } = application.pullFrom;
  const config = pulumi
    .all([secrets.get(username), secrets.get(password)])
    .apply(([name, token]) => dockerConfig(registry, name, token));
  return new k8s.core.v1.Secret(
    "pull-secret",
    { metadata, type: "kubernetes.io/dockerconfigjson", immutable: true, stringData: { ".dockerconfigjson": config } },
    child,
  ).metadata.name;
}
