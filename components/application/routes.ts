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
  /** Names on the host's certificate, the same for all of a host's objects. */
  readonly certificateHosts: readonly string[];
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
    typeof value === "object" && value !== null
      ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
      : value,
  );
}

/** Names that a host's certificate is for: a controller redirects all of a host from www, whichever route says so. */
function certificateHosts(host: string, { routes = [] }: Application): readonly string[] {
  return routes.some((route) => route.host === host && route.redirectFromWww === true) ? [host, `www.${host}`] : [host];
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
    return { ...group, name, certificateHosts: certificateHosts(group.host, application), requestsCertificate: first };
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
  return `${host.replace("*", "wildcard")}-tls`;
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
    ...(tls ? { tls: [{ hosts: [...group.certificateHosts], secretName: certificateSecret(group.host) }] } : {}),
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
const pathPrefix = /^(?=.{1,1000}$)(\/|(\/[A-Za-z0-9_-][A-Za-z0-9._-]*)+\/?)$/;

/** Limits of a route that its controller couldn't read, or would read as something else, as sentences. */
function limitErrors({
  maxBodySize,
  requestsPerMinute,
  requestsPerSecond,
  timeoutSeconds,
  to,
}: Route): readonly string[] {
  const counts = { timeoutSeconds, requestsPerMinute, requestsPerSecond };
  return [
    ...Object.entries(counts).flatMap(([key, count]) =>
      count === undefined || (Number.isInteger(count) && count >= 1 && count <= 1_000_000)
        ? []
        : [`Route to ${to} has ${key} ${String(count)}; it must be a whole number from 1 to 1000000.`],
    ),
    ...(maxBodySize === undefined || /^\d{1,9}[kmg]?$/.test(maxBodySize)
      ? []
      : [`Route to ${to} has maxBodySize "${maxBodySize}"; write it like 8m: a number with k, m or g.`]),
  ];
}

/** Why a host can't be redirected to from www, as sentences. */
function wwwErrors({ host, redirectFromWww, to }: Route, { routes = [] }: Application): readonly string[] {
  if (redirectFromWww !== true) return [];
  if (host.startsWith("*."))
    return [
      `Route to ${to} has redirectFromWww, but its host ${host} has every name below it already; leave redirectFromWww out.`,
    ];
  if (host.startsWith("www."))
    return [
      `Route to ${to} has redirectFromWww, but its host ${host} begins with www itself; give it the host ${host.slice("www.".length)}, or leave redirectFromWww out.`,
    ];
  const other = routes.find((route) => route.host === `www.${host}`);
  if (other === undefined) return [];
  return [
    `Route to ${to} has redirectFromWww, but a route to ${other.to} has the host www.${host}; leave one of them out.`,
  ];
}

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
      ...wwwErrors(route, application),
      ...limitErrors(route),
      ...headerProblems(route.headers ?? {}).map((problem) => `Route ${place} ${problem}`),
      ...(/^(?=.{1,245}$)(\*\.)?([a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?\.)+[a-z]{2,63}$/.test(route.host)
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
