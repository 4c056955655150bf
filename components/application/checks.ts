import type { Application, Workload } from "./contract";
import { componentSecrets } from "./dapr";
import { connectionErrors, hasSidecar } from "./flows";
import { isDnsLabel } from "./labels";
import { routeErrors } from "./routes";
import { secretErrors } from "./secrets";
import { withStores } from "./stores/expansion";
import { storeErrors } from "./stores/store-checks";
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
  const { workloads, dapr, pullFrom } = application;
  return [
    ...Object.entries(workloads).flatMap(([name, workload]) => secretsOfWorkload(name, workload)),
    ...Object.entries(dapr?.components ?? {}).flatMap(([name, component]) =>
      componentSecrets(component).map((secret) => ({ user: `Dapr component ${name}`, secret })),
    ),
    ...(pullFrom === undefined ? [] : [pullFrom.username, pullFrom.password]).map((secret) => ({
      user: "pullFrom",
      secret,
    })),
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

/** Volumes of others that aren't there, or that more than one pod has. */
function sharedVolumeErrors({ workloads }: Application): readonly string[] {
  const owners = Object.entries(workloads)
    .filter(([, { kind, storage }]) => storage !== undefined && kind !== "deployment")
    .map(([name]) => name);
  return Object.entries(workloads).flatMap(([name, { sharedVolumes = [] }]) =>
    sharedVolumes
      .filter(({ of }) => of === name || !owners.includes(of))
      .map(
        ({ of }) =>
          `Workload ${name} mounts the volume of "${of}", which has none to share; workloads that do: ${owners.filter((owner) => owner !== name).join(", ") || "none"}.`,
      ),
  );
}

/** Names of grants that can't be object names, or that a workload has already. */
function accessErrors({ access = {}, workloads }: Application): readonly string[] {
  return Object.keys(access)
    .filter((name) => !isDnsLabel(name) || Object.hasOwn(workloads, name))
    .map(
      (name) =>
        `Access "${name}" can't be named so; begin with a lower-case letter, then lower-case letters, digits and dashes, 63 in all, and take no workload's name.`,
    );
}

/** Everything that is wrong with an application, as sentences; empty when it can be deployed. */
export function applicationErrors(described: Application): readonly string[] {
  const application = withStores(described);
  return [
    ...nameErrors(application),
    ...storeErrors(described),
    ...Object.entries(application.workloads).flatMap(([name, workload]) => workloadErrors(name, workload)),
    ...secretErrors(application.secrets ?? {}),
    ...undeclaredSecrets(application),
    ...connectionErrors(application),
    ...routeErrors(application),
    ...daprErrors(application),
    ...sharedVolumeErrors(application),
    ...accessErrors(application),
  ];
}
