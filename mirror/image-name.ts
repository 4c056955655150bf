/** The parts of an image's reference. */
export interface ImageName {
  /** Registry and repository. */
  readonly repository: string;
  readonly tag?: string;
  /** `sha256:…` */
  readonly digest?: string;
}

/** Takes `registry:port/repository:tag@sha256:…` apart. */
export function imageName(reference: string): ImageName {
  const [name = reference, digest] = reference.split("@");
  const tag = /:([^:/]+)$/.exec(name)?.[1];
  return {
    repository: tag === undefined ? name : name.slice(0, -tag.length - 1),
    ...(tag === undefined ? {} : { tag }),
    ...(digest === undefined ? {} : { digest }),
  };
}

/** What to copy from: by digest where one is known, which can't be moved to another image. */
export function copySource(reference: string): string {
  const { repository, tag, digest } = imageName(reference);
  if (digest !== undefined) return `${repository}@${digest}`;
  return `${repository}:${tag ?? "latest"}`;
}

/** What to copy to. An image that is known by its digest alone needs some tag, and is then found by its digest. */
export function copyTarget(reference: string): string {
  const { repository, tag, digest } = imageName(reference);
  return `${repository}:${tag ?? digest?.replace(":", "-") ?? "latest"}`;
}
