import { join } from "node:path";
import { builtKubernetesVersion } from "../../rehearsal/control-plane/modules";
import type { JudgeFinding, ManifestJudge, Place } from "../contract";
import { goJudge, goVersion } from "../go-programs";
import { kubernetesSchemas, schemaPattern } from "../kubernetes-schemas";
import { outputOf, yamlFiles } from "../running";

interface Validated {
  readonly kind: string;
  readonly name: string;
  readonly status: string;
  readonly msg: string;
}

/** What kubeconform prints as JSON; kinds that Kubernetes itself doesn't have are skipped, and nothing else. */
export function kubeconformFindings(output: string, place: Place): readonly JudgeFinding[] {
  const { resources = [] } = JSON.parse(output) as { readonly resources?: readonly Validated[] };
  return resources
    .filter(({ status }) => status === "statusInvalid" || status === "statusError")
    .map(({ kind, name, status, msg }) => ({
      judge: "kubeconform",
      check: status === "statusInvalid" ? "schema" : "unreadable",
      subject: `${kind}/${name}`,
      message: msg,
      place,
    }));
}

/** kubeconform with strict schemas, made from the API description of the Kubernetes version that rehearsals run. */
export const kubeconform: ManifestJudge = {
  name: "kubeconform",
  version: `${goVersion("kubeconform")}, Kubernetes ${builtKubernetesVersion()}`,
  judge: async (manifests) => {
    const [program, schemas] = [await goJudge("kubeconform"), join(await kubernetesSchemas(), schemaPattern)];
    const flags = ["-strict", "-ignore-missing-schemas", "-output", "json", "-schema-location", schemas];
    return manifests.flatMap(({ folder, place }) =>
      kubeconformFindings(outputOf(program, [...flags, ...yamlFiles(folder)]), place),
    );
  },
};
