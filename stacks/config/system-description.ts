import { applicationErrors } from "../../components/application/checks";
import type { Application } from "../../components/application/contract";
import { imageReference, mirrorImage } from "../../components/image-reference";
import type { PlatformSettings } from "../../components/platform/contract";
import { unmetNeeds } from "../needs";
import { loadSystem } from "../systems";
import type { ParsedConfig } from "./schema";

/** What a system's description takes of a configuration. */
export interface DescriptionInput extends Pick<ParsedConfig, "system" | "environment" | "domain" | "imageTag"> {
  readonly platform: PlatformSettings;
  /** Whether the platform belongs to another stack. */
  readonly sharedPlatform: boolean;
}

/** A system's application as one configuration describes it, with all that doesn't fit. */
export interface Description {
  readonly application: Application;
  /** Mistakes of the configuration. */
  readonly errors: readonly string[];
  /** Mistakes of the system itself. */
  readonly systemErrors: readonly string[];
}

/** Tags by workload; notes which workloads ask for one, and which of them have none. */
class ImageTags {
  readonly asked = new Set<string>();
  readonly missing = new Set<string>();

  constructor(private readonly tags: ParsedConfig["imageTag"]) {}

  of(workload: string): string {
    this.asked.add(workload);
    if (typeof this.tags === "string") return this.tags;
    const tag = Object.hasOwn(this.tags, workload) ? this.tags[workload] : this.tags["default"];
    if (tag === undefined) this.missing.add(workload);
    return tag ?? "missing";
  }

  /** Names that no workload asked for. */
  get unknown(): readonly string[] {
    return typeof this.tags === "string"
      ? []
      : Object.keys(this.tags).filter((name) => name !== "default" && !this.asked.has(name));
  }
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

/** The application of the configured system, checked against the rest of the configuration. */
export async function describeSystem(input: DescriptionInput): Promise<Description> {
  const { system: name, environment, domain, platform, sharedPlatform } = input;
  const system = await loadSystem(name);
  const tags = new ImageTags(input.imageTag);
  const mirrored = (reference: string): string => mirrorImage(reference, platform.mirrors.images);
  const application = system.describe({
    environment,
    domain,
    issuer: platform.certificates.issuer,
    mirrored,
    image: (repository, workload) => mirrored(imageReference(repository, tags.of(workload))),
  });
  const workloads = [...tags.asked].join(", ");
  return {
    application,
    errors: [
      ...[...tags.missing].map(
        (workload) =>
          `imageTag has no tag for workload ${workload}; add imageTag.${workload}, or imageTag.default for all others.`,
      ),
      ...tags.unknown.map(
        (workload) =>
          `imageTag.${workload} names no workload of ${name} that takes a tag; remove it, or choose one of ${workloads}.`,
      ),
      ...(sharedPlatform ? [] : [...unmetNeeds(application, platform), ...hostClashes(application, platform)]),
    ],
    systemErrors: applicationErrors(application),
  };
}
