import { z } from "zod";
import { cidrProblem, parseCidr } from "../../components/cluster/cidr";

/** Says a problem, a full sentence, as an issue of the setting under check. */
export const refuse =
  (find: (value: string) => string | undefined) =>
  (value: string, context: z.RefinementCtx): void => {
    const message = find(value);
    if (message !== undefined) context.addIssue({ code: "custom", message });
  };

/** A block of addresses whose prefix is neither too wide nor too narrow. */
export const block = (setting: string, widest: number, narrowest: number) =>
  z.string().superRefine(
    refuse((text) => {
      const problem = cidrProblem(text, setting);
      if (problem !== undefined) return problem;
      const { prefix } = parseCidr(text);
      return prefix >= widest && prefix <= narrowest
        ? undefined
        : `${setting} is "${text}"; its prefix must be from /${String(widest)} to /${String(narrowest)}.`;
    }),
  );

/** What every cluster takes that this program creates. */
export const provisioned = {
  name: z
    .string()
    .regex(/^[a-z]([-a-z0-9]{0,38}[a-z0-9])?$/, {
      error:
        "write at most 40 lower-case letters, digits and hyphens, beginning with a letter and not ending with a hyphen",
    })
    .optional()
    .describe("The cluster's name in the cloud. Default: <system>-<environment>. Another name makes another cluster."),
};
