import type { Context, PlannedObject, Rule, Violation } from "../contract";
import { madeByOperators } from "../made-by-operators";
import { find, namespaceOf, ofKind, specOf } from "../objects";
import { listens, podsOf } from "../pods";
import { type Labels, selects } from "../selectors";

interface ServicePort {
  readonly name?: string;
  readonly port: number;
  readonly targetPort?: number | string;
}

interface ServiceSpec {
  readonly selector: Labels;
  readonly ports: readonly ServicePort[];
}

interface Backend {
  readonly service?: { readonly name: string; readonly port?: { readonly number?: number; readonly name?: string } };
}

interface IngressSpec {
  readonly defaultBackend: Backend;
  readonly rules: readonly { readonly http?: { readonly paths?: readonly { readonly backend: Backend }[] } }[];
}

/** What an Ingress sends requests to. */
function backends(object: PlannedObject): readonly Backend[] {
  const { defaultBackend, rules = [] } = specOf<IngressSpec>(object);
  return [
    ...(defaultBackend === undefined ? [] : [defaultBackend]),
    ...rules.flatMap(({ http }) => (http?.paths ?? []).map(({ backend }) => backend)),
  ];
}

function ingresses(context: Context): readonly Violation[] {
  const made = madeByOperators(context).services;
  return ofKind(context, "Ingress").flatMap((object) =>
    backends(object).flatMap(({ service }): readonly Violation[] => {
      if (service === undefined) return [];
      const { name, port } = service;
      if (made.has(`${namespaceOf(object)}/${name}`)) return [];
      const found = find(context, "Service", namespaceOf(object), name);
      if (found === undefined)
        return [{ object, message: `sends requests to the Service ${name}, which doesn't exist in its namespace.` }];
      const known = (specOf<ServiceSpec>(found).ports ?? []).some(
        (each) => each.port === port?.number || (each.name !== undefined && each.name === port?.name),
      );
      return known
        ? []
        : [
            {
              object,
              message: `sends requests to port ${String(port?.number ?? port?.name)} of the Service ${name}, which it doesn't have.`,
            },
          ];
    }),
  );
}

/** Services whose pods don't listen where they lead. */
function services(context: Context): readonly Violation[] {
  const pods = podsOf(context);
  return ofKind(context, "Service").flatMap((object) => {
    const { selector, ports = [] } = specOf<ServiceSpec>(object);
    if (selector === undefined) return [];
    const selected = pods.filter(
      (pod) => pod.namespace === namespaceOf(object) && selects({ matchLabels: selector }, pod.labels),
    );
    return ports.flatMap(({ port, targetPort = port }) =>
      selected
        .filter((pod) => !listens(pod, targetPort))
        .map(({ owner }) => ({
          object,
          message: `leads to port ${targetPort} of ${owner.kind} ${owner.metadata.name}, which has no such port.`,
        })),
    );
  });
}

/** StatefulSets whose pods get their names from a Service that isn't there. */
function statefulSets(context: Context): readonly Violation[] {
  return ofKind(context, "StatefulSet").flatMap((object) => {
    const { serviceName } = specOf<{ readonly serviceName: string }>(object);
    return serviceName === undefined || find(context, "Service", namespaceOf(object), serviceName) !== undefined
      ? []
      : [{ object, message: `has its names from the Service ${serviceName}, which doesn't exist in its namespace.` }];
  });
}

/** Every Service and port that is named has to exist, and a pod has to listen behind it. */
export const backendExists: Rule = {
  name: "backend-exists",
  reason:
    "An Ingress to a Service or port that doesn't exist answers 503, and a Service to a port where nobody listens refuses connections; both are admitted without a word.",
  check: (context) => [...ingresses(context), ...services(context), ...statefulSets(context)],
};
