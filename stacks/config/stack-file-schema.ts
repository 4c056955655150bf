import { z } from "zod";
import { secretName } from "../../components/application/secrets";
import { projectName } from "./raw";
import { configSchema } from "./schema";

/** A JSON Schema, as far as anybody needs to look into it. */
export type JsonSchema = Readonly<Record<string, unknown>>;

/** Secrets as `pulumi config set --secret` writes them. */
const secretsSchema: JsonSchema = {
  description: "Supplied secrets, encrypted: pulumi config set --secret --path 'secrets.NAME'.",
  type: "object",
  propertyNames: { pattern: secretName.source },
  additionalProperties: {
    type: "object",
    properties: { secure: { type: "string" } },
    required: ["secure"],
    additionalProperties: false,
  },
};

/** Settings for which Pulumi.yaml has a default, so that a stack's file may leave them out. */
export const defaultedSettings: readonly string[] = [
  "system",
  "domain",
  "digests",
  "platform",
  "stores",
  "slots",
  "secretVersions",
];

/**
 * The JSON Schema of a stack's file, so that editors complete and check it: the project's keys from the schema that
 * the program itself uses, and what Pulumi keeps beside them. Rules that tie settings together are left to the program.
 */
export function stackFileSchema(): JsonSchema {
  const { properties = {}, required = [] } = z.toJSONSchema(configSchema, { io: "input", target: "draft-7" });
  const full = (key: string): string => `${projectName}:${key}`;
  return {
    $schema: "http://json-schema.org/draft-07/schema#",
    title: "Pulumi.<stack>.yaml of Rootstock",
    description: "Written by npm run schema from stacks/config/schema.ts; don't edit it.",
    type: "object",
    properties: {
      config: {
        description: "Settings of the stack.",
        type: "object",
        properties: {
          ...Object.fromEntries(Object.entries(properties).map(([key, schema]) => [full(key), schema])),
          [full("secrets")]: secretsSchema,
        },
        patternProperties: {
          [`^(?!${projectName}:)[^:]+:`]: { description: "A setting of a provider, such as aws:region." },
        },
        required: required.filter((key) => !defaultedSettings.includes(key)).map(full),
        additionalProperties: false,
      },
      secretsprovider: { description: "Who encrypts secrets; Pulumi's own.", type: "string" },
      encryptedkey: { description: "Pulumi's own.", type: "string" },
      encryptionsalt: { description: "Pulumi's own.", type: "string" },
      environment: { description: "Pulumi ESC environments.", type: ["array", "object"] },
    },
    required: ["config"],
    additionalProperties: false,
  };
}
