import { minutesSince } from "../age";
import type { CertificateObject, Rule, Seen, Trouble } from "../contract";
import { describeIt, nameOf } from "../naming";

/** Minutes that a certificate may take. */
const usualMinutes = 10;

const readiness = ({ status }: CertificateObject) => status?.conditions?.find(({ type }) => type === "Ready");

/** Orders and challenges of a certificate that aren't fulfilled. */
function openSteps({ challenges, orders }: Seen, { metadata }: CertificateObject) {
  const ownOrders = orders.filter(
    (order) =>
      order.metadata.namespace === metadata.namespace &&
      order.metadata.annotations?.["cert-manager.io/certificate-name"] === metadata.name &&
      order.status?.state !== "valid",
  );
  const names = ownOrders.map((order) => order.metadata.name);
  const ownChallenges = challenges.filter(
    ({ metadata: { namespace, ownerReferences = [] }, status }) =>
      namespace === metadata.namespace &&
      status?.state !== "valid" &&
      ownerReferences.some(({ kind, name }) => kind === "Order" && names.includes(name)),
  );
  return { orders: ownOrders, challenges: ownChallenges };
}

function troubleOf(seen: Seen, certificate: CertificateObject): Trouble {
  const ready = readiness(certificate);
  const { challenges, orders } = openSteps(seen, certificate);
  const reasons = [
    ...challenges.map(
      ({ spec, status }) =>
        `${spec?.type ?? "challenge"} for ${spec?.dnsName ?? "its host"} is ${status?.state ?? "pending"}: ${status?.reason ?? "no reason is told"}`,
    ),
    ...orders.flatMap(({ status }) =>
      status?.reason === undefined ? [] : [`its order is ${status.state ?? "pending"}: ${status.reason}`],
    ),
  ];
  const since = ready?.lastTransitionTime ?? certificate.metadata.creationTimestamp;
  const hosts = challenges.flatMap(({ spec }) => (spec?.type === "HTTP-01" ? (spec.dnsName ?? []) : []));
  return {
    severity: "broken",
    what: nameOf("certificate", certificate),
    why: [`not issued: ${ready?.message ?? "cert-manager has not looked at it"}`, ...reasons].join("; "),
    ...(since === undefined ? {} : { since }),
    run: [
      ...challenges.map((challenge) => describeIt("challenge", challenge)),
      ...(challenges.length === 0 ? [describeIt("certificate", certificate)] : []),
      ...hosts.map((host) => `dig +short ${host}`),
    ],
  };
}

/** Certificates that cert-manager hasn't got, with the reasons of their orders and challenges. */
export const certificates: Rule = (seen) =>
  seen.certificates
    .filter((certificate) => {
      const ready = readiness(certificate);
      const since = ready?.lastTransitionTime ?? certificate.metadata.creationTimestamp;
      const failed = openSteps(seen, certificate).orders.some(({ status }) =>
        ["invalid", "errored", "expired"].includes(status?.state ?? ""),
      );
      return ready?.status !== "True" && (failed || minutesSince(seen, since) >= usualMinutes);
    })
    .map((certificate) => troubleOf(seen, certificate));
