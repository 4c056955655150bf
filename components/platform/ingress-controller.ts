import type { Output } from "@pulumi/pulumi";
import type { IngressControllerName, RouteSettings } from "./contract";
import { nginxController } from "./nginx-routes";

/** What an application needs to know of an ingress controller: how it is called, found, and told what a route asks. */
export interface IngressController {
  readonly className: string;
  /** Where its pods run. */
  readonly namespace: string;
  /** Labels of its pods, for network policies. */
  readonly podLabels: Readonly<Record<string, string>>;
  /** A route's settings in this controller's own annotations. */
  readonly annotations: (route: RouteSettings) => Readonly<Record<string, string>>;
  /** The annotation by which an Ingress gets the response headers in a ConfigMap of its namespace. */
  readonly headersAnnotation: (
    namespace: string,
    configMap: Output<string>,
  ) => Readonly<Record<string, Output<string>>>;
  /** What a person should know before building on this controller. */
  readonly notice?: string;
}

/**
 * The controllers that can serve routes. Another one is added here and to `IngressControllerName`, with an add-on
 * that installs it; applications speak of {@link RouteSettings} only and stay as they are.
 */
export const ingressControllers: Readonly<Record<IngressControllerName, IngressController>> = {
  nginx: nginxController,
};
