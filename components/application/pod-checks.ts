import { parseQuantity } from "../quantities";
import type { Probe, ProbeTimings, Resources, Workload } from "./contract";
import { isCronSchedule, isTimeZone } from "./cron-schedule";
import { isDnsLabel } from "./labels";
import { tracingVariableNames } from "./tracing";
import { wholeNumberErrors } from "./whole-number";

/** Longest time, in seconds, that a pod may be told to wait for anything: a day. */
const longestWait = 86_400;

/** The message of an error that a check of ours threw. */
function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/**
 * What is wrong with what a container reserves and may use, as sentences.
 *
 * @param who whose container it is: `Workload web`
 */
export function amountErrors(who: string, resources: Resources): readonly string[] {
  return (["cpu", "memory", "disk"] as const).flatMap((kind) => {
    const amounts = resources[kind];
    if (amounts === undefined) return [];
    try {
      const request = parseQuantity(amounts.request, `${who}'s resources.${kind}.request`);
      const limit = parseQuantity(amounts.limit, `${who}'s resources.${kind}.limit`);
      return request <= limit
        ? []
        : [
            `${who} requests more ${kind} (${amounts.request}) than its limit (${amounts.limit}); raise the limit or lower the request.`,
          ];
    } catch (error) {
      return [messageOf(error)];
    }
  });
}

/** What is wrong with the resources of a workload and of what runs before it, as sentences. */
export function resourceErrors(name: string, { before = {}, resources }: Workload): readonly string[] {
  return [
    ...amountErrors(`Workload ${name}`, resources),
    ...Object.entries(before).flatMap(([step, preparation]) =>
      preparation.resources === undefined ? [] : amountErrors(`Workload ${name}'s ${step}`, preparation.resources),
    ),
  ];
}

function timingErrors(name: string, setting: string, timings: ProbeTimings): readonly string[] {
  const { delaySeconds, failures, periodSeconds, timeoutSeconds } = timings;
  const check = (key: string, value: number | undefined, fewest: number): readonly string[] =>
    value === undefined ? [] : wholeNumberErrors(name, `${setting}.${key}`, value, fewest, longestWait);
  return [
    ...check("delaySeconds", delaySeconds, 0),
    ...check("periodSeconds", periodSeconds, 1),
    ...check("timeoutSeconds", timeoutSeconds, 1),
    ...check("failures", failures, 1),
  ];
}

function questionErrors(name: string, setting: string, probe: Probe | undefined): readonly string[] {
  if (probe === undefined) return [];
  return [
    ...timingErrors(name, setting, probe),
    ...("path" in probe && !/^\/[^\s\p{Cc}]*$/u.test(probe.path)
      ? [`Workload ${name} has ${setting}.path "${probe.path}"; write it from the root, such as /health.`]
      : []),
    ...("command" in probe && probe.command.length === 0
      ? [`Workload ${name} has ${setting}.command without a program; name one.`]
      : []),
    ...("command" in probe || probe.port === undefined
      ? []
      : wholeNumberErrors(name, `${setting}.port`, probe.port, 1, 65535)),
  ];
}

/** What is wrong with the questions that a container is asked, as sentences. */
export function probeErrors(name: string, workload: Workload): readonly string[] {
  if (workload.kind === "scheduled") return [];
  const { probes } = workload;
  return [
    ...questionErrors(name, "probes.startup", probes.startup),
    ...questionErrors(name, "probes.readiness", probes.readiness),
    ...questionErrors(name, "probes.liveness", probes.liveness),
    ...timingErrors(name, "probes", probes),
    ...(probes.startSeconds === undefined
      ? []
      : wholeNumberErrors(name, "probes.startSeconds", probes.startSeconds, 1, longestWait)),
  ];
}

/** What is wrong with how a pod is stopped, and with what runs before it starts, as sentences. */
export function lifecycleErrors(name: string, workload: Workload): readonly string[] {
  const { before = {}, stopSeconds = 30 } = workload;
  const drainSeconds = workload.kind === "scheduled" ? 0 : (workload.drainSeconds ?? 0);
  return [
    ...wholeNumberErrors(name, "stopSeconds", stopSeconds, 1, longestWait),
    ...wholeNumberErrors(name, "drainSeconds", drainSeconds, 0, longestWait),
    ...(drainSeconds >= stopSeconds && stopSeconds > 0
      ? [
          `Workload ${name} has drainSeconds ${String(drainSeconds)} and stopSeconds ${String(stopSeconds)}: nothing would be left to finish requests in; raise stopSeconds.`,
        ]
      : []),
    ...Object.entries(before).flatMap(([step, { command }]) => [
      ...(isDnsLabel(step) && step !== name
        ? []
        : [
            `Workload ${name} has "${step}" before it, which can't be named so; begin with a lower-case letter, then lower-case letters, digits and dashes, other than ${name}.`,
          ]),
      ...(command.length > 0 ? [] : [`Workload ${name} has ${step} before it without a command; say what it runs.`]),
    ]),
  ];
}

/** Names that environment variables may have. */
const variableName = /^[A-Za-z_][-.\w]{0,252}$/;

/** Environment variables that can't be named so, or that would be set twice, as sentences. */
export function variableErrors(name: string, workload: Workload): readonly string[] {
  const { config = {}, podFields = {}, secrets = [], secretsAs } = workload;
  const settings = Object.keys(config);
  const fields = Object.keys(podFields);
  const ofSecrets = secretsAs === "files" ? secrets.map((secret) => `${secret}_FILE`) : secrets;
  return [
    ...[...settings, ...fields]
      .filter((variable) => !variableName.test(variable))
      .map(
        (variable) =>
          `Workload ${name} has the variable "${variable}", which can't be named so; use letters, digits and underscores, such as LOG_LEVEL.`,
      ),
    ...secrets
      .filter((secret, index) => secrets.indexOf(secret) !== index)
      .map((secret) => `Workload ${name} names secret ${secret} more than once; keep one of them.`),
    ...ofSecrets
      .filter((variable) => settings.includes(variable))
      .map((variable) => `Workload ${name} has ${variable} both in config and in secrets; keep the one in secrets.`),
    ...fields
      .filter((field) => [...settings, ...ofSecrets].includes(field))
      .map((field) => `Workload ${name} has ${field} both in podFields and elsewhere; keep one of them.`),
    ...tracingVariableNames
      .filter((variable) => workload.traces === true && [...settings, ...fields, ...ofSecrets].includes(variable))
      .map(
        (variable) => `Workload ${name} sets ${variable}, which traces: true sets too; leave it out, or traces: true.`,
      ),
  ];
}

/** What is wrong with when a job runs, as sentences. */
export function scheduleErrors(name: string, workload: Workload): readonly string[] {
  if (workload.kind !== "scheduled") return [];
  const { deadlineSeconds, history, schedule, timeZone } = workload;
  return [
    ...(schedule === "on demand" || isCronSchedule(schedule)
      ? []
      : [
          `Workload ${name} has the schedule "${schedule}"; write a cron expression such as "0 3 * * *", or "on demand" for a job that somebody starts.`,
        ]),
    ...(timeZone === undefined || isTimeZone(timeZone)
      ? []
      : [`Workload ${name} has the timeZone "${timeZone}", which nobody knows; write it like Europe/Berlin.`]),
    ...(deadlineSeconds === undefined
      ? []
      : wholeNumberErrors(name, "deadlineSeconds", deadlineSeconds, 1, 30 * longestWait)),
    ...(history === undefined
      ? []
      : [
          ...wholeNumberErrors(name, "history.succeeded", history.succeeded, 0),
          ...wholeNumberErrors(name, "history.failed", history.failed, 0),
        ]),
  ];
}
