/** A repository with a tag, a digest, or both as `tag@sha256:…`. */
export function imageReference(repository: string, tag: string): string {
  if (tag.startsWith("@")) return `${repository}${tag}`;
  return tag.startsWith("sha256:") ? `${repository}@${tag}` : `${repository}:${tag}`;
}

/**
 * A reference as a mirror has it: the registry's host is replaced, the rest stays. `docker.io` is understood where a
 * reference names no host.
 */
export function mirrorImage(reference: string, mirror: string | undefined): string {
  if (mirror === undefined) return reference;
  const [first = "", ...rest] = reference.split("/");
  const named = rest.length > 0 && (first.includes(".") || first.includes(":") || first === "localhost");
  const path = named ? rest.join("/") : reference;
  return `${mirror}/${path}`;
}
