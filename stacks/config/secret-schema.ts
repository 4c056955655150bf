import { z } from "zod";
import { secretName } from "../../components/application/secrets";

const name = z.string().regex(secretName, "write a secret's name in capitals, such as JWT_SECRET_KEY");

const externalStore = z
  .discriminatedUnion("kind", [
    z.strictObject({
      kind: z.literal("aws").describe("AWS Secrets Manager."),
      region: z.string().min(1).describe("Region of AWS, e.g. us-east-1."),
      role: z
        .string()
        .regex(/^arn:aws[a-z-]*:iam::\d{12}:role\/.+$/, {
          error: "write the ARN of a role, such as arn:aws:iam::123456789012:role/juniper-secrets",
        })
        .exactOptional()
        .describe("ARN of the IAM role that may read the entry. Default: that of External Secrets' own pods."),
    }),
    z.strictObject({
      kind: z.literal("gcp").describe("Google Secret Manager."),
      project: z.string().min(6).describe("Project of Google Cloud."),
    }),
    z.strictObject({
      kind: z.literal("vault").describe("HashiCorp Vault, outside of this cluster."),
      address: z
        .url({ protocol: /^https?$/, error: "write an address such as https://vault.example.com:8200" })
        .describe("Address of Vault."),
      role: z.string().min(1).describe("Role of Vault's Kubernetes authentication."),
    }),
  ])
  .describe("The store that External Secrets reads.");

/** Where secrets live. */
export const secretBackEndSchema = z
  .discriminatedUnion("kind", [
    z.strictObject({ kind: z.literal("state").describe("The stack's encrypted state.") }),
    z.strictObject({
      kind: z.literal("external-secrets").describe("A store outside of the cluster, read by External Secrets."),
      store: externalStore,
      entry: z.string().min(1).describe("Entry in the store, with a property for each secret: juniper-canopy/prod."),
    }),
    z.strictObject({
      kind: z.literal("sealed-secrets").describe("Encrypted texts in this file, which only the cluster can read."),
      sealed: z
        .record(name, z.string().min(1))
        .default({})
        .describe("Encrypted text by name of the secret, made by kubeseal --raw --scope namespace-wide."),
    }),
    z.strictObject({
      kind: z.literal("vault").describe("HashiCorp Vault, whose agent writes secrets into the pods."),
      path: z.string().min(1).describe("Path of the entry, with a field for each secret: secret/data/prod/app."),
      role: z.string().min(1).describe("Role of Vault's Kubernetes authentication."),
    }),
  ])
  .describe("Where the values of secrets live; workloads stay as they are. Default: the system's own, or state.");

/** How often each secret was changed. */
export const secretVersionsSchema = z
  .record(
    name,
    z.strictObject({
      version: z.int().min(1).describe("Counted up with every change; a generated value is made anew."),
      rotated: z.iso.date({ error: "write a day such as 2026-11-20" }).describe("Day of the change."),
      previous: z
        .boolean()
        .exactOptional()
        .describe("The value before it is accepted as well, by those who take two. Default: false."),
    }),
  )
  .describe("Version and day of the last change of secrets, by name. Default: version 1 of each.");
