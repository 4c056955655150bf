import type { CustomResourceOptions, Output } from "@pulumi/pulumi";
import { UsageError } from "../errors";
import type { PlatformHandle } from "../platform/contract";
import type { Application } from "./contract";
import { customResource } from "./custom-resources";
import { componentSecrets, configurationSpec, type DaprComponent, daprConfigurationName } from "./dapr";
import type { SecretDelivery } from "./secret-back-ends/secret-delivery";
import { entryOf } from "./secret-back-ends/secret-objects";
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
  secrets: SecretDelivery,
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
    { spec: configurationSpec(dapr, platform.facts.tracing) },
    gated,
  );
  for (const [name, component] of Object.entries(dapr.components)) {
    createComponent(name, component, secrets, metadata, child, gated);
  }
}

function createComponent(
  name: string,
  component: DaprComponent,
  secrets: SecretDelivery,
  metadata: Metadata,
  child: Child,
  gated: CustomResourceOptions,
): void {
  const keys = componentSecrets(component);
  const delivered = secrets.deliver(
    { name: `${name}-secrets`, entries: Object.fromEntries(keys.map((key) => [key, entryOf(key)])) },
    metadata,
    child,
  );
  const holding = (key: string): Output<string> | undefined =>
    delivered.find(({ keys: has }) => has.includes(key))?.name;
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
            : { name: key, secretKeyRef: { name: holding(value.secret), key: value.secret } },
        ),
      },
      scopes: [...component.scopes],
      ...(delivered.length === 0 ? {} : { auth: { secretStore: "kubernetes" } }),
    },
    gated,
  );
}
