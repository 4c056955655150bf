import type { StackSecret } from "./stack-secrets";

/** A secret that somebody must look at, and what to run. */
export interface SecretFinding {
  readonly name: string;
  readonly standing: Exclude<StackSecret["age"]["standing"], "fine">;
  /** Day on which it must be changed at the latest. */
  readonly due?: string;
  /** A sentence with the file, the day and the command. */
  readonly sentence: string;
}

function days(count: number): string {
  return count === 1 ? "1 day" : `${String(count)} days`;
}

/**
 * What somebody runs to change a secret.
 *
 * @param flags what the command's line needs to mean the same stack, such as ` --env prod`
 */
export function rotationCommand({ change, name }: StackSecret, flags: string): string {
  const rotate = `rootstock rotate ${name}`;
  return change.by === "rootstock" ? `${rotate}${flags}` : `${change.command}, and then ${rotate} --changed${flags}`;
}

function sentenceFor(secret: StackSecret, file: string, flags: string): string {
  const { age, name, rotated = "", version } = secret;
  const { due = "", left = 0, standing } = age;
  const which = `${file}: ${name} (version ${String(version)})`;
  switch (standing) {
    case "undated":
      return `${which} has no day of its last change; rotate it with ${rotationCommand(secret, flags)}, or write down the day with rootstock rotate --record DAY${flags}.`;
    case "ahead":
      return `${which} was changed on ${rotated}, which is yet to come; correct secretVersions.${name}.rotated.`;
    default: {
      const when = left > 0 ? `in ${days(left)}` : left === 0 ? "today" : `${days(-left)} ago`;
      const verb = left >= 0 ? "must be changed by" : "had to be changed by";
      return `${which}, last changed on ${rotated}, ${verb} ${due}, ${when}; run ${rotationCommand(secret, flags)}.`;
    }
  }
}

/**
 * Secrets that are due, or will be within two weeks, the most urgent first, and those of which nobody knows.
 *
 * @param file the stack's file, for people
 * @param flags what the command's line needs to mean the same stack, such as ` --env prod`
 */
export function rotationFindings(
  secrets: readonly StackSecret[],
  file: string,
  flags: string,
): readonly SecretFinding[] {
  return secrets
    .flatMap((secret) => {
      const { due, standing } = secret.age;
      if (standing === "fine") return [];
      const finding = { name: secret.name, standing, sentence: sentenceFor(secret, file, flags) };
      return [due === undefined ? finding : { ...finding, due }];
    })
    .sort((a: SecretFinding, b: SecretFinding) => ((a.due ?? "9") < (b.due ?? "9") ? -1 : 1));
}
