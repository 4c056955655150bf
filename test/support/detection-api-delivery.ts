import type { Environment } from "../../components/environment";
import { all, input } from "./plan-parts";
import { type Requirement, rows } from "./requirements";

const delivered: readonly Environment[] = ["staging", "prod"];
const imagePolicy = (...path: readonly (string | number)[]) =>
  input("NamespacedImageValidatingPolicy", "image-signatures", "spec", ...path);

/** The rows of the detection-api plan on how images and manifests come to run. */
export const detectionApiDelivery: readonly Requirement[] = [
  ...rows("6.4 Image signing", delivered, [
    [
      "signatures verified on admission, by Kyverno",
      all(
        imagePolicy("matchImageReferences"),
        imagePolicy("validationActions"),
        imagePolicy("failurePolicy"),
        imagePolicy("validations", 0, "expression"),
      ),
      [
        [{ glob: "registry.internal/detection-api*" }],
        ["Deny"],
        "Fail",
        "(images.containers + images.initContainers + images.ephemeralContainers).all(image, verifyImageSignatures(image, [attestors.signer]) > 0)",
      ],
    ],
    [
      "Cosign's key, without the public log",
      all(
        (made) =>
          String(imagePolicy("attestors", 0, "cosign", "key", "data")(made)).startsWith("-----BEGIN PUBLIC KEY-----"),
        imagePolicy("attestors", 0, "cosign", "ctlog"),
      ),
      [true, { insecureIgnoreTlog: true }],
      "The public key is a stand-in for a site's own.",
    ],
    [
      "digests instead of tags",
      imagePolicy("validationConfigurations"),
      { mutateDigest: true, verifyDigest: true, required: true },
      "On admission; npm run pin writes them into the stack's file.",
    ],
    [
      "the private registry only",
      (made) => JSON.stringify(imagePolicy("validations", 1, "expression")(made)).includes("registry.internal/"),
      true,
      "And the image of cert-manager's solver.",
    ],
  ]),
  ...rows("7.1 GitOps", delivered, [
    [
      "Argo CD follows kubernetes/manifests on main",
      input("Application", "git", "spec", "source"),
      {
        repoURL: "https://github.com/org/geolocation-engine2.git",
        targetRevision: "main",
        path: "kubernetes/manifests",
      },
      "Beside what the program makes: one object, one owner.",
    ],
    [
      "prune and self-heal",
      input("Application", "git", "spec", "syncPolicy", "automated"),
      { prune: true, selfHeal: true },
    ],
    [
      "CreateNamespace",
      input("Application", "git", "spec", "syncPolicy", "syncOptions", 0),
      "CreateNamespace=false",
      "The program makes it, with the policies that hold in it.",
    ],
    [
      "a project of its own",
      all(
        input("AppProject", "git", "spec", "sourceRepos"),
        input("AppProject", "git", "spec", "clusterResourceWhitelist"),
      ),
      [["https://github.com/org/geolocation-engine2.git"], []],
    ],
  ]),
];
