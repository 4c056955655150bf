import type { Command } from "commander";
import type { EngineFlags } from "../deploy/open-engine";
import { stackCommand, wholeSeconds } from "../plan/command";

/** What commands that deploy are told. */
export interface DeployFlags extends EngineFlags {
  /** One JSON document on standard output, and nothing else there. @default false */
  readonly json?: boolean;
  /** Why, in a line. @default "" */
  readonly message?: string;
}

/** The options of all commands that reach a stack's cluster, whichever way they choose the stack. */
function withEngineOptions(command: Command): Command {
  return command
    .option("--rehearse", "on a control plane of this machine, which is kept, in place of the cloud")
    .option("--kubeconfig <file>", "rehearse on the cluster of this kubeconfig instead")
    .option("--charts <which>", "upstream or stand-in (a rehearsal's; default: upstream where it can be reached)")
    .option("--json", "one JSON document on standard output");
}

/** The options of all commands that deploy, whichever way they choose the stack. */
export function withDeployOptions(command: Command): Command {
  return withEngineOptions(command)
    .option("--timeout <seconds>", "how long workloads may take to get ready", wholeSeconds("--timeout"))
    .option("--message <text>", "why, in a line, for the stack's history");
}

/** A command with the options of all that reach a stack's cluster. */
export function engineCommand(name: string, description: string): Command {
  return withEngineOptions(stackCommand(name, description));
}

/** A command that deploys, with the options of all that do. */
export function deployCommand(name: string, description: string): Command {
  return withDeployOptions(stackCommand(name, description));
}
