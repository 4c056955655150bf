import type { Application } from "../contract";
import { imageName } from "../format-checks";
import { isDnsLabel } from "../labels";
import { amountErrors } from "../pod-checks";
import { volumeSizeErrors } from "../volume-checks";
import { templateErrors } from "./connection";
import type { Store } from "./contract";
import { storeNames } from "./store-names";

/** Longest name of a store: CloudNativePG and our jobs put suffixes behind it, and the whole has to fit into a label. */
const longestName = 44;

function nameErrors(name: string, store: Store, application: Application): readonly string[] {
  const { backup, restore, configuration, password, service, url } = storeNames(name);
  const workloads = [name, ...(store.kind === "postgres" ? [backup, restore] : [])];
  const secrets = application.secrets ?? {};
  const isConnection = (secret: string, template?: string): boolean => {
    const source = secrets[secret];
    return source === undefined || (source.from === "store" && source.store === name && source.template === template);
  };
  return [
    ...(isDnsLabel(name) && name.length <= longestName
      ? []
      : [
          `Store "${name}" can't be named so; begin with a lower-case letter, then lower-case letters, digits and dashes, ${String(longestName)} in all.`,
        ]),
    ...workloads
      .filter((workload) => Object.hasOwn(application.workloads, workload))
      .map((workload) => `Store ${name} takes the name ${workload}, which a workload has, too; rename one of them.`),
    ...[configuration, service]
      .filter((secret) => Object.hasOwn(secrets, secret))
      .map(
        (secret) => `Store ${name} declares the secret ${secret} by itself; take it out of the application's secrets.`,
      ),
    ...(isConnection(password, "{{password}}")
      ? []
      : [
          `Secret ${password} is the password of store ${name}; declare it as connection("${name}", "{{password}}"), or give it another name.`,
        ]),
    ...(isConnection(url)
      ? []
      : [
          `Secret ${url} is what a person supplies when stores.${name} is external; declare it as connection("${name}"), or give it another name.`,
        ]),
  ];
}

function settingErrors(name: string, store: Store): readonly string[] {
  if (store.kind === "redis") return [];
  const { backups, database, image, instances, resources, size } = store;
  const days = backups?.keepDays;
  return [
    ...amountErrors(`Store ${name}`, resources),
    ...volumeSizeErrors(size, `Store ${name}'s size`),
    ...(imageName.test(image)
      ? []
      : [`Store ${name} has the image "${image}"; write registry/repository:tag, such as ghcr.io/acme/postgres:16.4.`]),
    ...(instances === 1 || instances === 3
      ? []
      : [`Store ${name} has ${String(instances)} instances; allowed are 1, and 3 with failover.`]),
    ...(/^[a-z][a-z0-9_]{0,60}$/.test(database)
      ? []
      : [
          `Store ${name} has the database "${database}"; begin with a lower-case letter, then lower-case letters, digits and underscores, 61 in all.`,
        ]),
    ...(days === undefined || (Number.isInteger(days) && days >= 1)
      ? []
      : [`Store ${name} keeps backups for ${String(days)} days; it must be a whole number from 1 on.`]),
  ];
}

function connectionErrors({ secrets = {}, stores = {} }: Application): readonly string[] {
  return Object.entries(secrets).flatMap(([name, source]) => {
    if (source.from !== "store") return [];
    if (!Object.hasOwn(stores, source.store)) {
      return [
        `Secret ${name} is the connection to "${source.store}", which is no store here; stores are: ${Object.keys(stores).join(", ") || "none"}.`,
      ];
    }
    return templateErrors(source.template ?? "").map((error) => `Secret ${name} ${error}`);
  });
}

/** Everything that is wrong with an application's stores, before {@link withStores} expands them, as sentences. */
export function storeErrors(application: Application): readonly string[] {
  return [
    ...Object.entries(application.stores ?? {}).flatMap(([name, store]) => [
      ...nameErrors(name, store, application),
      ...settingErrors(name, store),
    ]),
    ...connectionErrors(application),
  ];
}
