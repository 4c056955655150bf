import * as k8s from "@pulumi/kubernetes";
import type { Output } from "@pulumi/pulumi";
import type { PlatformHandle } from "../platform/contract";
import { ingressControllers } from "../platform/ingress-controller";
import type { Application } from "./contract";
import { type IngressGroup, ingressGroups, ingressSpec } from "./routes";
import type { Child, Metadata } from "./workload-args";

/** The object that holds a group's response headers, under a name of its own for each content. */
function createHeaders(group: IngressGroup, metadata: Metadata, child: Child): Output<string> | undefined {
  const { headers } = group.settings;
  if (headers === undefined || Object.keys(headers).length === 0) return undefined;
  const content = { metadata, immutable: true, data: { ...headers } };
  // The controller doesn't notice a change within it: another name, and so another annotation, it does.
  return new k8s.core.v1.ConfigMap(`${group.name}-headers`, content, child).metadata.name;
}

/** The Ingress objects of an application's routes, in terms of the controller that serves them. */
export function createIngresses(
  application: Application,
  platform: PlatformHandle,
  metadata: Metadata,
  child: Child,
): void {
  const groups = ingressGroups(application);
  const { ingress, issuers } = platform.facts;
  if (groups.length === 0 || ingress === undefined) return;
  const controller = ingressControllers[ingress.controller];
  const tls = application.tls ?? "production";
  const issuer = tls === "none" ? undefined : issuers?.[tls];
  for (const group of groups) {
    const headers = createHeaders(group, metadata, child);
    new k8s.networking.v1.Ingress(
      group.name,
      {
        metadata: {
          ...metadata,
          name: group.name,
          annotations: {
            ...controller.annotations({ redirectToHttps: issuer !== undefined, ...group.settings }),
            ...(headers === undefined ? {} : controller.headersAnnotation(application.namespace, headers)),
            ...(group.requestsCertificate && issuer !== undefined ? { "cert-manager.io/cluster-issuer": issuer } : {}),
            "pulumi.com/skipAwait": "true",
          },
        },
        spec: ingressSpec(application, group, ingress.className, issuer !== undefined),
      },
      { ...child, dependsOn: [...platform.gates.ingress] },
    );
  }
}
