import type { Environment } from "../../components/environment";
import { all, container, input, keys, names } from "./plan-parts";
import { type Requirement, rows } from "./requirements";

const dev: readonly Environment[] = ["dev"];
const sealing: readonly Environment[] = ["staging", "prod"];
const inventory = ["JWT_SIGNING_KEY", "TAK_ENDPOINT", "TAK_PASSWORD", "TAK_USERNAME"];

/** The rows of the detection-api plan on where its secrets live. */
export const detectionApiSecrets: readonly Requirement[] = [
  ...rows("4.2 Sealed Secrets", sealing, [
    [
      "TAK credentials and JWT key, encrypted in Git",
      keys("SealedSecret", "detection-api-secrets", "spec", "encryptedData"),
      inventory,
    ],
    [
      "registry credentials: .dockerconfigjson",
      all(
        input("Secret", "pull-secret", "type"),
        keys("Secret", "pull-secret", "stringData"),
        input("Secret", "signatures-pull-secret", "metadata", "namespace"),
      ),
      ["kubernetes.io/dockerconfigjson", [".dockerconfigjson"], "kyverno"],
      "From the stack's encrypted configuration: Kyverno reads them in its own namespace, where nothing opens that was sealed for this one.",
    ],
    [
      "decrypted in the cluster by its controller",
      (made) => made.input("Release", "sealed-secrets", "values", "fullnameOverride"),
      "sealed-secrets-controller",
    ],
    [
      "nothing else of it in the program's state",
      all(names("RandomBytes"), names("Secret")),
      [[], ["alertmanager-slack", "grafana-admin", "pull-secret", "signatures-pull-secret"]],
    ],
    [
      "the application reads them as before",
      (made) =>
        (container("detection-api-blue", "envFrom")(made) as readonly { secretRef?: { name: string } }[]).flatMap(
          ({ secretRef }) => (secretRef === undefined ? [] : [secretRef.name]),
        ),
      ["detection-api-secrets-00000000"],
      "All of a Secret at once instead of each key by secretKeyRef.",
    ],
    [
      "which version, and when it was changed",
      input(
        "SealedSecret",
        "detection-api-secrets",
        "spec",
        "template",
        "metadata",
        "annotations",
        "rootstock.dev/version.JWT_SIGNING_KEY",
      ),
      "1",
    ],
  ]),
  ...rows("4.2 Secret storage", dev, [
    ["TAK credentials and JWT key", keys("Secret", "detection-api-secrets", "stringData"), inventory],
    ["registry credentials", input("Secret", "pull-secret", "type"), "kubernetes.io/dockerconfigjson"],
  ]),
];
