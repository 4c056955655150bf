import * as k8s from "@pulumi/kubernetes";
import type { CustomResourceOptions } from "@pulumi/pulumi";
import { UsageError } from "../errors";
import type { PlatformHandle } from "../platform/contract";
import type { Application } from "./contract";
import { customResource } from "./custom-resources";
import { componentSecrets, configurationSpec, type DaprComponent, daprConfigurationName } from "./dapr";
import type { SecretValues } from "./secrets";
import type { Child, Metadata } from "./workload-args";

/**
 * The Dapr side of an application: the Configuration of all sidecars, and each Component with a Secret of its own,
 * which only Dapr's operator reads.
 *
 * @throws UsageError when the platform has no Dapr.
 */
export function createDapr(
  application: Application,
  platform: PlatformHandle,
  secrets: SecretValues,
  metadata: Metadata,
  child: Child,
): void {
  const { dapr } = application;
  if (dapr === undefined) return;
  if (platform.facts.dapr === undefined) {
    throw new UsageError(
      `Application ${application.name} uses Dapr, which the platform doesn't have; set platform.dapr.enabled to true, or take dapr out of the application.`,
    );
  }
  const gated = { ...child, dependsOn: [...platform.gates.dapr] };
  customResource(
    "Configuration",
    daprConfigurationName,
    { ...metadata, name: daprConfigurationName },
    { spec: configurationSpec(dapr) },
    gated,
  );
  for (const [name, component] of Object.entries(dapr.components)) {
    createComponent(name, component, secrets, metadata, child, gated);
  }
}

function createComponent(
  name: string,
  component: DaprComponent,
  secrets: SecretValues,
  metadata: Metadata,
  child: Child,
  gated: CustomResourceOptions,
): void {
  const keys = componentSecrets(component);
  const secret =
    keys.length === 0
      ? undefined
      : new k8s.core.v1.Secret(
          `${name}-secrets`,
          { metadata, immutable: true, stringData: Object.fromEntries(keys.map((key) => [key, secrets.get(key)])) },
          child,
        ).metadata.name;
  customResource(
    "Component",
    name,
    { ...metadata, name },
    {
      spec: {
        type: component.type,
        version: component.version ?? "v1",
        metadata: Object.entries(component.metadata).map(([key, value]) =>
          typeof value === "string"
            ? { name: key, value }
            : { name: key, secretKeyRef: { name: secret, key: value.secret } },
        ),
      },
      scopes: [...component.scopes],
      ...(secret === undefined ? {} : { auth: { secretStore: "kubernetes" } }),
    },
    gated,
  );
}
