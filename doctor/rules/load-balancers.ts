import { minutesSince } from "../age";
import type { Rule } from "../contract";
import { describeIt, nameOf, warningAbout } from "../naming";

/** Minutes that a cloud may take for a load balancer's address. */
const usualMinutes = 5;

/** Services that have waited too long for their load balancer's address. */
export const loadBalancers: Rule = (seen) =>
  seen.services
    .filter(
      ({ metadata, spec, status }) =>
        spec?.type === "LoadBalancer" &&
        (status?.loadBalancer?.ingress ?? []).length === 0 &&
        minutesSince(seen, metadata?.creationTimestamp) >= usualMinutes,
    )
    .map((service) => ({
      severity: "broken",
      what: nameOf("service", service),
      why: `its load balancer has no address: ${
        warningAbout(seen, "Service", service) ??
        "nobody says why; a cluster without a cloud needs something that hands out addresses, such as MetalLB"
      }`,
      ...(service.metadata?.creationTimestamp === undefined ? {} : { since: service.metadata.creationTimestamp }),
      run: [describeIt("service", service)],
    }));
