import type { types } from "@pulumi/kubernetes";
import type { RouteSettings } from "../platform/contract";
import { headerProblems } from "../platform/secure-headers";
import type { Application, Route } from "./contract";

/** One Ingress object: routes of one host that want the same of the controller. */
export interface IngressGroup {
  readonly name: string;
  readonly host: string;
  readonly settings: RouteSettings;
  readonly routes: readonly Route[];
  /** Whether this one asks for the host's certificate; exactly one of a host's objects does. */
  readonly requestsCertificate: boolean;
}

function settingsOf(route: Route): RouteSettings {
  const { host: _host, path: _path, to: _to, ...settings } = route;
  return settings;
}

/** A text that equal settings share, whatever order they are written in. */
function settingsKey(settings: RouteSettings): string {
  return JSON.stringify(settings, (_, value: unknown) =>
    typeof value === "object" && value !== null ? Object.fromEntries(Object.entries(value).sort()) : value,
  );
}

/** Routes by host and settings, because controllers take settings per object. */
export function ingressGroups(application: Application): readonly IngressGroup[] {
  const groups = new Map<string, { host: string; settings: RouteSettings; routes: Route[] }>();
  for (const route of application.routes ?? []) {
    const settings = settingsOf(route);
    const key = `${route.host} ${settingsKey(settings)}`;
    const group = groups.get(key) ?? { host: route.host, settings, routes: [] };
    group.routes.push(route);
    groups.set(key, group);
  }
  const certified = new Set<string>();
  const named = new Set<string>();
  return [...groups.values()].map((group) => {
    const first = !certified.has(group.host);
    certified.add(group.host);
    const name = unusedName(first ? application.name : (group.routes[0]?.to ?? application.name), named);
    return { ...group, name, requestsCertificate: first };
  });
}

/** The name, or with the first number that makes it new; it is used from then on. */
function unusedName(wanted: string, used: Set<string>): string {
  let name = wanted;
  for (let number = 2; used.has(name); number += 1) name = `${wanted}-${String(number)}`;
  used.add(name);
  return name;
}

/** Name of the Secret that holds the certificate of a host. */
function certificateSecret(host: string): string {
  return `${host}-tls`;
}

/** Names that the certificate is for. */
function hostsOf({ host, settings }: IngressGroup): string[] {
  return settings.redirectFromWww === true ? [host, `www.${host}`] : [host];
}

/** The spec of an Ingress. */
export function ingressSpec(
  application: Application,
  group: IngressGroup,
  className: string,
  tls: boolean,
): types.input.networking.v1.IngressSpec {
  return {
    ingressClassName: className,
    ...(tls ? { tls: [{ hosts: hostsOf(group), secretName: certificateSecret(group.host) }] } : {}),
    rules: [
      {
        host: group.host,
        http: {
          paths: group.routes.map((route) => {
            const target = application.workloads[route.to];
            const number = target === undefined || target.kind === "scheduled" ? 0 : target.port;
            return { path: route.path, pathType: "Prefix", backend: { service: { name: route.to, port: { number } } } };
          }),
        },
      },
    ],
  };
}

/** What every ingress controller takes as a path that stands for everything below it. */
const pathPrefix = /^(\/|(\/[A-Za-z0-9_-][A-Za-z0-9._-]*)+\/?)$/;

/** Routes that clash or lead nowhere, as sentences. */
export function routeErrors(application: Application): readonly string[] {
  const seen = new Map<string, string>();
  const serving = Object.entries(application.workloads)
    .filter(([, workload]) => workload.kind !== "scheduled")
    .map(([name]) => name);
  return (application.routes ?? []).flatMap((route) => {
    const place = `${route.host}${route.path}`;
    // A slash at the end makes no difference to a prefix.
    const prefix = place.replace(/\/$/, "");
    const other = seen.get(prefix);
    seen.set(prefix, route.to);
    return [
      ...(other === undefined
        ? []
        : [`Routes to ${other} and ${route.to} share ${place}; give one of them another host or path.`]),
      ...(serving.includes(route.to)
        ? []
        : [
            `Route ${place} leads to "${route.to}", which serves nothing; workloads that do: ${serving.join(", ") || "none"}.`,
          ]),
      ...(pathPrefix.test(route.path)
        ? []
        : [
            `Route to ${route.to} has the path "${route.path}"; write it with a slash first and letters, digits, dots, dashes and underscores between slashes, such as /api/v1.`,
          ]),
      ...headerProblems(route.headers ?? {}).map((problem) => `Route ${place} ${problem}`),
      ...(/^(?=.{1,253}$)([a-z0-9]([-a-z0-9]*[a-z0-9])?\.)+[a-z]{2,63}$/.test(route.host)
        ? []
        : [`Route to ${route.to} has the host "${route.host}", which is no host name; write it like app.example.com.`]),
    ];
  });
}

/** Addresses of an application by workload; further ones of the same workload are numbered from 2. */
export function routeUrls(application: Application): Readonly<Record<string, string>> {
  const scheme = application.tls === "none" ? "http" : "https";
  const named = new Set(Object.keys(application.workloads));
  const routed = new Set<string>();
  return Object.fromEntries(
    (application.routes ?? []).map(({ to, host, path }) => {
      const key = routed.has(to) ? unusedName(to, named) : to;
      routed.add(to);
      return [key, `${scheme}://${host}${path}`];
    }),
  );
}
