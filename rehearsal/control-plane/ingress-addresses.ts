import type { V1Ingress, V1IngressClass, V1IngressLoadBalancerIngress, V1Service } from "@kubernetes/client-node";
import type { ClusterClient } from "./api";
import { asMergePatch } from "./api";
import type { Repetition } from "./repeat";
import { repeat } from "./repeat";

const instanceLabel = "app.kubernetes.io/instance";

/**
 * The address that an Ingress gets from its controller: that of the load balancer which was installed together with
 * its class. Undefined while there is none.
 */
export function addressOf(
  ingress: V1Ingress,
  classes: readonly V1IngressClass[],
  services: readonly V1Service[],
): V1IngressLoadBalancerIngress | undefined {
  const isDefault = (one: V1IngressClass): boolean =>
    one.metadata?.annotations?.["ingressclass.kubernetes.io/is-default-class"] === "true";
  const wanted = ingress.spec?.ingressClassName ?? ingress.metadata?.annotations?.["kubernetes.io/ingress.class"];
  const ingressClass = classes.find((one) => (wanted === undefined ? isDefault(one) : one.metadata?.name === wanted));
  if (ingressClass === undefined) return undefined;
  const balancers = services.filter((service) => service.spec?.type === "LoadBalancer");
  const instance = ingressClass.metadata?.labels?.[instanceLabel];
  const together = balancers.filter((service) => service.metadata?.labels?.[instanceLabel] === instance);
  // A controller that carries no labels can only be the one that there is.
  const balancer = together[0] ?? (balancers.length === 1 ? balancers[0] : undefined);
  const address = balancer?.status?.loadBalancer?.ingress?.[0];
  if (address?.ip !== undefined) return { ip: address.ip };
  return address?.hostname === undefined ? undefined : { hostname: address.hostname };
}

/** Does what ingress controllers do, whose pods are simulated: shows the load balancer's address on every Ingress. */
export function startIngressAddresses(client: ClusterClient): Repetition {
  return repeat(1000, async () => {
    const ingresses = (await client.networking.listIngressForAllNamespaces()).items.filter(
      (ingress) => (ingress.status?.loadBalancer?.ingress ?? []).length === 0,
    );
    if (ingresses.length === 0) return;
    const [classes, services] = await Promise.all([
      client.networking.listIngressClass(),
      client.core.listServiceForAllNamespaces(),
    ]);
    await Promise.all(
      ingresses.map(async (ingress) => {
        const address = addressOf(ingress, classes.items, services.items);
        if (address === undefined) return;
        const { name = "", namespace = "" } = ingress.metadata ?? {};
        const body = { status: { loadBalancer: { ingress: [address] } } };
        await client.networking.patchNamespacedIngressStatus({ name, namespace, body }, asMergePatch);
      }),
    );
  });
}
