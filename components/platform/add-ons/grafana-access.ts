import * as k8s from "@pulumi/kubernetes";
import { type Input, interpolate, type Output, type Resource } from "@pulumi/pulumi";
import { RandomPassword } from "@pulumi/random";
import type { IngressControllerName } from "../contract";
import { ingressControllers } from "../ingress-controller";
import { charts } from "../versions";

/** The Secret with Grafana's administrator, and the keys in it. */
export const grafanaAdminSecret = {
  name: "grafana-admin",
  userKey: "admin-user",
  passwordKey: "admin-password",
} as const;

/** Grafana's Service. */
export const grafanaService = `${charts["kube-prometheus-stack"].release}-grafana`;

/** Where objects of this file belong. */
export interface GrafanaPlace {
  readonly namespace: Input<string>;
  readonly provider: k8s.Provider;
  readonly parent: Resource;
}

/** The administrator's password: made once, kept in the state, given to Grafana by a Secret. */
export function createGrafanaAdmin(place: GrafanaPlace): {
  readonly password: Output<string>;
  readonly secret: k8s.core.v1.Secret;
} {
  const { namespace, parent, provider } = place;
  const { result: password } = new RandomPassword(
    grafanaAdminSecret.name,
    // Without symbols it can be pasted anywhere; 32 letters and digits are 190 bits.
    { length: 32, special: false },
    { parent },
  );
  const secret = new k8s.core.v1.Secret(
    grafanaAdminSecret.name,
    {
      metadata: { name: grafanaAdminSecret.name, namespace },
      stringData: { [grafanaAdminSecret.userKey]: "admin", [grafanaAdminSecret.passwordKey]: password },
    },
    { parent, provider },
  );
  return { password, secret };
}

/** How Grafana is published. */
export interface GrafanaRoute {
  readonly host: string;
  readonly controller: IngressControllerName;
  /** ClusterIssuer of its certificate; plain HTTP without one. */
  readonly issuer?: string;
  /** Before it can be made: the controller's admission webhook, and Grafana itself. */
  readonly after: readonly Resource[];
}

/**
 * Grafana's Ingress. It is not left to the chart, so that monitoring needn't wait for the ingress controller and its
 * load balancer.
 */
export function createGrafanaRoute(route: GrafanaRoute, place: GrafanaPlace): Output<string> {
  const controller = ingressControllers[route.controller];
  const ingress = new k8s.networking.v1.Ingress(
    grafanaService,
    {
      metadata: {
        name: grafanaService,
        namespace: place.namespace,
        annotations: {
          ...controller.annotations({ redirectToHttps: route.issuer !== undefined }),
          ...(route.issuer === undefined ? {} : { "cert-manager.io/cluster-issuer": route.issuer }),
        },
      },
      spec: {
        ingressClassName: controller.className,
        ...(route.issuer === undefined ? {} : { tls: [{ hosts: [route.host], secretName: `${route.host}-tls` }] }),
        rules: [
          {
            host: route.host,
            http: {
              paths: [
                { path: "/", pathType: "Prefix", backend: { service: { name: grafanaService, port: { number: 80 } } } },
              ],
            },
          },
        ],
      },
    },
    { parent: place.parent, provider: place.provider, dependsOn: [...route.after] },
  );
  // Through the Ingress, so that the address is only told once it is there.
  return interpolate`${route.issuer === undefined ? "http" : "https"}://${ingress.spec.apply(() => route.host)}`;
}
