import { sidecarResources } from "../components/application/dapr";
import { agentResources } from "../components/application/secret-back-ends/vault-agent";
import { type Amounts, add, amountsOf, most, type PodGroup } from "./capacity";
import { objectOf } from "./manifests";
import type { Registration } from "./registration";

type Json = Readonly<Record<string, unknown>>;

interface PodSpec {
  readonly containers?: readonly {
    readonly image?: string;
    readonly resources?: { readonly requests?: Record<string, string>; readonly limits?: Record<string, string> };
  }[];
  readonly initContainers?: PodSpec["containers"];
}

interface Ends {
  readonly request: string;
  readonly limit: string;
}

interface Template {
  readonly metadata?: { readonly annotations?: Readonly<Record<string, string>> };
  readonly spec?: PodSpec;
}

/** The pod template of a workload object; undefined for any other object. */
function templateOf(object: Json): Template | undefined {
  const spec = object["spec"] as
    | { readonly template?: Template; readonly jobTemplate?: { readonly spec?: { readonly template?: Template } } }
    | undefined;
  return spec?.template ?? spec?.jobTemplate?.spec?.template;
}

/** Images of a workload object, in order. */
export function imagesOf(object: Json): readonly string[] {
  const pod = templateOf(object)?.spec;
  return [...(pod?.initContainers ?? []), ...(pod?.containers ?? [])].flatMap(({ image }) =>
    image === undefined ? [] : [image],
  );
}

/** A container that a webhook adds to a pod. */
interface Injected {
  readonly what: string;
  readonly requests: Amounts;
  readonly limits: Amounts;
}

/** The containers that webhooks add to a pod and that stay; an agent of Vault that only comes first has ended by then. */
function injectedInto({ metadata }: Template): readonly Injected[] {
  const annotations = metadata?.annotations ?? {};
  const amounts = (what: string, { cpu, memory }: { readonly cpu: Ends; readonly memory: Ends }): Injected => ({
    what,
    requests: amountsOf({ cpu: cpu.request, memory: memory.request }),
    limits: amountsOf({ cpu: cpu.limit, memory: memory.limit }),
  });
  const agent = "vault.hashicorp.com/agent";
  return [
    ...(annotations["dapr.io/enabled"] === "true" ? [amounts("Dapr sidecar", sidecarResources)] : []),
    ...(annotations[`${agent}-inject`] === "true" && annotations[`${agent}-pre-populate-only`] !== "true"
      ? [amounts("Vault agent", agentResources)]
      : []),
  ];
}

/** Pods that the program's own workloads make, and what the injectors of Dapr and Vault add to them. */
export function applicationPods(registrations: readonly Registration[]): readonly PodGroup[] {
  const objects = registrations.flatMap((registration) => objectOf(registration) ?? []);
  const scalers = new Map(
    objects
      .filter(({ kind }) => kind === "HorizontalPodAutoscaler")
      .map((object) => {
        const spec = object["spec"] as {
          readonly minReplicas: number;
          readonly maxReplicas: number;
          readonly scaleTargetRef: { readonly name: string };
        };
        return [`${object.metadata.namespace ?? ""}/${spec.scaleTargetRef.name}`, spec] as const;
      }),
  );
  return objects.flatMap((object): readonly PodGroup[] => {
    const template = templateOf(object);
    if (template === undefined || !["Deployment", "StatefulSet"].includes(object.kind)) return [];
    const { name, namespace } = object.metadata;
    const scaler = scalers.get(`${namespace ?? ""}/${name}`);
    const { replicas = 1 } = object["spec"] as { readonly replicas?: number };
    const containers = template.spec?.containers ?? [];
    const first = template.spec?.initContainers ?? [];
    const counts = { min: scaler?.minReplicas ?? replicas, max: scaler?.maxReplicas ?? replicas };
    return [
      {
        name: `${namespace ?? ""}/${name}`,
        by: "application",
        ...counts,
        // What runs first has ended by then: the larger counts.
        requests: most(
          add(...containers.map(({ resources }) => amountsOf(resources?.requests))),
          ...first.map(({ resources }) => amountsOf(resources?.requests)),
        ),
        limits: most(
          add(...containers.map(({ resources }) => amountsOf(resources?.limits))),
          ...first.map(({ resources }) => amountsOf(resources?.limits)),
        ),
      },
      ...injectedInto(template).map(({ what, requests, limits }) => ({
        name: `${namespace ?? ""}/${name}: ${what}`,
        by: "webhook" as const,
        ...counts,
        requests,
        limits,
      })),
    ];
  });
}
