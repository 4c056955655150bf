import { type DeploymentCommand, deploymentCommands } from "./contract";

/** What a deployment's record says that Pulumi's history has no field for. */
export interface UpdateNote {
  readonly command: DeploymentCommand;
  /** Without spaces. */
  readonly by: string;
  /** Why, in a line. */
  readonly message: string;
}

const pattern = /^rootstock (\S+) by (\S+)(?:: (.*))?$/;

/** The message under which Pulumi's history keeps a deployment: `rootstock promote by anna@desk: v1.4.0 from staging`. */
export function updateMessage({ by, command, message }: UpdateNote): string {
  const line = message.replaceAll(/\s+/g, " ").trim();
  return `rootstock ${command} by ${by.replaceAll(/\s+/g, "-")}${line === "" ? "" : `: ${line}`}`;
}

/** What such a message says; undefined for an update that somebody made with `pulumi` itself. */
export function readUpdateMessage(text: string): UpdateNote | undefined {
  const [, word, by, message = ""] = pattern.exec(text) ?? [];
  const command = deploymentCommands.find((candidate) => candidate === word);
  return command === undefined || by === undefined ? undefined : { command, by, message };
}
