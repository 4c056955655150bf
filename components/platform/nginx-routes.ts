import type { RouteSettings } from "./contract";
import type { IngressController } from "./ingress-controller";
import { charts } from "./versions";

const prefix = "nginx.ingress.kubernetes.io";

/**
 * ingress-nginx: what was asked for, though upstream has retired it.
 *
 * @see https://kubernetes.io/blog/2025/11/11/ingress-nginx-retirement
 */
export const nginxController: IngressController = {
  className: "nginx",
  namespace: charts["ingress-nginx"].namespace,
  podLabels: {
    "app.kubernetes.io/name": "ingress-nginx",
    "app.kubernetes.io/component": "controller",
  },
  annotations: nginxAnnotations,
  headersAnnotation: (namespace, configMap) => ({
    [`${prefix}/custom-headers`]: configMap.apply((name) => `${namespace}/${name}`),
  }),
  notice:
    `ingress-nginx was retired upstream in March 2026: version ${charts["ingress-nginx"].appVersion} is its last and gets no security ` +
    "fixes; plan to move to another ingress controller (routes are described without nginx, so applications stay as they are).",
};

/** A route's settings as annotations of ingress-nginx; only what the route asks for is set. */
function nginxAnnotations(route: RouteSettings): Readonly<Record<string, string>> {
  const annotations: Record<string, string> = {};
  const set = (key: string, value: string | number | boolean): void => {
    annotations[`${prefix}/${key}`] = String(value);
  };
  if (route.timeoutSeconds !== undefined) {
    set("proxy-read-timeout", route.timeoutSeconds);
    set("proxy-send-timeout", route.timeoutSeconds);
  }
  if (route.streaming === true) {
    set("proxy-buffering", "off");
    set("proxy-request-buffering", "off");
  }
  if (route.sessionAffinity === true) {
    set("affinity", "cookie");
    set("session-cookie-name", "rootstock-affinity");
    // Without these a cookie would be sent over plain HTTP and to other sites.
    set("session-cookie-secure", true);
    set("session-cookie-samesite", "Lax");
  }
  if (route.maxBodySize !== undefined) {
    set("proxy-body-size", route.maxBodySize);
  }
  if (route.requestsPerMinute !== undefined) {
    set("limit-rpm", route.requestsPerMinute);
  }
  if (route.requestsPerSecond !== undefined) {
    set("limit-rps", route.requestsPerSecond);
  }
  if (route.redirectFromWww === true) {
    set("from-to-www-redirect", true);
  }
  if (route.redirectToHttps !== undefined) {
    set("ssl-redirect", route.redirectToHttps);
    set("force-ssl-redirect", route.redirectToHttps);
  }
  return annotations;
}
