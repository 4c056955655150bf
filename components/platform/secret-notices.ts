import type { AddOnName, PlatformSettings } from "./contract";
import { charts } from "./versions";

/** What a person should know about the add-ons that hold secrets, or bring them. */
export function secretNotices({ vault }: PlatformSettings): readonly string[] {
  const { namespace, release } = charts.vault;
  const execute = (server: string, command: string): string =>
    `kubectl -n ${namespace} exec -it ${release}-${server} -- ${command}`;
  return vault.enabled
    ? [
        `Vault serves nothing until somebody initializes it once (${execute("0", "vault operator init")}), keeps the keys ` +
          `that it prints outside of this cluster, and unseals ${vault.ha ? "each server" : "it"} after every start ` +
          `(${execute(vault.ha ? "N" : "0", "vault operator unseal")}${vault.ha ? ", N from 0 to 2" : ""}); pods with secrets in Vault wait until then.`,
        "Vault's roles for pods need the audience vault, the application's service accounts and its namespace: " +
          "vault write auth/kubernetes/role/ROLE audience=vault bound_service_account_names=WORKLOADS " +
          "bound_service_account_namespaces=NAMESPACE policies=POLICY. Pods talk to it over plain HTTP inside of the cluster.",
      ]
    : [];
}

/** What these add-ons leave behind on purpose, each with the command that removes it. */
export function keptSecretObjects(settings: PlatformSettings, addOns: readonly AddOnName[]): readonly string[] {
  return [
    ...(addOns.includes("sealed-secrets")
      ? [
          "The keys of Sealed Secrets in kube-system, without which nobody can read what was encrypted for this cluster (back them up: " +
            "kubectl -n kube-system get secret -l sealedsecrets.bitnami.com/sealed-secrets-key -o yaml), and the definition of " +
            "SealedSecrets: kubectl delete crd sealedsecrets.bitnami.com; kubectl -n kube-system delete secret -l sealedsecrets.bitnami.com/sealed-secrets-key",
        ]
      : []),
    ...(addOns.includes("external-secrets") && settings.environment === "prod"
      ? [
          "The custom resource definitions of external-secrets.io with every ExternalSecret, so that removing the add-on removes no " +
            "Secret that pods use: kubectl get crd -o name | grep 'external-secrets.io$' | xargs kubectl delete",
        ]
      : []),
  ];
}
