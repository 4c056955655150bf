import type { Output } from "@pulumi/pulumi";
import type { Application } from "./contract";
import type { SecretDelivery } from "./secret-back-ends/secret-delivery";
import { entryOf } from "./secret-back-ends/secret-objects";
import type { Child, Metadata } from "./workload-args";

/** The registry credentials in the form that the kubelet reads, which needs no `auth` beside them. */
function dockerConfig(registry: string, username: string, password: string): string {
  return `{"auths":{${JSON.stringify(registry)}:{"username":${entryOf(username)},"password":${entryOf(password)}}}}`;
}

/**
 * The Secret with which the kubelet, or whoever else has to read images, gets at a private registry; undefined for a
 * public one.
 */
export function createPullSecret(
  application: Application,
  secrets: SecretDelivery,
  metadata: Metadata,
  child: Child,
  name = "pull-secret",
): Output<string> | undefined {
  if (application.pullFrom === undefined) return undefined;
  const { registry, username, password } = application.pullFrom;
  return secrets.make(
    {
      name,
      type: "kubernetes.io/dockerconfigjson",
      values: "json",
      entries: { ".dockerconfigjson": dockerConfig(registry, username, password) },
    },
    metadata,
    child,
  );
}
