import { join } from "node:path";
import { z } from "zod";
import { UsageError } from "../components/errors";
import { largestPlan, planList, withoutSecretData } from "../plan/manifests";
import type { Registration } from "../plan/registration";
import type { Finding } from "../policy/contract";
import { shown } from "../stacks/config/plain-secrets";
import { readOrdinaryFile } from "../stacks/ordinary-file";

/** A plan as `plan --out` keeps it, read back. */
export interface StoredPlan {
  /** Name of its stack; empty in a plan without resources. */
  readonly stack: string;
  readonly resources: readonly Registration[];
  readonly outputs: Readonly<Record<string, unknown>>;
  /** What the program warned of. Undefined in plans of a version that didn't keep it. */
  readonly warnings: readonly string[] | undefined;
  /** What the policies' rules have against it. Undefined in plans of a version that didn't keep it. */
  readonly findings: readonly Finding[] | undefined;
  /** What an older version left out, and what can't be compared for it, as sentences. */
  readonly lacking: readonly string[];
}

const json = z.record(z.string(), z.unknown());

/** The parts of `plan.json` that every version wrote are required; what came later has a default. */
const planSchema = z.object({
  resources: z.array(
    z.object({
      urn: z.string(),
      type: z.string(),
      name: z.string(),
      custom: z.boolean(),
      id: z.string(),
      inputs: json,
      read: z.boolean().default(false),
      parent: z.string().default(""),
      provider: z.string().default(""),
      dependencies: z.array(z.string()).default([]),
      protect: z.boolean().default(false),
      retainOnDelete: z.boolean().default(false),
      ignoreChanges: z.array(z.string()).default([]),
    }),
  ),
  outputs: json.default({}),
  warnings: z.array(z.string()).optional(),
  findings: z
    .array(
      z.object({
        rule: z.string(),
        enforcement: z.enum(["advisory", "mandatory"]),
        object: z.string(),
        message: z.string(),
      }),
    )
    .optional(),
});

/** What came later than the first version of plans, and what can't be compared without it. */
const later: readonly {
  readonly part: string;
  readonly holds: (plan: z.infer<typeof planSchema>) => boolean;
  readonly lost: string;
}[] = [
  {
    part: "the program's warnings",
    holds: ({ warnings }) => warnings !== undefined,
    lost: "new warnings can't be told from old ones",
  },
  {
    part: "the findings of policies",
    holds: ({ findings }) => findings !== undefined,
    lost: "new findings can't be told from old ones",
  },
  {
    part: "the monthly cost",
    holds: ({ outputs }) => outputs["monthlyCost"] !== undefined,
    lost: "the difference in cost is left out",
  },
  {
    part: "the node pools",
    holds: ({ outputs }) => (outputs["shared"] as { nodePools?: unknown } | undefined)?.nodePools !== undefined,
    lost: "requests are compared without nodes",
  },
];

/**
 * A plan from the text of its `plan.json`.
 *
 * @param where how messages call it
 * @throws UsageError for a text that is no plan
 */
export function parsePlan(text: string, where: string): StoredPlan {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new UsageError(
      `${where} is no JSON (${error instanceof Error ? error.message : String(error)}); write it again with npm run plan -- --out DIR.`,
    );
  }
  const parsed = planSchema.safeParse(value);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw new UsageError(
      `${where} is no plan (${issue?.path.join(".") ?? ""} isn't as plans have it); write it again with npm run plan -- --out DIR.`,
    );
  }
  const { resources, outputs, warnings, findings } = parsed.data;
  return {
    stack: /^urn:pulumi:([^:]*)::/.exec(resources[0]?.urn ?? "")?.[1] ?? "",
    // Plans hide the data of Secrets; whoever made this one by other means may not have.
    resources: resources.map((resource) => ({ ...resource, inputs: withoutSecretData(resource.inputs) })),
    outputs,
    warnings,
    findings,
    lacking: later
      .filter(({ holds }) => !holds(parsed.data))
      .map(({ part, lost }) => `It was written without ${part}, by an older version of Rootstock, so ${lost}.`),
  };
}

/** The plan in a directory. @throws UsageError where there is none */
export function readPlan(directory: string, flag: string): StoredPlan {
  const file = join(directory, planList);
  let text: string;
  try {
    text = readOrdinaryFile(file, largestPlan);
  } catch (error) {
    throw new UsageError(
      shown(
        `${flag} is ${directory}, which holds no plan (${error instanceof Error ? error.message : String(error)}); write one with npm run plan -- --out ${directory}.`,
      ),
    );
  }
  return parsePlan(text, file);
}
