import { parseQuantity } from "../quantities";
import { secretShape } from "../secret-shape";
import type { Application, Workload } from "./contract";
import { wholeNumberErrors } from "./whole-number";

/** A reference that registries understand: a host with a port, a path in lower case, a tag, a digest. */
export const imageName =
  /^(?=.{1,512}$)((?=[^/]*[.:]|localhost\/)[a-zA-Z0-9][a-zA-Z0-9.-]*(:\d{1,5})?\/)?[a-z0-9]+([._-]+[a-z0-9]+)*(\/[a-z0-9]+([._-]+[a-z0-9]+)*)*(:\w[\w.-]{0,127})?(@sha256:[a-f0-9]{64})?$/;

/** A duration as Prometheus writes it. */
const duration = /^(?!$)(\d{1,9}y)?(\d{1,9}w)?(\d{1,9}d)?(\d{1,9}h)?(\d{1,9}m)?(\d{1,9}s)?(\d{1,9}ms)?$/;

const alertName = /^[A-Za-z_][A-Za-z0-9_]{0,99}$/;

/** Images that no registry has, as sentences. */
function imageErrors(name: string, workload: Workload): readonly string[] {
  const { before = {}, image } = workload;
  const slots = workload.kind === "deployment" ? Object.values(workload.slots?.images ?? {}) : [];
  const images = [image, ...slots, ...Object.values(before).map((step) => step.image ?? image)];
  return [...new Set(images)]
    .filter((reference) => !imageName.test(reference))
    .map(
      (reference) =>
        `Workload ${name} has the image "${reference}"; write registry/repository:tag, such as ghcr.io/acme/web:v1.2.3.`,
    );
}

/** Secrets in places that everybody reads, as sentences; none shows the secret. */
function plainSecretErrors(name: string, workload: Workload): readonly string[] {
  const texts: readonly (readonly [place: string, text: string])[] = [
    ...Object.entries(workload.config ?? {}).map(([key, text]) => [`config.${key}`, text] as const),
    ...Object.entries(workload.files ?? {}).flatMap(([path, file]) =>
      "text" in file ? [[`files.${path}`, file.text] as const] : [],
    ),
    ...[...(workload.command ?? []), ...(workload.args ?? [])].map((text) => ["its command", text] as const),
  ];
  return texts.flatMap(([place, text]) => {
    const shape = secretShape(text);
    return shape === undefined
      ? []
      : [
          `Workload ${name} has ${shape} in ${place}, where everybody reads it; treat it as leaked, and declare it in the application's secrets.`,
        ];
  });
}

/** What the API server or the registry would refuse of one workload's texts and figures, as sentences. */
export function formatErrors(name: string, workload: Workload): readonly string[] {
  const metrics = workload.kind === "scheduled" ? undefined : workload.metrics;
  return [
    ...plainSecretErrors(name, workload),
    ...imageErrors(name, workload),
    ...(metrics === undefined || /^\/[^\s\p{Cc}]*$/u.test(metrics.path)
      ? []
      : [`Workload ${name} has metrics.path "${metrics.path}"; write it from the root, such as /metrics.`]),
    ...(metrics?.intervalSeconds === undefined
      ? []
      : wholeNumberErrors(name, "metrics.intervalSeconds", metrics.intervalSeconds, 1, 86_400)),
    ...(workload.permissions ?? [])
      .filter(({ apiGroups, resources, verbs }) => [apiGroups, resources, verbs].some((words) => words.length === 0))
      .map(
        () =>
          `Workload ${name} has a permission without apiGroups, resources or verbs; name all of them ("" is the group of pods and Secrets), or leave it out.`,
      ),
  ];
}

function alertErrors({ alerts = [] }: Application): readonly string[] {
  const groups = alerts.map(({ name }) => name);
  return [
    ...groups
      .filter((group, index) => group === "" || groups.indexOf(group) !== index)
      .map((group) => `Alert group "${group}" is there more than once or has no name; give each a name of its own.`),
    ...alerts.flatMap((group) =>
      group.alerts.flatMap((alert) => [
        ...(alertName.test(alert.name)
          ? []
          : [`Alert "${alert.name}" can't be named so; use letters, digits and underscores, such as HighErrorRate.`]),
        ...(duration.test(alert.for)
          ? []
          : [`Alert ${alert.name} has for "${alert.for}"; write how long it must hold, such as 5m or 1h30m.`]),
        ...(alert.when.trim() === "" ? [`Alert ${alert.name} has no expression; say in PromQL when it fires.`] : []),
      ]),
    ),
  ];
}

function quotaErrors({ quota }: Application): readonly string[] {
  if (quota === undefined) return [];
  const amounts = [
    ...(["requests", "limits"] as const).map((side) => [`quota.cpu.${side}`, quota.cpu[side]] as const),
    ...(["requests", "limits"] as const).map((side) => [`quota.memory.${side}`, quota.memory[side]] as const),
  ];
  const counts = (["pods", "volumes", "services"] as const).flatMap((key) => {
    const count = quota[key];
    return count === undefined || (Number.isInteger(count) && count >= 0 && count <= 100_000)
      ? []
      : [`The namespace's quota.${key} is ${String(count)}; it must be a whole number from 0 to 100000.`];
  });
  return [
    ...counts,
    ...amounts.flatMap(([setting, amount]) => {
      try {
        parseQuantity(amount, `The namespace's ${setting}`);
        return [];
      } catch (error) {
        return [error instanceof Error ? error.message : String(error)];
      }
    }),
  ];
}

/** Generated secrets longer than any that somebody uses, as sentences. */
function longSecretErrors({ secrets = {} }: Application): readonly string[] {
  return Object.entries(secrets).flatMap(([name, source]) =>
    source.from === "generated" && source.bytes > 1024
      ? [`Secret ${name} is generated from ${String(source.bytes)} bytes; 1024 are the most.`]
      : [],
  );
}

/** What the API server, Prometheus or a registry would refuse of an application beside its workloads, as sentences. */
export function applicationFormatErrors(application: Application): readonly string[] {
  const { dapr, dashboards = {}, pullFrom } = application;
  return [
    ...alertErrors(application),
    ...quotaErrors(application),
    ...longSecretErrors(application),
    ...Object.keys(dashboards)
      .filter((name) => !/^[a-z0-9]([-.a-z0-9]{0,198}[a-z0-9])?$/.test(name))
      .map((name) => `Dashboard "${name}" can't be named so; use lower-case letters, digits, dots and dashes.`),
    ...(pullFrom === undefined || /^[a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?(:\d{1,5})?$/.test(pullFrom.registry)
      ? []
      : [`pullFrom.registry is "${pullFrom.registry}"; write the registry's host, such as ghcr.io.`]),
    ...(dapr === undefined || (dapr.samplingRate >= 0 && dapr.samplingRate <= 1)
      ? []
      : [`dapr.samplingRate is ${String(dapr.samplingRate)}; it must be a share from 0 to 1.`]),
    ...Object.entries(dapr?.components ?? {}).flatMap(([name, { type, version = "v1" }]) => [
      ...(/^[a-z0-9]([-.a-z0-9]{0,198}[a-z0-9])?$/.test(name)
        ? []
        : [`Dapr component "${name}" can't be named so; use lower-case letters, digits, dots and dashes.`]),
      ...(/^[a-z0-9][a-z0-9.-]{0,99}$/.test(type) && /^v\d+(alpha\d+|beta\d+)?$/.test(version)
        ? []
        : [
            `Dapr component ${name} is of type "${type}" ${version}; write it as Dapr does, such as state.redis and v1.`,
          ]),
    ]),
  ];
}
