import { z } from "zod";
import type { Environment } from "../../components/environment";
import type { PlatformSettings } from "../../components/platform/contract";
import type { PlatformUses } from "../needs";
import { argoCdSchema, kyvernoSchema } from "./platform-delivery-schema";
import { dnsSchema, resolveDns } from "./platform-dns-schema";
import { ingressSchema } from "./platform-ingress-schema";
import { externalSecretsSchema, sealedSecretsSchema, vaultDefaults, vaultSchema } from "./platform-secrets-schema";
import { postgresOperatorSchema } from "./platform-stores-schema";
import { tracingDefaults, tracingSchema } from "./platform-tracing-schema";

/** Size of a volume. */
const size = z
  .string()
  .regex(/^[1-9]\d{0,5}(Mi|Gi|Ti)$/, { error: "write a size such as 20Gi: a whole number with Mi, Gi or Ti" });

/** How long Prometheus keeps samples. */
const retention = z
  .string()
  .regex(/^[1-9]\d{0,4}[hdwy]$/, { error: "write a duration such as 30d: a whole number with h, d, w or y" });

/** How long Loki keeps logs: whole days, because its index has one table a day. */
const logRetention = z
  .string()
  .regex(/^[1-9]\d{0,5}h$/, { error: "write a number of hours such as 336h" })
  .refine((text) => !text.endsWith("h") || Number.parseInt(text, 10) % 24 === 0, {
    error: "write whole days in hours, such as 24h, 72h or 336h: Loki deletes by the day",
  });

const host = z.string().regex(/^(?=.{1,253}$)([a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?\.)+[a-z]{2,63}$/, {
  error: "write a host name such as grafana.example.com",
});

/** What a stack may set of its platform; the rest follows the environment. */
export const platformSchema = z
  .strictObject({
    ingress: ingressSchema,
    certificates: z
      .strictObject({
        enabled: z.boolean().describe("Install cert-manager with the issuers of Let's Encrypt. Default: true."),
        email: z
          .email({ error: "write an e-mail address such as ops@example.com" })
          .describe("Contact of the account at Let's Encrypt. Default: none."),
        issuer: z
          .enum(["staging", "production"])
          .describe(
            "Which service of Let's Encrypt certifies routes: staging has generous limits, but browsers don't trust it. " +
              "Default: production, in dev staging.",
          ),
        challenge: z
          .enum(["http01", "dns01"])
          .describe(
            "How Let's Encrypt is shown whose hosts are: http01 by an answer of the ingress, dns01 by a record in the zones of " +
              "platform.dns, for wildcards and for clusters that can't be reached from outside too. Default: http01.",
          ),
      })
      .partial()
      .describe("Certificates for routes."),
    dns: dnsSchema,
    dapr: z
      .strictObject({
        enabled: z.boolean().describe("Install Dapr. Default: whether the system uses it."),
        ha: z
          .boolean()
          .describe("Three pods of each of Dapr's services, jobs on volumes. Default: true, in dev false."),
        mtls: z.boolean().describe("Encrypt and authenticate the traffic between sidecars. Default: true."),
      })
      .partial()
      .describe("Dapr: sidecars for state, publish/subscribe and calls between services."),
    postgresOperator: postgresOperatorSchema,
    externalSecrets: externalSecretsSchema,
    sealedSecrets: sealedSecretsSchema,
    vault: vaultSchema,
    argoCd: argoCdSchema,
    kyverno: kyvernoSchema,
    monitoring: z
      .strictObject({
        enabled: z.boolean().describe("Install Prometheus, Alertmanager and Grafana. Default: true."),
        retention: retention.describe(
          "How long Prometheus keeps samples, a number with h, d, w or y. Default: 30d, in dev 7d.",
        ),
        storage: size.describe("Volume of Prometheus, in Mi, Gi or Ti. Default: 20Gi, in dev 5Gi."),
        alertmanagerStorage: size.describe("Volume of Alertmanager, in Mi, Gi or Ti. Default: 5Gi, in dev 1Gi."),
        slackChannel: z
          .string()
          .regex(/^[#@][\p{L}\p{N}\p{M}._-]{1,80}$/u, { error: "write a Slack channel such as #alerts-production" })
          .describe(
            "Slack channel that gets alerts, once the secret SLACK_WEBHOOK_URL is set. Default: #alerts-production, in dev none.",
          ),
        grafanaHost: host.describe("Host name of Grafana. Default: none; it is reached by kubectl port-forward."),
      })
      .partial()
      .describe("Metrics, alerts and dashboards."),
    logs: z
      .strictObject({
        enabled: z.boolean().describe("Install Loki and the collector Alloy. Default: true."),
        storage: size.describe("Volume of Loki, in Mi, Gi or Ti. Default: 20Gi, in dev 5Gi."),
        retention: logRetention.describe(
          "How long logs are kept, whole days in hours. Default: 336h (14 days), in dev 72h.",
        ),
      })
      .partial()
      .describe("Logs of all containers."),
    tracing: tracingSchema,
    charts: z
      .strictObject({
        mirror: z
          .string()
          .regex(/^(https?:\/\/|oci:\/\/|(?![a-z][a-z0-9+.-]*:\/\/)).+$/, {
            error: "write an http(s):// or oci:// repository, or a directory of packaged charts",
          })
          .describe(
            "Where all charts come from instead of their own repositories: an http(s) or oci:// repository, or a directory of " +
              "packages <name>-<version>.tgz. Default: none.",
          ),
      })
      .partial()
      .describe("Where charts come from."),
    images: z
      .strictObject({
        mirror: z
          .string()
          .regex(/^[a-z0-9]([a-z0-9.-]*[a-z0-9])?(:\d+)?(\/[a-z0-9._-]+)*$/, {
            error: "write a registry prefix without a scheme, such as registry.internal/mirror",
          })
          .describe(
            "A registry prefix that takes the place of the registry of every image of the platform. Default: none.",
          ),
      })
      .partial()
      .describe("Where images come from."),
  })
  .partial()
  .describe("What this stack's platform does differently from the environment's defaults.");

/** What a stack sets of its platform. */
export type PlatformOverrides = z.infer<typeof platformSchema>;

/** A platform's settings without what comes from elsewhere. */
type PlatformDefaults = Pick<PlatformSettings, "ingress" | "certificates" | "monitoring" | "logs"> & {
  readonly dapr: Omit<PlatformSettings["dapr"], "enabled">;
};

/** Highly available, with the sizes of the Todo plan (sections 1.3 to 1.6). */
const production: PlatformDefaults = {
  ingress: { enabled: true, replicas: 2 },
  certificates: { enabled: true, email: "", issuer: "production", challenge: "http01" },
  dapr: { ha: true, mtls: true },
  monitoring: {
    enabled: true,
    retention: "30d",
    storage: "20Gi",
    alertmanagerStorage: "5Gi",
    slackChannel: "#alerts-production",
  },
  logs: { enabled: true, storage: "20Gi", retention: "336h" },
};

/** What a platform is like unless a stack says otherwise; staging is production's rehearsal and has the same. */
const platformDefaults: Readonly<Record<Environment, PlatformDefaults>> = {
  dev: {
    ingress: { enabled: true, replicas: 1 },
    certificates: { enabled: true, email: "", issuer: "staging", challenge: "http01" },
    dapr: { ha: false, mtls: true },
    monitoring: { enabled: true, retention: "7d", storage: "5Gi", alertmanagerStorage: "1Gi" },
    logs: { enabled: true, storage: "5Gi", retention: "72h" },
  },
  staging: production,
  prod: production,
};

/**
 * The settings of a stack's platform: the environment's, with what the stack sets.
 *
 * @param uses what the stack's system uses: add-ons that only some systems need are there for those
 * @param domain the stack's, which is its DNS zone unless it names others
 */
export function resolvePlatform(
  overrides: PlatformOverrides | undefined,
  environment: Environment,
  uses: PlatformUses,
  domain = "example.com",
): PlatformSettings {
  const { certificates, charts, dapr, images, ingress, logs, monitoring, postgresOperator } = overrides ?? {};
  const { externalSecrets, sealedSecrets, tracing, vault } = overrides ?? {};
  const defaults = platformDefaults[environment];
  const dns = resolveDns(overrides?.dns, domain);
  return {
    environment,
    mirrors: {
      ...(charts?.mirror === undefined ? {} : { charts: charts.mirror }),
      ...(images?.mirror === undefined ? {} : { images: images.mirror }),
    },
    ingress: { ...defaults.ingress, ...given(ingress) },
    certificates: { ...defaults.certificates, ...given(certificates) },
    ...(dns === undefined ? {} : { dns }),
    dapr: { ...defaults.dapr, enabled: uses.dapr, ...given(dapr) },
    postgresOperator: { enabled: postgresOperator?.enabled ?? uses.postgresOperator },
    externalSecrets: { enabled: externalSecrets?.enabled ?? uses.externalSecrets },
    sealedSecrets: { enabled: sealedSecrets?.enabled ?? uses.sealedSecrets },
    vault: { ...vaultDefaults(environment), enabled: uses.vault, ...given(vault) },
    argoCd: { enabled: overrides?.argoCd?.enabled ?? uses.argoCd },
    kyverno: { enabled: overrides?.kyverno?.enabled ?? uses.kyverno },
    monitoring: { ...defaults.monitoring, ...given(monitoring) },
    logs: { ...defaults.logs, ...given(logs) },
    tracing: { ...tracingDefaults(environment), enabled: uses.tracing, ...given(tracing) },
  };
}

/** What is set of an object: a setting that is present but undefined would hide the default. */
function given<T extends object>(settings: T | undefined): { [K in keyof T]?: Exclude<T[K], undefined> } {
  const entries = Object.entries(settings ?? {}).filter(([, value]) => value !== undefined);
  // The same keys with fewer values: what the return type says, which Object.fromEntries can't know.
  return Object.fromEntries(entries) as { [K in keyof T]?: Exclude<T[K], undefined> };
}
