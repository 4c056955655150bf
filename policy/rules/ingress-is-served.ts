import type { Context, PlannedObject, Rule, Violation } from "../contract";
import { find, namespaceOf, ofKind, specOf } from "../objects";

function issuerFault(context: Context, object: PlannedObject): string | undefined {
  const { annotations = {} } = object.metadata;
  const ofCluster = annotations["cert-manager.io/cluster-issuer"];
  const own = annotations["cert-manager.io/issuer"];
  if (ofCluster !== undefined) {
    const known =
      context.given.clusterIssuers.includes(ofCluster) ||
      ofKind(context, "ClusterIssuer").some(({ metadata }) => metadata.name === ofCluster);
    if (!known) return `asks the ClusterIssuer ${ofCluster} for its certificate, which doesn't exist.`;
  }
  return own === undefined || find(context, "Issuer", namespaceOf(object), own) !== undefined
    ? undefined
    : `asks the Issuer ${own} for its certificate, which doesn't exist in its namespace.`;
}

function classFault(context: Context, object: PlannedObject): string | undefined {
  const { ingressClassName } = specOf<{ readonly ingressClassName: string }>(object);
  if (ingressClassName === undefined)
    return "has no ingress class, so no controller or any of them serves it; name one.";
  return context.given.ingressClasses.includes(ingressClassName) ||
    ofKind(context, "IngressClass").some(({ metadata }) => metadata.name === ingressClassName)
    ? undefined
    : `is of the ingress class ${ingressClassName}, which no controller serves.`;
}

function violations(context: Context): readonly Violation[] {
  return ofKind(context, "Ingress").flatMap((object) =>
    [issuerFault(context, object), classFault(context, object)].flatMap((message) =>
      message === undefined ? [] : [{ object, message }],
    ),
  );
}

/** Every ingress class and issuer that is named has to exist. */
export const ingressIsServed: Rule = {
  name: "ingress-is-served",
  reason: "An Ingress whose class nobody serves has no address, and one whose issuer doesn't exist has no certificate.",
  check: violations,
};
