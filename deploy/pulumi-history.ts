import type { ConfigMap, UpdateSummary } from "@pulumi/pulumi/automation";
import { projectName } from "../stacks/config/raw";
import type { DeploymentCommand, DeploymentRecord, Versions } from "./contract";
import { settingsOf } from "./recording";
import { readUpdateMessage } from "./update-message";
import { versionsOf } from "./versions";

/** What of an update of Pulumi's history a record is made of. */
export type Update = Pick<
  UpdateSummary,
  "kind" | "startTime" | "endTime" | "message" | "environment" | "config" | "result"
>;

/** Who made an update of which Pulumi doesn't say it. */
const unknown = "pulumi";

const commandOf: Readonly<Partial<Record<UpdateSummary["kind"], DeploymentCommand>>> = {
  update: "up",
  destroy: "destroy",
};

/** The project's settings without those that are secret, or hold something that is: Pulumi doesn't tell their values. */
function recordedSettings(config: ConfigMap): Readonly<Record<string, string>> {
  const own = Object.entries(config).filter(([key]) => key.startsWith(`${projectName}:`));
  const values = Object.fromEntries(own.map(([key, { value }]) => [key, value]));
  const secretKeys = own.filter(([, { secret }]) => secret === true).map(([key]) => key);
  return settingsOf({ raw: { values, secretKeys, file: "" } });
}

function recordedVersions(values: Readonly<Record<string, string>>): Versions {
  try {
    return versionsOf({ raw: { values, file: "", secretKeys: [] } });
  } catch {
    // An update with settings that can't be read was refused, and its versions never ran.
    return { imageTag: "", slots: {}, digests: {} };
  }
}

function resultOf(result: UpdateSummary["result"]): DeploymentRecord["result"] {
  if (result === "succeeded" || result === "failed") return result;
  return "unfinished";
}

/** An update that deployed something, or took it down. */
interface Deployment {
  readonly update: Update;
  readonly command: DeploymentCommand;
}

function recordOf({ command, update }: Deployment, number: number, reason: string | undefined): DeploymentRecord {
  const note = readUpdateMessage(update.message);
  const commit = update.environment["git.head"];
  const settings = recordedSettings(update.config);
  return {
    number,
    command: note?.command ?? command,
    by: note?.by ?? unknown,
    message: note?.message ?? update.message.split("\n")[0] ?? "",
    ...(commit === undefined ? {} : { commit }),
    started: new Date(update.startTime).toISOString(),
    ended: new Date(update.endTime).toISOString(),
    result: resultOf(update.result),
    ...(reason === undefined || update.result !== "failed" ? {} : { reason }),
    versions: recordedVersions(settings),
    settings,
  };
}

/**
 * Deployments out of Pulumi's history, latest first as there. Refreshes, imports and previews are left out: they deploy
 * nothing. Why one failed stands in the message of the one after it.
 *
 * @param latestReason why the latest one failed, where that is known
 */
export function deploymentRecords(updates: readonly Update[], latestReason?: string): readonly DeploymentRecord[] {
  const deployments = updates.flatMap((update): readonly Deployment[] => {
    const command = commandOf[update.kind];
    return command === undefined ? [] : [{ update, command }];
  });
  return deployments.map((deployment, index) => {
    const next = deployments[index - 1];
    const reason = next === undefined ? latestReason : readUpdateMessage(next.update.message)?.failedBefore;
    return recordOf(deployment, deployments.length - index, reason);
  });
}
