import type { Application } from "../../components/application/contract";
import type { SecretBackEnd } from "../../components/application/secret-back-end";
import { heldInState } from "../../components/application/secret-back-ends/state-held";
import type { SuppliedSecret } from "../../components/application/secrets";
import { withStores } from "../../components/application/stores/expansion";
import { nearest } from "../../components/nearest";
import type { PlatformSettings } from "../../components/platform/contract";
import { dnsSecretNames, dnsSecretNeeds } from "./dns-secrets";
import type { StackConfig } from "./parse";

/** A secret that a person supplies. */
export interface SecretNeed {
  readonly name: string;
  readonly description: string;
  /** A value of the right shape, for plan and rehearsal. */
  readonly standIn: string;
  /** Whether the stack can't go up without it. */
  readonly required: boolean;
}

/** Name of the secret that holds Slack's incoming webhook. */
export const slackWebhookSecret = "SLACK_WEBHOOK_URL";

/** Name of the secret that holds the kubeconfig of an existing cluster, where it is no file. */
export const kubeconfigSecret = "KUBECONFIG";

function suppliedSecrets(application: Application): readonly (readonly [string, SuppliedSecret])[] {
  const { secrets = {} } = withStores(application);
  return Object.entries(secrets).filter((entry): entry is [string, SuppliedSecret] => entry[1].from === "supplied");
}

/** Where the value of a secret belongs that isn't in the stack's state. */
function placeIn(backEnd: SecretBackEnd, name: string): string {
  switch (backEnd.kind) {
    case "external-secrets":
      return `the property ${name} of ${backEnd.entry}`;
    case "sealed-secrets":
      return `secretBackEnd.sealed.${name}, sealed by kubeseal,`;
    case "vault":
      return `the field ${name} of ${backEnd.path}`;
    case "state":
      return `secrets.${name}`;
  }
}

/** What the secrets of a stack depend on. */
export interface SecretOwners {
  readonly application: Application;
  readonly platform: Pick<PlatformSettings, "dns">;
  readonly secretBackEnd: SecretBackEnd;
}

/** Supplied secrets that nothing would ever take, as sentences. */
export function unknownSecrets(
  names: readonly string[],
  { application, platform, secretBackEnd }: SecretOwners,
): readonly string[] {
  const held = heldInState(application, secretBackEnd);
  const ofApplication = suppliedSecrets(application).map(([name]) => name);
  const known = [
    ...ofApplication.filter((name) => held.has(name)),
    ...dnsSecretNames(platform.dns),
    slackWebhookSecret,
    kubeconfigSecret,
  ];
  return names
    .filter((name) => !known.includes(name))
    .map((name) => {
      if (ofApplication.includes(name))
        return `secrets.${name} is taken by nothing: secretBackEnd.kind is ${secretBackEnd.kind}; put its value into ${placeIn(secretBackEnd, name)} and remove it here with: pulumi config rm --path 'secrets.${name}'.`;
      const close = nearest(name, known);
      const hint = close === undefined ? "" : ` (did you mean ${close}?)`;
      return `secrets.${name} is taken by nothing in this stack${hint}; allowed here: ${known.join(", ")}; remove it with: pulumi config rm --path 'secrets.${name}'.`;
    });
}

/** The secrets that a stack takes from its configuration. */
export function secretNeeds(
  config: Pick<StackConfig, "application" | "platform" | "cluster" | "secretBackEnd">,
): readonly SecretNeed[] {
  const held = heldInState(config.application, config.secretBackEnd);
  const ofApplication = suppliedSecrets(config.application)
    .filter(([name]) => held.has(name))
    .map(([name, { description, standIn }]) => ({ name, description, standIn, required: true }));
  const { monitoring } = config.platform;
  const alerts = monitoring.enabled && monitoring.slackChannel !== undefined && config.cluster.kind !== "stack";
  return [
    ...ofApplication,
    ...dnsSecretNeeds(config.platform.dns, config.cluster.kind).map((need) => ({ ...need, required: true })),
    ...(alerts
      ? [
          {
            name: slackWebhookSecret,
            description: `Slack's incoming webhook for ${monitoring.slackChannel ?? "alerts"}`,
            standIn: "https://slack.invalid/stand-in",
            required: false,
          },
        ]
      : []),
  ];
}
