import { join } from "node:path";
import type { JudgeFinding, ManifestJudge, Place } from "../contract";
import { goJudge, goVersion } from "../go-programs";
import { outputOf, yamlFiles } from "../running";

interface Result {
  readonly result: string;
  readonly message: string;
  readonly resources: readonly { readonly kind: string; readonly name: string }[];
  readonly properties?: { readonly controls?: string };
}

/** What Kyverno's program prints as a report in JSON, after what else it has to say: one finding for each control. */
export function podSecurityFindings(output: string, place: Place): readonly JudgeFinding[] {
  const { results = [] } = JSON.parse(output.slice(output.indexOf("{"))) as { readonly results?: readonly Result[] };
  return results
    .filter(({ result }) => result !== "pass")
    .flatMap(({ message, properties, resources, result }) =>
      (properties?.controls ?? result).split(",").map((check) => ({
        judge: "pod-security",
        check,
        subject: resources.map(({ kind, name }) => `${kind}/${name}`).join(", "),
        message,
        place,
      })),
    );
}

/** Pod Security "restricted", which takes the API server's own checks, by Kyverno's program. */
export const podSecurity: ManifestJudge = {
  name: "pod-security",
  version: `Kyverno ${goVersion("kyverno")}`,
  judge: async (manifests) => {
    const program = await goJudge("kyverno");
    const policy = join(__dirname, "pod-security.yaml");
    const report = (folder: string): string =>
      outputOf(program, [
        "apply",
        policy,
        "--policy-report",
        "--output-format",
        "json",
        ...yamlFiles(folder).flatMap((file) => ["--resource", file]),
      ]);
    return manifests.flatMap(({ folder, place }) => podSecurityFindings(report(folder), place));
  },
};
