import { strict as assert } from "node:assert/strict";
import type { RouteSettings } from "../../../components/platform/contract";
import { type IngressController, ingressControllers } from "../../../components/platform/ingress-controller";

const streaming: RouteSettings = { timeoutSeconds: 3600, streaming: true, sessionAffinity: true };

/** A second controller, as somebody could add it: other words for the same wishes. */
const traefik: IngressController = {
  className: "traefik",
  namespace: "traefik",
  podLabels: { "app.kubernetes.io/name": "traefik" },
  headersAnnotation: () => ({}),
  annotations: (route) => ({
    ...(route.sessionAffinity === true ? { "traefik.ingress.kubernetes.io/service.sticky.cookie": "true" } : {}),
    ...(route.redirectToHttps === true ? { "traefik.ingress.kubernetes.io/router.entrypoints": "websecure" } : {}),
  }),
};

/** What an application does with whichever controller there is; it knows neither. */
function ingressOf(controller: IngressController, route: RouteSettings) {
  return { ingressClassName: controller.className, annotations: controller.annotations(route) };
}

describe("ingressControllers", () => {
  it("say the same wishes in their own words, without the application knowing", () => {
    assert.deepEqual(ingressOf(traefik, streaming), {
      ingressClassName: "traefik",
      annotations: { "traefik.ingress.kubernetes.io/service.sticky.cookie": "true" },
    });
    assert.deepEqual(ingressOf(ingressControllers.nginx, streaming), {
      ingressClassName: "nginx",
      annotations: {
        "nginx.ingress.kubernetes.io/proxy-read-timeout": "3600",
        "nginx.ingress.kubernetes.io/proxy-send-timeout": "3600",
        "nginx.ingress.kubernetes.io/proxy-buffering": "off",
        "nginx.ingress.kubernetes.io/proxy-request-buffering": "off",
        "nginx.ingress.kubernetes.io/affinity": "cookie",
        "nginx.ingress.kubernetes.io/session-cookie-name": "rootstock-affinity",
        "nginx.ingress.kubernetes.io/session-cookie-secure": "true",
        "nginx.ingress.kubernetes.io/session-cookie-samesite": "Lax",
      },
    });
  });

  it("nginx: sets only what a route asks for, as text", () => {
    const { annotations } = ingressControllers.nginx;
    assert.deepEqual(annotations({}), {});
    assert.deepEqual(annotations({ streaming: false, sessionAffinity: false }), {});
    assert.deepEqual(annotations({ maxBodySize: "8m", requestsPerMinute: 300, redirectToHttps: true }), {
      "nginx.ingress.kubernetes.io/proxy-body-size": "8m",
      "nginx.ingress.kubernetes.io/limit-rpm": "300",
      "nginx.ingress.kubernetes.io/ssl-redirect": "true",
      "nginx.ingress.kubernetes.io/force-ssl-redirect": "true",
    });
    assert.deepEqual(
      annotations({ requestsPerSecond: 20, redirectFromWww: true, headers: { "X-Robots-Tag": "none" } }),
      {
        "nginx.ingress.kubernetes.io/limit-rps": "20",
        "nginx.ingress.kubernetes.io/from-to-www-redirect": "true",
      },
    );
    assert.deepEqual(annotations({ redirectFromWww: false }), {});
    assert.equal(annotations({ redirectToHttps: false })["nginx.ingress.kubernetes.io/ssl-redirect"], "false");
  });

  it("nginx: says that it is retired; another controller may have nothing to say", () => {
    assert.match(ingressControllers.nginx.notice ?? "", /retired upstream in March 2026.*1\.15\.1/);
    assert.equal(traefik.notice, undefined);
  });
});
