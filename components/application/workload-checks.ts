import { parseQuantity } from "../quantities";
import { fewestPods } from "./autoscaling";
import type { Autoscaling, Resources, Workload } from "./contract";
import { isDnsLabel } from "./labels";
import { fileKey } from "./pod";

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
    ...(workload.writable ?? []),
    ...(workload.kind === "stateful" ? [workload.storage.mountPath] : []),
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

/** Everything that is wrong with one workload by itself, as sentences. */
export function workloadErrors(name: string, workload: Workload): readonly string[] {
  const { config, secrets = [], user } = workload;
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
    ...secrets
      .filter((secret) => config !== undefined && Object.hasOwn(config, secret))
      .map((secret) => `Workload ${name} has ${secret} both in config and in secrets; keep the one in secrets.`),
    ...pathErrors(name, workload),
  ];
}
