import { z } from "zod";

/** What a stack may set of the operators that run stores in the cluster. */
export const postgresOperatorSchema = z
  .strictObject({
    enabled: z
      .boolean()
      .describe("Install CloudNativePG. Default: whether the system has a PostgreSQL in the cluster."),
  })
  .partial()
  .describe("CloudNativePG: the operator that runs PostgreSQL in the cluster.");
