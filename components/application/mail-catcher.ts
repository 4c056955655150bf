import type { DeploymentWorkload } from "./contract";
import { resources } from "./resources";

/** Settings of {@link mailCatcher}. */
export interface MailCatcherArgs {
  /** Mailpit's image, in full. */
  readonly image: string;
}

const port = { smtp: 1025, web: 8025 } as const;

/**
 * Mailpit: takes every mail that a test environment sends, and delivers none. Its port is SMTP's; the mail is read with
 * `kubectl port-forward deployment/NAME 8025` at http://localhost:8025. It forgets what it has when it restarts.
 */
export function mailCatcher({ image }: MailCatcherArgs): DeploymentWorkload {
  return {
    kind: "deployment",
    image,
    port: port.smtp,
    scale: 1,
    resources: resources(["10m", "100m"], ["32Mi", "128Mi"]),
    probes: { readiness: { path: "/readyz", port: port.web }, liveness: { path: "/livez", port: port.web } },
    // Clients log in as they do in production, over a connection that never leaves the namespace. It keeps 500 mails.
    config: { MP_DATABASE: "/tmp/mailpit.db", MP_SMTP_AUTH_ACCEPT_ANY: "true", MP_SMTP_AUTH_ALLOW_INSECURE: "true" },
    writable: ["/tmp"],
  };
}
