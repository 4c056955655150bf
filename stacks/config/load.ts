import * as pulumi from "@pulumi/pulumi";
import { unsealedSecrets, unsealedSentence } from "../../components/application/secret-back-ends/back-end-checks";
import type { ClusterContext } from "../cluster";
import { parseConfig, refuse, type StackConfig } from "./parse";
import { projectName } from "./raw";
import { kubeconfigSecret, type SecretNeed, secretNeeds } from "./secret-needs";

/** The SDK has it, but marks it as internal; nothing else tells which keys are encrypted. */
const runtime = pulumi.runtime as typeof pulumi.runtime & { isConfigSecret(key: string): boolean };

/** A stack's configuration with the values that no schema ever sees. */
export interface LoadedConfig extends StackConfig {
  /** What the cluster is told of the stack. */
  readonly context: ClusterContext;
  /** Supplied secrets by name. */
  readonly secrets: Readonly<Record<string, pulumi.Output<string>>>;
}

/**
 * The configuration of the current stack: the only place that reads it.
 *
 * @throws UsageError with a sentence for every mistake and every missing secret.
 */
export async function loadConfig(): Promise<LoadedConfig> {
  const values = pulumi.runtime.allConfig();
  const stack = pulumi.getStack();
  const file = `Pulumi.${stack}.yaml`;
  const secretKeys = Object.keys(values).filter((key) => runtime.isConfigSecret(key));
  const config = await parseConfig({ file, values, secretKeys });
  const missing = secretNeeds(config).filter((need) => need.required && !config.secretNames.includes(need.name));
  const lacking = [
    ...missing.map(sentence),
    ...unsealedSecrets(config.application, config.secretBackEnd).map((name) =>
      unsealedSentence(config.application, name),
    ),
  ];
  if (lacking.length > 0) throw refuse(file, lacking);
  const secrets = new pulumi.Config(projectName).getSecretObject<Record<string, string>>("secrets");
  const supplied = Object.fromEntries(
    config.secretNames.map((name) => [
      name,
      pulumi.secret((secrets ?? pulumi.output<Record<string, string>>({})).apply((all) => all[name] ?? "")),
    ]),
  );
  const kubeconfig = supplied[kubeconfigSecret];
  return {
    ...config,
    secrets: supplied,
    context: {
      system: config.system,
      environment: config.environment,
      stackName: stack,
      ...(kubeconfig === undefined ? {} : { kubeconfig }),
    },
  };
}

function sentence({ name, description }: SecretNeed): string {
  return `secrets.${name} is missing (${description}); set it with: pulumi config set --secret --path 'secrets.${name}'.`;
}
