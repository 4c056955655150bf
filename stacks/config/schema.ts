import { z } from "zod";
import { environments } from "../../components/environment";
import { systemNames } from "../systems";
import { clusterSchema } from "./cluster-schema";
import { digestsSchema } from "./digests";
import { platformSchema } from "./platform-schema";
import { previewSchema } from "./preview-schema";
import { secretBackEndSchema, secretVersionsSchema } from "./secret-schema";
import { sleepSchema } from "./sleep-schema";

const tag = z
  .string()
  .regex(
    /^([A-Za-z0-9_][A-Za-z0-9_.-]{0,127})?(@?sha256:[a-f0-9]{64})?$/,
    "it must be an image tag such as v1.2.3, a digest sha256:…, or both as v1.2.3@sha256:…",
  )
  .refine((text) => text !== "latest", {
    error:
      "it must be a tag that stays what it is, such as v1.2.3 or 1.2.3-abc123f: latest is another image tomorrow, without a way back",
  });

/**
 * Everything that a stack configures, but for its secrets: type, constraint, default and meaning of a setting in one
 * place. What a system is stands in `stacks/systems/`.
 */
export const configSchema = z.strictObject({
  system: z.enum(systemNames).describe("The system to deploy: a file in stacks/systems."),
  environment: z.enum(environments).describe("Which row of the system's environments table applies."),
  cluster: clusterSchema.describe("The cluster: its kind and what that kind takes."),
  domain: z
    .string()
    .max(200)
    .regex(
      /^([a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?\.)+[a-z]{2,63}$/,
      "it must be a domain in lower case, such as example.com",
    )
    .describe("Domain that the environment's hosts are made from, e.g. example.com."),
  imageTag: z
    .union([tag.min(1), z.record(z.string(), tag.min(1))])
    .describe("Image tag or digest, one for all workloads or one per workload; `default` stands for the others."),
  digests: digestsSchema,
  platform: platformSchema.default({}).describe("What differs from the environment's platform defaults."),
  stores: z
    .record(z.string(), z.enum(["cluster", "managed", "external"]))
    .default({})
    .describe(
      "Where stores live, by name: in the cluster, managed by its cloud, or external (secrets.<NAME>_URL). Default: the system's own.",
    ),
  slots: z
    .record(z.string(), z.enum(["blue", "green"]))
    .default({})
    .describe("The slot that serves, by workload that is released blue/green. Default: blue."),
  sleep: sleepSchema.optional(),
  preview: previewSchema.optional(),
  secretBackEnd: secretBackEndSchema.optional(),
  secretVersions: secretVersionsSchema.default({}),
});

/** The configuration as it is written, parsed. */
export type ParsedConfig = z.output<typeof configSchema>;
