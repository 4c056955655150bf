import { z } from "zod";
import type { Environment } from "../../components/environment";

const time = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, "write a time of day such as 20:00");

function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat("en", { timeZone: name });
    // Kubernetes refuses offsets such as +01:00, which Intl knows.
    return /^[A-Za-z]/.test(name);
  } catch {
    return false;
  }
}

/** When an environment sleeps. */
export const sleepSchema = z
  .strictObject({
    from: time.describe("When it goes to sleep, e.g. 20:00."),
    until: time.describe("When it wakes, e.g. 07:00."),
    weekends: z.boolean().default(true).describe("Whether it sleeps on through Saturday and Sunday. Default: true."),
    timeZone: z
      .string()
      .refine(isTimeZone, { error: "write a time zone such as Europe/Berlin" })
      .default("Etc/UTC")
      .describe("Whose clock that is, e.g. Europe/Berlin. Default: Etc/UTC."),
    inProduction: z.boolean().default(false).describe("Say true for production to sleep, too. Default: false."),
  })
  .describe(
    "When the application has no pods: its Deployments are scaled to none in the evening, and back in the morning; rootstock up wakes them. Default: never.",
  );

/** Production sleeps only where somebody says so twice, as sentences. */
export function unsaidInProduction(
  { inProduction }: z.output<typeof sleepSchema>,
  environment: Environment,
): readonly string[] {
  return environment === "prod" && !inProduction
    ? ["sleep would leave production without pods every night; remove it, or say sleep.inProduction: true."]
    : [];
}
