import { legible } from "../legible";
import type { Application, Workload } from "./contract";
import { componentSecrets } from "./dapr";
import { connectionErrors, hasSidecar } from "./flows";
import { applicationFormatErrors } from "./format-checks";
import { gitErrors } from "./git-source";
import { isDnsLabel } from "./labels";
import { outsideErrors } from "./outside-checks";
import { permissionErrors } from "./permission-checks";
import { previousErrors } from "./previous-values";
import { routeErrors } from "./routes";
import { secretErrors } from "./secrets";
import { signatureErrors } from "./signatures";
import { podSets, standbyName } from "./slots";
import { smokeName, wholeApplication } from "./smoke";
import { withStores } from "./stores/expansion";
import { storeErrors } from "./stores/store-checks";
import { sharedVolumeErrors } from "./volume-checks";
import { workloadErrors } from "./workload-checks";

/** What uses a secret, and which. */
interface SecretUse {
  readonly user: string;
  readonly secret: string;
}

function secretsOfWorkload(name: string, workload: Workload): readonly SecretUse[] {
  const inFiles = Object.values(workload.files ?? {}).flatMap((file) => ("secret" in file ? [file.secret] : []));
  return [...(workload.secrets ?? []), ...inFiles].map((secret) => ({ user: `Workload ${name}`, secret }));
}

/** Everything in an application that uses a secret. */
function secretUses(application: Application): readonly SecretUse[] {
  const { workloads, dapr, git, pullFrom } = application;
  return [
    ...Object.entries(workloads).flatMap(([name, workload]) => secretsOfWorkload(name, workload)),
    ...Object.entries(dapr?.components ?? {}).flatMap(([name, component]) =>
      componentSecrets(component).map((secret) => ({ user: `Dapr component ${name}`, secret })),
    ),
    ...(pullFrom === undefined ? [] : [pullFrom.username, pullFrom.password]).map((secret) => ({
      user: "pullFrom",
      secret,
    })),
    ...Object.values(git?.credentials ?? {}).map((secret) => ({ user: "git.credentials", secret })),
  ];
}

function undeclaredSecrets(application: Application): readonly string[] {
  const declared = Object.keys(application.secrets ?? {});
  return secretUses(application)
    .filter(({ secret }) => !declared.includes(secret))
    .map(
      ({ user, secret }) =>
        `${user} uses secret ${secret}, which isn't declared; declared are ${declared.join(", ") || "none"}.`,
    );
}

function daprErrors({ dapr, workloads }: Application): readonly string[] {
  const lonely = Object.keys(workloads).filter((name) => dapr === undefined && hasSidecar(workloads[name]));
  return [
    ...lonely.map(
      (name) =>
        `Workload ${name} has a Dapr sidecar, but the application has no dapr settings; add them or leave the sidecar out.`,
    ),
    ...Object.entries(dapr?.components ?? {}).flatMap(([name, component]) =>
      component.scopes
        .filter((scope) => !(Object.hasOwn(workloads, scope) && hasSidecar(workloads[scope])))
        .map((scope) => `Dapr component ${name} is scoped to "${scope}", which is no workload with a Dapr sidecar.`),
    ),
  ];
}

function nameErrors({ name, namespace }: Application): readonly string[] {
  return [
    ...(isDnsLabel(name)
      ? []
      : [
          `Application "${name}" can't be named so; begin with a lower-case letter, then lower-case letters, digits and dashes, 63 in all.`,
        ]),
    ...(isDnsLabel(namespace)
      ? []
      : [
          `Namespace "${namespace}" can't be named so; begin with a lower-case letter, then lower-case letters, digits and dashes, 63 in all.`,
        ]),
    ...(namespace === "default" || namespace.startsWith("kube-")
      ? [`Namespace ${namespace} belongs to Kubernetes itself; choose another one.`]
      : []),
  ];
}

/** Workloads whose names are those of a slot, or of what leads to the one that stands by and asks it. */
function slotNameErrors({ workloads }: Application): readonly string[] {
  return Object.entries(workloads).flatMap(([name, workload]) => {
    if (workload.kind !== "deployment" || workload.slots === undefined) return [];
    const job = workload.slots.smoke === undefined ? [] : [smokeName(name)];
    return [...podSets(name, workload).map((set) => set.name), standbyName(name), ...job]
      .filter((taken) => Object.hasOwn(workloads, taken))
      .map((taken) => `Workload ${name} has slots, which take the name ${taken}, and so does a workload; rename it.`);
  });
}

/** Grants that can't be object names, that a workload or store has already, or that are for everybody. */
function accessErrors({ access = {}, stores = {}, workloads }: Application): readonly string[] {
  return Object.entries(access).flatMap(([name, { group }]) => [
    ...(isDnsLabel(name) && !Object.hasOwn(workloads, name) && !Object.hasOwn(stores, name)
      ? []
      : [
          `Access "${name}" can't be named so; begin with a lower-case letter, then lower-case letters, digits and dashes, 63 in all, and take no name of a workload or store.`,
        ]),
    ...(group === undefined || (group !== "" && !group.startsWith("system:"))
      ? []
      : [
          `Access ${name} is for the group "${group}"; name a group of the cluster's sign-in: those of Kubernetes itself, system:…, hold others than people.`,
        ]),
  ]);
}

/** Everything that is wrong with an application, as sentences; empty when it can be deployed. */
export function applicationErrors(described: Application): readonly string[] {
  const application = wholeApplication(described);
  return [
    ...nameErrors(application),
    ...storeErrors(described),
    ...Object.entries(application.workloads).flatMap(([name, workload]) => workloadErrors(name, workload)),
    ...previousErrors(described),
    ...secretErrors(application.secrets ?? {}),
    ...undeclaredSecrets(application),
    ...connectionErrors(application),
    ...outsideErrors(application),
    ...permissionErrors(application),
    ...routeErrors(application),
    ...daprErrors(application),
    ...applicationFormatErrors(application),
    ...sharedVolumeErrors(application),
    ...slotNameErrors(withStores(described)),
    ...accessErrors(application),
    ...signatureErrors(described),
    ...gitErrors(application),
  ].map(legible);
}
