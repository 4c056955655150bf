import type { Resource } from "@pulumi/pulumi";
import { UsageError } from "../errors";
import type { PlatformHandle } from "../platform/contract";
import type { Application } from "./contract";
import { customResource } from "./custom-resources";
import { createPullSecret } from "./pull-secret";
import type { SecretDelivery } from "./secret-back-ends/secret-delivery";
import { imagePolicySpec } from "./signatures";
import type { Child, Metadata } from "./workload-args";

/** What {@link createImagePolicy} takes. */
export interface ImagePolicyArgs {
  readonly application: Application;
  readonly platform: PlatformHandle;
  readonly secrets: SecretDelivery;
}

/**
 * The policy by which Kyverno verifies the signatures of an application's images, and the copy of the registry's
 * credentials that it needs for it: it reads Secrets of its own namespace only.
 *
 * @returns what pods wait for, or the first of them would start unverified: nothing where nobody has to sign.
 * @throws UsageError when the platform has no Kyverno.
 */
export function createImagePolicy(
  { application, platform, secrets }: ImagePolicyArgs,
  metadata: Metadata,
  child: Child,
): readonly Resource[] {
  const { name, signatures } = application;
  if (signatures === undefined) return [];
  const { kyverno } = platform.facts;
  if (kyverno === undefined)
    throw new UsageError(
      `Application ${name} trusts signed images only, which nobody verifies on this platform; set platform.kyverno.enabled to true.`,
    );
  const after = { ...child, dependsOn: [...platform.gates.kyverno] };
  const there = { ...metadata, namespace: kyverno.namespace };
  const pullSecret = createPullSecret(application, secrets, there, after, "signatures-pull-secret");
  return [
    customResource(
      "NamespacedImageValidatingPolicy",
      "image-signatures",
      {
        ...metadata,
        name: "image-signatures",
        // Until its webhook asks about this namespace, too, pods would start unverified.
        annotations: {
          "pulumi.com/waitFor":
            'jsonpath={.status.conditionStatus.conditions[?(@.type=="WebhookConfigured")].status}=True',
        },
      },
      { spec: imagePolicySpec(signatures, pullSecret === undefined ? [] : [pullSecret]) },
      after,
    ),
  ];
}
