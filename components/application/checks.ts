import { parseQuantity } from "../quantities";
import type { Application, Autoscaling, Resources, Workload } from "./contract";
import { componentSecrets } from "./dapr";
import { isDnsLabel } from "./labels";
import { connectionErrors } from "./network-policy";
import { routeErrors } from "./routes";
import { secretErrors } from "./secrets";

function resourceErrors(name: string, resources: Resources): readonly string[] {
  return (["cpu", "memory", "disk"] as const).flatMap((kind) => {
    const amounts = resources[kind];
    if (amounts === undefined) return [];
    try {
      const request = parseQuantity(amounts.request, `${name}.resources.${kind}.request`);
      const limit = parseQuantity(amounts.limit, `${name}.resources.${kind}.limit`);
      return request <= limit
        ? []
        : [`Workload ${name} requests more ${kind} (${amounts.request}) than its limit (${amounts.limit}); raise the limit or lower the request.`];
    } catch (error) {
      return [error instanceof Error ? error.message : String(error)];
    }
  });
}

function scalingErrors(name: string, scaling: Autoscaling): readonly string[] {
  return [
    ...(scaling.max < scaling.min
      ? [`Workload ${name} scales from min ${String(scaling.min)} to max ${String(scaling.max)}; max must not be less than min.`]
      : []),
    ...(scaling.min < 1 ? [`Workload ${name} scales from min ${String(scaling.min)}; the fewest is 1.`] : []),
    ...(scaling.cpuPercent === undefined && scaling.memoryPercent === undefined
      ? [`Workload ${name} has an autoscaler with neither cpuPercent nor memoryPercent; set one of them.`]
      : []),
  ];
}

function workloadErrors(name: string, workload: Workload, application: Application): readonly string[] {
  const declared = Object.keys(application.secrets ?? {});
  const used = [
    ...(workload.secrets ?? []),
    ...Object.values(workload.files ?? {}).flatMap((file) => ("secret" in file ? [file.secret] : [])),
  ];
  const budget = workload.kind === "deployment" ? workload.minAvailable : undefined;
  const fewest = workload.kind === "deployment" ? (typeof workload.scale === "number" ? workload.scale : workload.scale.min) : 1;
  return [
    ...(isDnsLabel(name) ? [] : [`Workload "${name}" can't be named so: lower-case letters, digits and dashes, 63 at most.`]),
    ...resourceErrors(name, workload.resources),
    ...(workload.kind === "deployment" && typeof workload.scale !== "number" ? scalingErrors(name, workload.scale) : []),
    ...(workload.user === 0 ? [`Workload ${name} has user 0 (root); choose another user id, or leave it out for 10001.`] : []),
    ...(budget !== undefined && budget >= fewest
      ? [`Workload ${name} has minAvailable ${String(budget)} with as few as ${String(fewest)} pods: no node could ever be drained; set minAvailable to ${String(Math.max(fewest - 1, 0))} or less.`]
      : []),
    ...used.filter((secret) => !declared.includes(secret)).map((secret) => `Workload ${name} uses secret ${secret}, which isn't declared; declared are ${declared.join(", ") || "none"}.`),
    ...(workload.secrets ?? []).filter((secret) => workload.config?.[secret] !== undefined).map((secret) => `Workload ${name} has ${secret} both in config and in secrets; keep the one in secrets.`),
    ...(workload.kind !== "scheduled" && workload.dapr !== undefined && application.dapr === undefined
      ? [`Workload ${name} has a Dapr sidecar, but the application has no dapr settings; add them or leave the sidecar out.`]
      : []),
  ];
}

function daprErrors(application: Application): readonly string[] {
  const declared = Object.keys(application.secrets ?? {});
  return Object.entries(application.dapr?.components ?? {}).flatMap(([name, component]) => [
    ...component.scopes.flatMap((scope) => {
      const workload = application.workloads[scope];
      const sidecar = workload !== undefined && workload.kind !== "scheduled" && workload.dapr !== undefined;
      return sidecar ? [] : [`Dapr component ${name} is scoped to "${scope}", which is no workload with a Dapr sidecar.`];
    }),
    ...componentSecrets(component)
      .filter((secret) => !declared.includes(secret))
      .map((secret) => `Dapr component ${name} uses secret ${secret}, which isn't declared; declared are ${declared.join(", ") || "none"}.`),
  ]);
}

/** Everything that is wrong with an application, as sentences; empty when it can be deployed. */
export function applicationErrors(application: Application): readonly string[] {
  return [
    ...Object.entries(application.workloads).flatMap(([name, workload]) => workloadErrors(name, workload, application)),
    ...secretErrors(application.secrets ?? {}),
    ...connectionErrors(application),
    ...routeErrors(application),
    ...daprErrors(application),
  ];
}
