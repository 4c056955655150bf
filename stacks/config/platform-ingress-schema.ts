import { z } from "zod";

/** What a stack may set of its ingress controller. */
export const ingressSchema = z
  .strictObject({
    enabled: z.boolean().describe("Install the ingress controller. Default: true."),
    replicas: z.int().min(1).max(10).describe("Pods of the ingress controller, 1 to 10. Default: 2, in dev 1."),
    upstreamKeepalive: z
      .int()
      .min(1)
      .max(10_000)
      .describe("Idle connections that each worker of the ingress controller keeps open to pods. Default: 320."),
    timeoutSeconds: z
      .int()
      .min(1)
      .max(86_400)
      .describe(
        "Seconds of silence after which the ingress controller gives up a connection to a pod, for routes that don't " +
          "say, 1 to 86400. Default: 60.",
      ),
  })
  .partial()
  .describe("The ingress controller, by which requests reach applications.");
