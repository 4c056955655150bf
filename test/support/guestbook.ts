import { internet } from "../../components/application/connections";
import { supplied } from "../../components/application/secrets";
import { defineSystem } from "../../stacks/systems/contract";

/** A guestbook: one web service with a database outside of the cluster. */
export const guestbook = defineSystem<{ readonly pods: number }>({
  name: "guestbook",
  environments: { dev: { pods: 1 }, staging: { pods: 1 }, prod: { pods: 3 } },
  application: ({ pods }, { domain, environment, image }) => ({
    name: "guestbook",
    namespace: `guestbook-${environment}`,
    secrets: { DATABASE_URL: supplied("PostgreSQL's address", "postgresql://stand-in@db.invalid/guestbook") },
    workloads: {
      web: {
        kind: "deployment",
        image: image("ghcr.io/acme/guestbook", "web"),
        port: 8080,
        scale: pods,
        resources: { cpu: { request: "100m", limit: "500m" }, memory: { request: "128Mi", limit: "256Mi" } },
        probes: { readiness: { path: "/healthz" } },
        secrets: ["DATABASE_URL"],
        connectsTo: [internet("PostgreSQL", 5432)],
      },
    },
    routes: [{ host: `guestbook.${domain}`, path: "/", to: "web" }],
  }),
});
