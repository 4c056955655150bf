import type { ConfigMap, UpdateSummary } from "@pulumi/pulumi/automation";
import type { DeploymentCommand, DeploymentRecord, Versions } from "./contract";
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

function recordedVersions(config: ConfigMap): Versions {
  const plain = Object.entries(config).flatMap(([key, { secret, value }]) => (secret === true ? [] : [[key, value]]));
  const values = Object.fromEntries(plain) as Readonly<Record<string, string>>;
  try {
    return versionsOf({ raw: { file: "", values, secretKeys: [] } });
  } catch {
    // An update with settings that can't be read was refused, and its versions never ran.
    return { imageTag: "", slots: {}, digests: {} };
  }
}

function resultOf(result: UpdateSummary["result"]): DeploymentRecord["result"] {
  if (result === "succeeded" || result === "failed") return result;
  return "unfinished";
}

function recordOf(update: Update, command: DeploymentCommand, number: number): DeploymentRecord {
  const note = readUpdateMessage(update.message);
  const commit = update.environment["git.head"];
  return {
    number,
    command: note?.command ?? command,
    by: note?.by ?? unknown,
    message: note?.message ?? update.message.split("\n")[0] ?? "",
    ...(commit === undefined ? {} : { commit }),
    started: new Date(update.startTime).toISOString(),
    ended: new Date(update.endTime).toISOString(),
    result: resultOf(update.result),
    versions: recordedVersions(update.config),
  };
}

/**
 * Deployments out of Pulumi's history, latest first as there. Refreshes, imports and previews are left out: they deploy
 * nothing.
 */
export function deploymentRecords(updates: readonly Update[]): readonly DeploymentRecord[] {
  const deployments = updates.flatMap((update) => {
    const command = commandOf[update.kind];
    return command === undefined ? [] : [{ update, command }];
  });
  return deployments.map(({ command, update }, index) => recordOf(update, command, deployments.length - index));
}
