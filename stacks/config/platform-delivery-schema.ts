import { z } from "zod";

/** What a stack may set of Argo CD. */
export const argoCdSchema = z
  .strictObject({
    enabled: z.boolean().describe("Install Argo CD. Default: whether the system follows a repository."),
  })
  .partial()
  .describe("Argo CD: keeps namespaces in step with repositories of manifests.");

/** What a stack may set of Kyverno. */
export const kyvernoSchema = z
  .strictObject({
    enabled: z.boolean().describe("Install Kyverno. Default: whether the system's images must be signed."),
  })
  .partial()
  .describe("Kyverno: verifies the signatures of images before they run.");
