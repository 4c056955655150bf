import { createPublicKey } from "node:crypto";
import type { Application } from "./contract";
import { podSets } from "./slots";
import { wholeApplication } from "./smoke";

/** Whose signatures are trusted: the holder of a key, or an identity that Sigstore certified for the signing alone. */
export type Signer =
  | {
      /** Cosign's public key, in PEM (`cosign.pub`). */
      readonly publicKey: string;
      /**
       * Signatures must be in Sigstore's public transparency log as well, which Kyverno asks over the internet.
       * @default false: the key alone decides, as on sites without internet access (`cosign sign --tlog-upload=false`)
       */
      readonly transparencyLog?: boolean;
    }
  | {
      /** Who vouches for the identity, e.g. `https://token.actions.githubusercontent.com`. */
      readonly issuer: string;
      /** The identity in full, e.g. `https://github.com/acme/shop/.github/workflows/release.yml@refs/heads/main`. */
      readonly subject: string;
    };

/**
 * Who signed the images that may run in the namespace: one of them without a valid signature is refused on admission,
 * and tags are replaced by the digests that were verified. Images that match no pattern, such as a database's, aren't
 * asked for a signature.
 */
export interface TrustedSignatures {
  /** Images that must be signed, with `*` for any characters, e.g. `registry.internal/detection-api*`. */
  readonly images: readonly string[];
  readonly signer: Signer;
  /**
   * Beginnings of the only images that may run at all, e.g. `registry.internal/`: of the application's, and of those
   * that others run in its namespace, such as cert-manager's solver of challenges. @default any
   */
  readonly onlyFrom?: readonly string[];
}

/** Every image that an application itself asks for. */
export function imagesOf(application: Application): readonly string[] {
  const { stores = {}, workloads } = wholeApplication(application);
  return [
    ...Object.entries(workloads).flatMap(([name, workload]) => [
      ...(workload.kind === "deployment" && workload.slots !== undefined
        ? podSets(name, workload).flatMap(({ slot }) =>
            slot === undefined ? [] : [workload.slots?.images[slot] ?? ""],
          )
        : [workload.image]),
      ...Object.values(workload.before ?? {}).flatMap(({ image }) => (image === undefined ? [] : [image])),
    ]),
    // A Redis in the cluster is a workload.
    ...Object.values(stores).flatMap((store) =>
      store.place === "cluster" && store.kind === "postgres" ? [store.image] : [],
    ),
  ];
}

/** Whether a reference matches a pattern with `*`, as Kyverno reads it. */
function matches(pattern: string, image: string): boolean {
  const [first = "", ...rest] = pattern.split("*");
  if (rest.length === 0) return image === pattern;
  const last = rest.pop() ?? "";
  if (!image.startsWith(first) || image.length < first.length + last.length || !image.endsWith(last)) return false;
  const end = image.length - last.length;
  const after = rest.reduce((position, part) => {
    const found = position < 0 ? -1 : image.indexOf(part, position);
    return found < 0 || found + part.length > end ? -1 : found + part.length;
  }, first.length);
  return after >= 0;
}

function keyErrors(publicKey: string): readonly string[] {
  const sentence =
    "signatures.signer.publicKey is no public key in PEM; write the text of cosign.pub, from -----BEGIN PUBLIC KEY----- on.";
  // A private key would be read, too, and give its public part.
  if (!publicKey.trim().startsWith("-----BEGIN PUBLIC KEY-----")) return [sentence];
  try {
    createPublicKey(publicKey);
    return [];
  } catch {
    return [sentence];
  }
}

/** What is wrong with an application's trusted signatures, as sentences. */
export function signatureErrors(application: Application): readonly string[] {
  const { signatures } = application;
  if (signatures === undefined) return [];
  const { images, onlyFrom, signer } = signatures;
  const own = imagesOf(application);
  const listed = own.join(", ");
  return [
    ...(images.length > 0
      ? []
      : ["signatures.images is empty, which would ask for every image's signature; list the application's own."]),
    ...images
      .filter((pattern) => !own.some((image) => matches(pattern, image)))
      .map(
        (pattern) =>
          `signatures.images lists "${pattern}", which matches none of the application's images (${listed}); write a registry and repository with * at the end.`,
      ),
    ...("publicKey" in signer ? keyErrors(signer.publicKey) : []),
    ...("issuer" in signer && !/^https:\/\/\S+$/.test(signer.issuer)
      ? [
          `signatures.signer.issuer is "${signer.issuer}"; write the address of an OpenID Connect issuer, such as https://token.actions.githubusercontent.com.`,
        ]
      : []),
    ...("subject" in signer && signer.subject === ""
      ? ["signatures.signer.subject is empty, which would trust everybody whom the issuer knows; write one identity."]
      : []),
    ...(onlyFrom === undefined
      ? []
      : own
          .filter((image) => !onlyFrom.some((prefix) => image.startsWith(prefix)))
          .map(
            (image) =>
              `Image ${image} begins with none of signatures.onlyFrom (${onlyFrom.join(", ")}), which would refuse it; add its registry there.`,
          )),
  ];
}

/** All containers of a pod, in the words of a policy. */
const containers = ["containers", "initContainers", "ephemeralContainers"] as const;

/** The signer in the words of Kyverno's attestors. */
function attestor(signer: Signer): object {
  if (!("publicKey" in signer))
    return { keyless: { identities: [{ issuer: signer.issuer, subject: signer.subject }] } };
  return {
    key: { data: signer.publicKey },
    // With the log ignored, Kyverno asks nobody on the internet about a key.
    ...(signer.transparencyLog === true ? {} : { ctlog: { insecureIgnoreTlog: true } }),
  };
}

/**
 * Kyverno's policy for the images of one namespace.
 *
 * It looks at pods, not at what makes them: a Deployment's spec stays what its owner wrote, and whatever makes a pod is
 * held to it. Updates that leave a pod's spec alone, such as the removal of a finalizer, ask nobody, so that pods can
 * go away while Kyverno or the registry can't be reached.
 *
 * @param pullSecrets names of Secrets in Kyverno's own namespace that open the registry
 */
export function imagePolicySpec(signatures: TrustedSignatures, pullSecrets: readonly unknown[]): object {
  const { images, onlyFrom, signer } = signatures;
  const matched = containers.map((kind) => `images.${kind}`).join(" + ");
  return {
    // Nothing that can't be verified starts in this namespace; Kyverno asks about no other one for it.
    failurePolicy: "Fail",
    validationActions: ["Deny"],
    webhookConfiguration: { timeoutSeconds: 15 },
    evaluation: { background: { enabled: false } },
    autogen: { podControllers: { controllers: [] } },
    matchConstraints: {
      resourceRules: [
        {
          apiGroups: [""],
          apiVersions: ["v1"],
          operations: ["CREATE", "UPDATE"],
          resources: ["pods", "pods/ephemeralcontainers"],
        },
      ],
    },
    matchConditions: [
      { name: "spec-changes", expression: "request.operation == 'CREATE' || object.spec != oldObject.spec" },
    ],
    matchImageReferences: images.map((glob) => ({ glob })),
    ...(pullSecrets.length === 0 ? {} : { credentials: { secrets: pullSecrets } }),
    validationConfigurations: { mutateDigest: true, verifyDigest: true, required: true },
    attestors: [{ name: "signer", cosign: attestor(signer) }],
    validations: [
      {
        expression: `(${matched}).all(image, verifyImageSignatures(image, [attestors.signer]) > 0)`,
        message: "An image isn't signed by the one whom this namespace trusts.",
      },
      ...(onlyFrom === undefined
        ? []
        : containers.map((kind) => ({
            expression:
              `!has(object.spec.${kind}) || object.spec.${kind}.all(c, ` +
              `${JSON.stringify(onlyFrom)}.exists(prefix, c.image.startsWith(prefix)))`,
            message: `An image comes from elsewhere than ${onlyFrom.join(", ")}.`,
          }))),
    ],
  };
}
