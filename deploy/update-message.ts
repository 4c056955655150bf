import { type DeploymentCommand, deploymentCommands } from "./contract";

/** What a deployment's record says that Pulumi's history has no field for. */
export interface UpdateNote {
  readonly command: DeploymentCommand;
  /** Without spaces. */
  readonly by: string;
  /** Why, in a line. */
  readonly message: string;
  /** Why the deployment before it failed, in a line: Pulumi itself keeps no reasons. */
  readonly failedBefore?: string;
}

const pattern = /^rootstock (\S+) by (\S+)(?:: (.*))?(?:\nfailed before: (.*))?$/;

const inLine = (text: string): string => text.replaceAll(/\s+/g, " ").trim();

/**
 * The message under which Pulumi's history keeps a deployment: `rootstock promote by anna@desk: v1.4.0 from staging`,
 * and in a second line why the one before it failed, where it did.
 */
export function updateMessage({ by, command, failedBefore = "", message }: UpdateNote): string {
  const [line, reason] = [inLine(message), inLine(failedBefore)];
  const title = `rootstock ${command} by ${by.replaceAll(/\s+/g, "-")}${line === "" ? "" : `: ${line}`}`;
  return reason === "" ? title : `${title}\nfailed before: ${reason}`;
}

/** What such a message says; undefined for an update that somebody made with `pulumi` itself. */
export function readUpdateMessage(text: string): UpdateNote | undefined {
  const [, word, by, message = "", failedBefore] = pattern.exec(text) ?? [];
  const command = deploymentCommands.find((candidate) => candidate === word);
  if (command === undefined || by === undefined) return undefined;
  return { command, by, message, ...(failedBefore === undefined ? {} : { failedBefore }) };
}
