import type { SecretVersions } from "../secret-back-end";

/** The version of a secret. */
function versionOf(versions: SecretVersions, name: string): number {
  return versions[name]?.version ?? 1;
}

/** Annotations that tell how often each of these secrets was changed, and when last. */
export function versionAnnotations(names: readonly string[], versions: SecretVersions): Record<string, string> {
  return Object.fromEntries(
    [...names].sort().flatMap((name) => [
      [`rootstock.dev/version.${name}`, String(versionOf(versions, name))],
      [`rootstock.dev/last-rotated.${name}`, versions[name]?.rotated ?? "never"],
    ]),
  );
}
