import { hostname, userInfo } from "node:os";

/** Variables in which CI systems say who started a job. */
const actors = [
  "GITHUB_ACTOR",
  "GITLAB_USER_LOGIN",
  "BITBUCKET_STEP_TRIGGERER_UUID",
  "BUILD_REQUESTEDFOREMAIL",
] as const;

function user(environment: Readonly<Record<string, string | undefined>>): string {
  try {
    return userInfo().username;
  } catch {
    // A container's user may have no name.
    return environment["USER"] ?? "somebody";
  }
}

/** Who deploys: the one for whom a CI job runs, or user@host. Never holds a space. */
export function whoDeploys(environment: Readonly<Record<string, string | undefined>> = process.env): string {
  const actor = actors.map((name) => environment[name]).find((value) => value !== undefined && value !== "");
  return (actor ?? `${user(environment)}@${hostname()}`).replaceAll(/\s+/g, "-");
}
