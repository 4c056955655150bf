import { isMap, parseDocument, Scalar } from "yaml";
import type { SecretVersion, SecretVersions } from "../components/application/secret-back-end";
import { UsageError } from "../components/errors";
import { projectName } from "../stacks/config/raw";

function entryOf({ previous, rotated, version }: SecretVersion): SecretVersion {
  return { version, rotated, ...(previous === true ? { previous } : {}) };
}

/**
 * The text of a stack's file in which these secrets have these versions; everything else in it stays as it was: other
 * secrets' versions, order, comments, encrypted texts.
 *
 * @throws UsageError for a text whose settings aren't written as a map
 */
export function withSecretVersionsIn(text: string, changed: SecretVersions): string {
  const document = parseDocument(text);
  if (document.errors.length > 0 || !isMap(document.get("config")))
    throw new UsageError("The stack's file has no settings that can be written; mend it first.");
  // Settings may be written without the project's name before them.
  const short = ["config", "secretVersions"];
  const path = document.hasIn(short) ? short : ["config", `${projectName}:secretVersions`];
  for (const [name, version] of Object.entries(changed)) {
    const entry = document.createNode(entryOf(version));
    entry.flow = true;
    // Without quotes Pulumi's engine would read a point in time.
    const day = entry.get("rotated", true);
    if (day instanceof Scalar) day.type = Scalar.QUOTE_DOUBLE;
    document.setIn([...path, name], entry);
  }
  return document.toString({ lineWidth: 0 });
}
