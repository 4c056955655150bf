import { sidecarResources } from "../components/application/dapr";
import { add, amountsOf, most, type PodGroup } from "./capacity";
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

/** Pods that the program's own workloads make, and the sidecars that Dapr's injector adds to them. */
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
    const sidecar = template.metadata?.annotations?.["dapr.io/enabled"] === "true";
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
      ...(sidecar
        ? [
            {
              name: `${namespace ?? ""}/${name}: Dapr sidecar`,
              by: "webhook" as const,
              ...counts,
              requests: amountsOf({ cpu: sidecarResources.cpu.request, memory: sidecarResources.memory.request }),
              limits: amountsOf({ cpu: sidecarResources.cpu.limit, memory: sidecarResources.memory.limit }),
            },
          ]
        : []),
    ];
  });
}
