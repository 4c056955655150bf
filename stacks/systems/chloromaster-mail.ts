import { type Connection, internet } from "../../components/application/connections";
import type { Workload } from "../../components/application/contract";
import { mailCatcher } from "../../components/application/mail-catcher";
import { type SecretSource, supplied } from "../../components/application/secrets";

/** How the backend's mail goes out. */
interface Mail {
  readonly config: Readonly<Record<string, string>>;
  readonly secrets: Readonly<Record<string, SecretSource>>;
  readonly workloads: Readonly<Record<string, Workload>>;
  readonly connection: Connection;
}

/** To everybody, by SendGrid. */
export const sentMail: Mail = {
  config: { SMTP__HOST: "smtp.sendgrid.net", SMTP__PORT: "587", SMTP__USERNAME: "apikey" },
  secrets: { SMTP__PASSWORD: supplied("SendGrid's API key", "SG.stand-in-sendgrid-key") },
  workloads: {},
  connection: internet("SendGrid", 587),
};

/** To nobody: Mailpit keeps it, and shows it on port 8025. */
export function caughtMail(mirrored: (reference: string) => string): Mail {
  return {
    config: { SMTP__HOST: "mail", SMTP__PORT: "1025" },
    secrets: {},
    workloads: { mail: mailCatcher({ image: mirrored("docker.io/axllent/mailpit:v1.27.11") }) },
    connection: "mail",
  };
}
