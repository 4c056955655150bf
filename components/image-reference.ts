/** A repository with a tag, a digest, or both as `tag@sha256:…`. */
export function imageReference(repository: string, tag: string): string {
  if (tag.startsWith("@")) return `${repository}${tag}`;
  return tag.startsWith("sha256:") ? `${repository}@${tag}` : `${repository}:${tag}`;
}

/** What tells an image from others of its repository: its tag, or its digest where it has none. */
export function imageVersion(reference: string): string | undefined {
  const [tagged = "", digest] = reference.split("@");
  const name = tagged.slice(tagged.lastIndexOf("/") + 1);
  const colon = name.indexOf(":");
  return colon === -1 ? digest : name.slice(colon + 1);
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
