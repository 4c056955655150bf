import { parseQuantity } from "../quantities";
import { fewestPods } from "./autoscaling";
import type { Autoscaling, Resources, Workload } from "./contract";
import { isDnsLabel } from "./labels";
import { fileKey, secretsPath, writablePath } from "./volumes";

/** Longest names of objects whose pods or jobs get a suffix that has to fit into a label, too. */
const longestNames = { deployment: 63, stateful: 52, scheduled: 52 } as const;

function nameErrors(name: string, { kind }: Workload): readonly string[] {
  const longest = longestNames[kind];
  return isDnsLabel(name) && name.length <= longest
    ? []
    : [
        `Workload "${name}" can't be named so; begin with a lower-case letter, then lower-case letters, digits and dashes, ${String(longest)} in all.`,
      ];
}

/** The message of an error that a check of ours threw. */
function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

function resourceErrors(name: string, resources: Resources): readonly string[] {
  return (["cpu", "memory", "disk"] as const).flatMap((kind) => {
    const amounts = resources[kind];
    if (amounts === undefined) return [];
    try {
      const request = parseQuantity(amounts.request, `Workload ${name}'s resources.${kind}.request`);
      const limit = parseQuantity(amounts.limit, `Workload ${name}'s resources.${kind}.limit`);
      return request <= limit
        ? []
        : [
            `Workload ${name} requests more ${kind} (${amounts.request}) than its limit (${amounts.limit}); raise the limit or lower the request.`,
          ];
    } catch (error) {
      return [messageOf(error)];
    }
  });
}

function wholeNumber(name: string, setting: string, value: number, fewest: number, most = 1000): readonly string[] {
  return Number.isInteger(value) && value >= fewest && value <= most
    ? []
    : [
        `Workload ${name} has ${setting} ${String(value)}; it must be a whole number from ${String(fewest)} to ${String(most)}.`,
      ];
}

function autoscalingErrors(name: string, scaling: Autoscaling): readonly string[] {
  const { min, max, cpuPercent, memoryPercent } = scaling;
  return [
    ...wholeNumber(name, "scale.min", min, 1),
    ...wholeNumber(name, "scale.max", max, 1),
    ...(max < min
      ? [`Workload ${name} scales from min ${String(min)} to max ${String(max)}; max must not be less than min.`]
      : []),
    ...(cpuPercent === undefined && memoryPercent === undefined
      ? [`Workload ${name} has an autoscaler with neither cpuPercent nor memoryPercent; set one of them.`]
      : []),
    ...(cpuPercent === undefined ? [] : wholeNumber(name, "scale.cpuPercent", cpuPercent, 1)),
    ...(memoryPercent === undefined ? [] : wholeNumber(name, "scale.memoryPercent", memoryPercent, 1)),
  ];
}

function scaleErrors(name: string, workload: Workload): readonly string[] {
  if (workload.kind === "scheduled") return [];
  if (workload.kind === "stateful") return wholeNumber(name, "replicas", workload.replicas, 1);
  const { scale, minAvailable } = workload;
  const fewest = fewestPods(workload);
  return [
    ...(typeof scale === "number" ? wholeNumber(name, "scale", scale, 0) : autoscalingErrors(name, scale)),
    ...(minAvailable !== undefined && minAvailable >= fewest
      ? [
          `Workload ${name} has minAvailable ${String(minAvailable)} with as few as ${String(fewest)} pods: no node could ever be drained; set minAvailable to ${String(Math.max(fewest - 1, 0))} or less.`,
        ]
      : []),
  ];
}

/** Texts that stand more than once in a list, each once. */
function repeated(texts: readonly string[]): readonly string[] {
  return [...new Set(texts.filter((text, index) => texts.indexOf(text) !== index))];
}

function pathErrors(name: string, workload: Workload): readonly string[] {
  const files = Object.keys(workload.files ?? {});
  const directories = [
    ...(workload.writable ?? []).map(writablePath),
    ...(workload.storage === undefined ? [] : [workload.storage.mountPath]),
    ...(workload.sharedVolumes ?? []).map(({ mountPath }) => mountPath),
    ...(workload.secretsAs === "files" ? [secretsPath] : []),
  ];
  const keys = files.map(fileKey);
  return [
    ...[...files, ...directories]
      .filter((path) => !/^(\/[^/:]+)+$/.test(path) || /\/\.\.?(\/|$)/.test(path))
      .map(
        (path) =>
          `Workload ${name} has the path "${path}"; write it from the root, such as /app/cache, without a slash at the end.`,
      ),
    ...repeated([...files, ...directories]).map(
      (path) => `Workload ${name} mounts ${path} more than once; keep one of them.`,
    ),
    ...repeated(keys).map(
      (key) =>
        `Workload ${name} has files that would share the key ${key}: ${files.filter((path) => fileKey(path) === key).join(", ")}; rename one of them.`,
    ),
  ];
}

/** What a pod needs to be told before it is stopped, and what runs before it starts. */
function lifecycleErrors(name: string, workload: Workload): readonly string[] {
  const { stopSeconds = 30 } = workload;
  const drainSeconds = workload.kind === "scheduled" ? undefined : workload.drainSeconds;
  const steps = Object.keys(workload.before ?? {});
  return [
    ...(drainSeconds !== undefined && drainSeconds >= stopSeconds
      ? [
          `Workload ${name} has drainSeconds ${String(drainSeconds)} and stopSeconds ${String(stopSeconds)}: nothing would be left to finish requests in; raise stopSeconds.`,
        ]
      : []),
    ...steps
      .filter((step) => !isDnsLabel(step) || step === name)
      .map(
        (step) =>
          `Workload ${name} has "${step}" before it, which can't be named so; begin with a lower-case letter, then lower-case letters, digits and dashes, other than ${name}.`,
      ),
  ];
}

/** Environment variables that would be set twice. */
function variableErrors(name: string, workload: Workload): readonly string[] {
  const { config = {}, podFields = {}, secrets = [], secretsAs } = workload;
  const settings = Object.keys(config);
  const fields = Object.keys(podFields);
  const ofSecrets = secretsAs === "files" ? secrets.map((secret) => `${secret}_FILE`) : secrets;
  return [
    ...ofSecrets
      .filter((variable) => settings.includes(variable))
      .map((variable) => `Workload ${name} has ${variable} both in config and in secrets; keep the one in secrets.`),
    ...fields
      .filter((field) => [...settings, ...ofSecrets].includes(field))
      .map((field) => `Workload ${name} has ${field} both in podFields and elsewhere; keep one of them.`),
  ];
}

function slotErrors(name: string, workload: Workload): readonly string[] {
  if (workload.kind !== "deployment" || workload.slots === undefined) return [];
  return [
    ...wholeNumber(name, "slots.standby", workload.slots.standby, 1),
    ...(workload.storage === undefined
      ? []
      : [`Workload ${name} has slots and a volume, which both slots would write to; keep its data in a store.`]),
    ...(name.length > longestNames.deployment - "-standby".length
      ? [
          `Workload "${name}" has a name too long for its slots; ${String(longestNames.deployment - 8)} characters at most.`,
        ]
      : []),
  ];
}

/** Everything that is wrong with one workload by itself, as sentences. */
export function workloadErrors(name: string, workload: Workload): readonly string[] {
  const { user } = workload;
  return [
    ...nameErrors(name, workload),
    ...resourceErrors(name, workload.resources),
    ...scaleErrors(name, workload),
    ...(workload.kind === "scheduled" ? [] : wholeNumber(name, "port", workload.port, 1, 65535)),
    ...(user === undefined || (Number.isInteger(user) && user > 0)
      ? []
      : [
          `Workload ${name} has user ${String(user)}${user === 0 ? " (root)" : ""}; choose another user id, or leave it out for 10001.`,
        ]),
    ...variableErrors(name, workload),
    ...lifecycleErrors(name, workload),
    ...slotErrors(name, workload),
    ...pathErrors(name, workload),
  ];
}
