import { applicationErrors } from "../../components/application/checks";
import type { Application } from "../../components/application/contract";
import { kubectlImage } from "../../components/application/kubectl-image";
import { asPreview } from "../../components/application/preview-environment";
import { acceptingPrevious } from "../../components/application/previous-values";
import type { SecretBackEnd, SecretVersions } from "../../components/application/secret-back-end";
import { backEndMistakes } from "../../components/application/secret-back-ends/back-end-checks";
import { sleepErrors, withSleep } from "../../components/application/sleep";
import type { StorePlace } from "../../components/application/stores/contract";
import type { ClusterKind } from "../../components/cluster/contract";
import { imageReference, mirrorImage } from "../../components/image-reference";
import type { PlatformSettings } from "../../components/platform/contract";
import { type PlatformUses, unmetNeeds, usesNothing, usesOf } from "../needs";
import { unmanagedStores } from "../stores";
import { loadSystem } from "../systems";
import { Choices, ImageTags } from "./choices";
import { pinned } from "./digests";
import { type PlatformOverrides, resolvePlatform } from "./platform-schema";
import { unfitForPreview } from "./preview-schema";
import type { ParsedConfig } from "./schema";
import { unsaidInProduction } from "./sleep-schema";
import { wildcardErrors } from "./wildcard-hosts";

/** What a system's description takes of a configuration. */
export interface DescriptionInput
  extends Pick<
    ParsedConfig,
    "system" | "environment" | "domain" | "imageTag" | "digests" | "stores" | "slots" | "sleep" | "preview"
  > {
  readonly platform: PlatformOverrides;
  readonly secretBackEnd: SecretBackEnd;
  readonly secretVersions: SecretVersions;
  readonly clusterKind: ClusterKind;
  /** Whether the platform belongs to another stack. */
  readonly sharedPlatform: boolean;
}

/** A system's application as one configuration describes it, with all that doesn't fit. */
export interface Description {
  readonly application: Application;
  readonly platform: PlatformSettings;
  readonly secretBackEnd: SecretBackEnd;
  /** Mistakes of the configuration. */
  readonly errors: readonly string[];
  /** Mistakes of the system itself. */
  readonly systemErrors: readonly string[];
}

/** A host that both the platform's Grafana and one of the application's routes would take. */
function hostClashes({ routes = [] }: Application, { monitoring }: PlatformSettings): readonly string[] {
  const { enabled, grafanaHost } = monitoring;
  const clashing = routes.find(({ host }) => enabled && host === grafanaHost);
  return clashing === undefined
    ? []
    : [
        `platform.monitoring.grafanaHost is "${clashing.host}", which is the host of the route to ${clashing.to}; give Grafana a host of its own, such as grafana.${clashing.host}.`,
      ];
}

/** Kinds of cluster whose cloud runs databases and caches. */
const clouds: readonly ClusterKind[] = ["doks", "eks", "gke"];

/** Where a store lives unless the stack says so: a cluster without a cloud has it in itself. */
function placeOn(clusterKind: ClusterKind, usual: StorePlace): StorePlace {
  return usual === "managed" && !clouds.includes(clusterKind) ? "cluster" : usual;
}

/** The application as it is with a mirror: its images are the mirror's, which is therefore who asks for credentials. */
function pulledFromMirror(application: Application, mirror: string | undefined): Application {
  const { pullFrom } = application;
  if (pullFrom === undefined || mirror === undefined) return application;
  const [registry = mirror] = mirror.split("/");
  return { ...application, pullFrom: { ...pullFrom, registry } };
}

/** The application of the configured system with its platform, checked against the rest of the configuration. */
export async function describeSystem(input: DescriptionInput): Promise<Description> {
  const { system: name, environment, clusterKind, domain, secretBackEnd, sharedPlatform } = input;
  const system = await loadSystem(name);
  const tags = new ImageTags(input.imageTag);
  const stores = new Choices(input.stores, "stores", `store of ${name}`);
  const slots = new Choices(input.slots, "slots", `workload of ${name} that is released blue/green`);
  const settingsFor = (uses: PlatformUses): PlatformSettings =>
    resolvePlatform(input.platform, environment, uses, domain);
  const { certificates, mirrors } = settingsFor(usesNothing);
  const mirrored = (reference: string): string => mirrorImage(pinned(reference, input.digests), mirrors.images);
  const image = (repository: string, workload: string): string =>
    mirrored(imageReference(repository, tags.of(workload)));
  const described = system.describe({
    environment,
    domain,
    issuer: certificates.issuer,
    clusterKind,
    mirrored,
    image,
    place: (store, usual) => stores.of(store) ?? placeOn(clusterKind, usual),
    slots: (repository, workload, standby) => ({
      active: slots.of(workload) ?? "blue",
      images: { blue: image(repository, `${workload}-blue`), green: image(repository, `${workload}-green`) },
      standby,
    }),
  });
  const lasting = acceptingPrevious(pulledFromMirror(described, mirrors.images), input.secretVersions);
  const awake = input.preview === undefined ? lasting : asPreview(lasting, input.preview);
  const application = input.sleep === undefined ? awake : withSleep(awake, input.sleep, mirrored(kubectlImage));
  const platform = settingsFor(usesOf(application, secretBackEnd));
  return {
    application,
    platform,
    secretBackEnd,
    errors: [
      ...tags.errors(name),
      ...stores.errors,
      ...slots.errors,
      ...(input.preview === undefined ? [] : unfitForPreview(environment, clusterKind)),
      ...(input.sleep === undefined
        ? []
        : [...sleepErrors(awake, input.sleep), ...unsaidInProduction(input.sleep, environment)]),
      ...unmanagedStores(application, clusterKind),
      ...backEndMistakes(application, secretBackEnd, input.secretVersions),
      ...(sharedPlatform
        ? []
        : [
            ...unmetNeeds(application, platform, secretBackEnd),
            ...hostClashes(application, platform),
            ...wildcardErrors(application, platform),
          ]),
    ],
    systemErrors: applicationErrors(application),
  };
}
