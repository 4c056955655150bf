import { objectOf } from "../plan/manifests";
import type { StoredPlan } from "./stored-plan";
import { type TopicChange, topicChanges } from "./topics";

type Json = Readonly<Record<string, unknown>>;

interface IngressSpec {
  readonly ingressClassName?: string;
  readonly tls?: readonly { readonly hosts?: readonly string[] }[];
  readonly rules?: readonly {
    readonly host?: string;
    readonly http?: {
      readonly paths?: readonly {
        readonly path?: string;
        readonly backend?: { readonly service?: { readonly name?: string; readonly port?: Json } };
      }[];
    };
  }[];
}

interface RouteSpec {
  readonly hostnames?: readonly string[];
  readonly rules?: readonly {
    readonly matches?: readonly { readonly path?: { readonly value?: string } }[];
    readonly backendRefs?: readonly { readonly name?: string; readonly port?: number }[];
  }[];
}

interface ServiceSpec {
  readonly type?: string;
  readonly loadBalancerSourceRanges?: readonly string[];
  readonly ports?: readonly { readonly port?: number; readonly nodePort?: number; readonly protocol?: string }[];
}

type Line = readonly [subject: string, state: string];

function ingressLines(spec: IngressSpec): readonly Line[] {
  const certified = new Set((spec.tls ?? []).flatMap(({ hosts = [] }) => hosts));
  return (spec.rules ?? []).flatMap(({ host, http }) =>
    (http?.paths ?? []).map(({ backend, path = "/" }): Line => {
      const { name = "", port = {} } = backend?.service ?? {};
      const scheme = certified.has(host ?? "") ? "https" : "http, unencrypted";
      return [`${host ?? "any host"}${path}`, `${name}:${String(port["number"] ?? port["name"])} (${scheme})`];
    }),
  );
}

function routeLines(spec: RouteSpec): readonly Line[] {
  const hosts = spec.hostnames ?? ["any host"];
  return (spec.rules ?? []).flatMap(({ backendRefs = [], matches = [{}] }) =>
    hosts.flatMap((host) =>
      matches.map(
        ({ path }): Line => [
          `${host}${path?.value ?? "/"}`,
          backendRefs.map(({ name = "", port }) => `${name}:${String(port)}`).join(", "),
        ],
      ),
    ),
  );
}

function serviceLines(title: string, spec: ServiceSpec): readonly Line[] {
  if (spec.type !== "LoadBalancer" && spec.type !== "NodePort") return [];
  const from = spec.loadBalancerSourceRanges?.join(", ") ?? "every address";
  return (spec.ports ?? []).map(({ nodePort, port, protocol = "TCP" }) => [
    `${title}, port ${String(port)}`,
    `${spec.type ?? ""}${nodePort === undefined ? "" : ` ${nodePort}`} ${protocol}, from ${from}`,
  ]);
}

function linesOf(
  object: Json & { readonly kind: string; readonly metadata: { readonly name: string } },
): readonly Line[] {
  const spec: unknown = object["spec"] ?? {};
  switch (object.kind) {
    case "Ingress":
      return ingressLines(spec as IngressSpec);
    case "HTTPRoute":
    case "GRPCRoute":
      return routeLines(spec as RouteSpec);
    case "Service":
      return serviceLines(`Service ${object.metadata.name}`, spec as ServiceSpec);
    default:
      return [];
  }
}

/** What can be reached from outside, by address. */
function exposed({ resources }: StoredPlan): ReadonlyMap<string, string> {
  const lines = new Map<string, string>();
  for (const resource of resources) {
    const object = objectOf(resource);
    for (const [subject, state] of object === undefined ? [] : linesOf(object)) {
      const known = lines.get(subject);
      lines.set(subject, known === undefined ? state : `${known}, ${state}`);
    }
  }
  return lines;
}

/** Hosts, paths and ports that come, go or lead elsewhere. */
export function exposureChanges(base: StoredPlan, head: StoredPlan): readonly TopicChange[] {
  return topicChanges(exposed(base), exposed(head));
}
