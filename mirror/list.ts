import { mirrorImage } from "../components/image-reference";
import { chartImages } from "../components/platform/chart-images";
import { type ChartSource, chartSource } from "../components/platform/chart-source";
import { type AddOnName, addOnNames } from "../components/platform/contract";
import { charts } from "../components/platform/versions";
import { isRelease } from "../plan/answers";
import { objectOf } from "../plan/manifests";
import { operatorImages } from "../plan/operator-pods";
import { imagesOf } from "../plan/pods";
import type { Registration } from "../plan/registration";
import { copySource, copyTarget, imageName } from "./image-name";

/** A chart to mirror, as `helm pull` takes it. */
export interface MirroredChart extends ChartSource {
  /** Name of the package, as a directory of charts must have it. */
  readonly file: string;
}

/** An image to mirror. */
export interface MirroredImage {
  /** As the stack names it without a mirror. */
  readonly image: string;
  /** What is copied: the digest where one is known, otherwise the tag. */
  readonly from: string;
  /** Where it goes below the mirror's prefix. */
  readonly path: string;
  /** `sha256:…`, where it is known. */
  readonly digest?: string;
  /** Add-ons and objects (`namespace/name`) that run it, sorted. */
  readonly usedBy: readonly string[];
}

/** All that a stack takes from outside its cluster to start. */
export interface MirrorList {
  readonly charts: readonly MirroredChart[];
  readonly images: readonly MirroredImage[];
}

/** The add-ons that a stack installs, in the order of the table. */
function installed(registrations: readonly Registration[]): readonly AddOnName[] {
  const releases = new Set(registrations.filter(({ type }) => isRelease(type)).map(({ name }) => name));
  return addOnNames.filter((name) => releases.has(name));
}

/** Images of the program's own objects, and of what operators make of them. */
function objectImages(registrations: readonly Registration[]): readonly (readonly [image: string, by: string])[] {
  return registrations.flatMap((registration) => {
    const object = objectOf(registration);
    if (object === undefined) return [];
    const { name, namespace = "" } = object.metadata;
    return [...imagesOf(object), ...operatorImages(object)].map((image) => [image, `${namespace}/${name}`] as const);
  });
}

function mirroredImage(image: string, usedBy: readonly string[]): MirroredImage {
  const { digest } = imageName(image);
  const prefix = "mirror";
  return {
    image,
    from: copySource(image),
    path: copyTarget(mirrorImage(image, prefix)).slice(prefix.length + 1),
    ...(digest === undefined ? {} : { digest }),
    usedBy: [...new Set(usedBy)].sort(),
  };
}

/**
 * What of a stack a site has to mirror.
 *
 * @param registrations the stack's plan, made without mirrors
 */
export function mirrorList(registrations: readonly Registration[]): MirrorList {
  const addOns = installed(registrations);
  const users = new Map<string, string[]>();
  const used = [
    ...addOns.flatMap((name) => chartImages[name].images.map(({ image }) => [image, name] as const)),
    ...objectImages(registrations),
  ];
  for (const [image, by] of used) users.set(image, [...(users.get(image) ?? []), by]);
  return {
    charts: addOns.map((name) => ({
      ...chartSource(charts[name]),
      file: `${name}-${charts[name].version}.tgz`,
    })),
    images: [...users].sort(([a], [b]) => (a < b ? -1 : 1)).map(([image, by]) => mirroredImage(image, by)),
  };
}
