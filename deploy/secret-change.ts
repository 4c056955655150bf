import type { Application } from "../components/application/contract";
import type { ExternalStore, SecretBackEnd } from "../components/application/secret-back-end";
import { unsealedSentence } from "../components/application/secret-back-ends/back-end-checks";
import { heldInState } from "../components/application/secret-back-ends/state-held";
import type { SecretSource } from "../components/application/secrets";

/** Who gives a secret another value. */
export type SecretChange =
  /** Rootstock: the next version is drawn anew. */
  | { readonly by: "rootstock" }
  | {
      readonly by: "person";
      /** Where the value lives. */
      readonly where: string;
      /** What the person runs, with the new value in the variable VALUE: no argument list shows it. */
      readonly command: string;
    };

/** A new value of the same shape, for the shell. */
function freshValue(source: SecretSource | undefined): string {
  return source?.from === "generated"
    ? `export VALUE="$(openssl rand -${source.encoding} ${String(source.bytes)})"; `
    : "";
}

/** An entry of JSON that is read, changed in one property, and written. */
function inStore(store: ExternalStore, entry: string, name: string): string {
  const changed = `jq '.${name} = env.VALUE'`;
  switch (store.kind) {
    case "aws": {
      const of = `--region ${store.region} --secret-id ${entry}`;
      return `aws secretsmanager get-secret-value ${of} --query SecretString --output text | ${changed} | aws secretsmanager put-secret-value ${of} --secret-string file:///dev/stdin`;
    }
    case "gcp": {
      const of = `--project ${store.project}`;
      return `gcloud secrets versions access latest --secret ${entry} ${of} | ${changed} | gcloud secrets versions add ${entry} ${of} --data-file -`;
    }
    case "vault":
      return inVault(entry, name, ` -address ${store.address}`);
  }
}

function inVault(path: string, name: string, address = ""): string {
  const [mount = "", ...rest] = path.split("/");
  // The API's path has `data` behind the mount; the command's has not.
  const key = rest[0] === "data" ? rest.slice(1) : rest;
  return `printf %s "$VALUE" | vault kv patch${address} -mount=${mount} ${key.join("/")} ${name}=-`;
}

/** How a secret that has a value of its own gets another one. */
export function secretChange(
  name: string,
  source: SecretSource | undefined,
  { application, backEnd, stack }: { application: Application; backEnd: SecretBackEnd; stack: string },
): SecretChange {
  const held = source === undefined || heldInState(application, backEnd).has(name);
  if (held || backEnd.kind === "state") {
    return source?.from === "generated"
      ? { by: "rootstock" }
      : {
          by: "person",
          where: `secrets.${name} of the stack's file`,
          command: `pulumi config set --stack ${stack} --secret --path 'secrets.${name}'`,
        };
  }
  switch (backEnd.kind) {
    case "external-secrets":
      return {
        by: "person",
        where: `the property ${name} of ${backEnd.entry}`,
        command: freshValue(source) + inStore(backEnd.store, backEnd.entry, name),
      };
    case "sealed-secrets":
      return {
        by: "person",
        where: `secretBackEnd.sealed.${name} of the stack's file`,
        command: /print its text with (.*)\.$/.exec(unsealedSentence(application, name))?.[1] ?? "kubeseal",
      };
    case "vault":
      return {
        by: "person",
        where: `the field ${name} of ${backEnd.path}`,
        command: freshValue(source) + inVault(backEnd.path, name),
      };
  }
}
