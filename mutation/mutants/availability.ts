import type { Mutant } from "../contract";

const controller = "components/application/controller.ts";
const workload = "components/application/workload.ts";
const autoscaling = "components/application/autoscaling.ts";
const namespace = "components/application/namespace.ts";
const first = ["application/workload"];
const observed = ["application/observability"];

/** What keeps an application up, within its bounds, and seen. */
export const availabilityMutants: readonly Mutant[] = [
  {
    name: "no disruption budget",
    file: workload,
    find: "  if (fewest < 2) return;",
    replace: "  if (fewest < 200) return;",
    first,
  },
  {
    name: "a budget that lets no pod go",
    file: workload,
    find: "{ maxUnavailable: 1 } : { minAvailable }",
    replace: "{ maxUnavailable: 0 } : { minAvailable }",
    first,
  },
  {
    name: "a budget that selects nothing",
    file: workload,
    find: "        selector: { matchLabels: selector },",
    replace: '        selector: { matchLabels: { ...selector, none: "none" } },',
    first,
  },
  {
    name: "a roll-out takes pods down before others are ready",
    file: controller,
    find: "rollingUpdate: { maxUnavailable: 0, maxSurge: 1 }",
    replace: "rollingUpdate: { maxUnavailable: 1, maxSurge: 1 }",
    first,
  },
  {
    name: "the number of pods is stated beside an autoscaler",
    file: controller,
    find: '...(typeof scale === "number" ? { replicas: scale } : {})',
    replace: 'replicas: typeof scale === "number" ? scale : scale.min',
    first,
  },
  {
    name: "a Deployment's selector fits other workloads' pods",
    file: controller,
    find: "selector: { matchLabels: { ...selectorLabels(args.application.name, name), ...slotLabels(slot) } }",
    replace: 'selector: { matchLabels: { "app.kubernetes.io/part-of": args.application.name } }',
    first,
  },
  {
    name: "a volume of one node is to be on two at a roll-out",
    file: controller,
    find: "const alone = workload.storage !== undefined && !isMountedByMany(workload);",
    replace: "const alone = workload.storage === undefined && isMountedByMany(workload);",
    first: ["application/claims", "application/workload"],
  },
  {
    name: "jobs run side by side",
    file: controller,
    find: 'concurrencyPolicy: "Forbid"',
    replace: 'concurrencyPolicy: "Allow"',
    first,
  },
  {
    name: "jobs never end",
    file: controller,
    find: ", activeDeadlineSeconds: workload.deadlineSeconds ?? 3600",
    replace: "",
    first,
  },
  {
    name: "volumes go with the StatefulSet",
    file: controller,
    find: 'whenDeleted: args.protectData ? "Retain" : "Delete"',
    replace: 'whenDeleted: "Delete"',
    first,
  },
  {
    name: "data in production can be destroyed",
    file: controller,
    find: "protect: args.protectData, ",
    replace: "",
    first,
  },
  {
    name: "an autoscaler scales something else",
    file: autoscaling,
    find: 'kind: "Deployment", name: deployment }',
    replace: 'kind: "Deployment", name: deployment + "s" }',
    first,
  },
  {
    name: "an autoscaler begins with its most",
    file: autoscaling,
    find: "minReplicas: scaling.min",
    replace: "minReplicas: scaling.max",
    first,
  },
  {
    name: "an autoscaler doesn't look at memory",
    file: autoscaling,
    find: ', ...metric("memory", scaling.memoryPercent)',
    replace: "",
    first,
  },
  {
    name: "a Service finds no pod",
    file: workload,
    find: "selector: { ...selectorLabels(application.name, name), ...slotLabels(slot) },\n          ports",
    replace: 'selector: { ...selectorLabels(application.name, name), none: "none" },\n          ports',
    first,
  },
  {
    name: "a Service leads to a port that no container has",
    file: workload,
    find: 'targetPort: "http"',
    replace: 'targetPort: "web"',
    first,
  },
  {
    name: "a monitor selects no Service",
    file: workload,
    find: "        selector: { matchLabels: selectorLabels(application.name, name) },\n        endpoints",
    replace: "        selector: { matchLabels: { app: name } },\n        endpoints",
    first: observed,
  },
  {
    name: "a monitor doesn't wait for its kind",
    file: workload,
    find: "    { ...child, dependsOn: [...platform.gates.monitoringTypes] },",
    replace: "    child,",
    first: observed,
  },
  {
    name: "a quota doesn't bound memory",
    file: namespace,
    find: '      "limits.memory": quota.memory.limits,\n',
    replace: "",
    first: ["application/namespace"],
  },
  {
    name: "containers that ask for nothing get nothing",
    file: namespace,
    find: '      default: { cpu: "250m", memory: "128Mi", "ephemeral-storage": "256Mi" },\n',
    replace: "",
    first: ["application/namespace"],
  },
];
