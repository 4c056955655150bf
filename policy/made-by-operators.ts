import type { Context, PlannedObject } from "./contract";
import { namespaceOf, ofKind, specOf } from "./objects";
import { isPostgres } from "./pods";

/** What operators make of the objects, and what they make Secrets of. */
export interface MadeByOperators {
  /** `<namespace>/<name>` */
  readonly secrets: ReadonlySet<string>;
  readonly services: ReadonlySet<string>;
  readonly serviceAccounts: ReadonlySet<string>;
}

/** Secrets that cert-manager writes certificates into: of Certificates, and of Ingresses with an issuer. */
function certificates(context: Pick<Context, "objects">): readonly string[] {
  const asked = ofKind(context, "Certificate", "cert-manager.io").map(
    (object) => `${namespaceOf(object)}/${specOf<{ readonly secretName: string }>(object).secretName ?? ""}`,
  );
  const ingresses = ofKind(context, "Ingress")
    .filter(({ metadata }) =>
      ["cert-manager.io/cluster-issuer", "cert-manager.io/issuer"].some((key) => key in (metadata.annotations ?? {})),
    )
    .flatMap((object) =>
      (specOf<{ readonly tls: readonly { readonly secretName?: string }[] }>(object).tls ?? []).map(
        ({ secretName = "" }) => `${namespaceOf(object)}/${secretName}`,
      ),
    );
  return [...asked, ...ingresses];
}

/** Secrets that back ends of secrets write. */
function delivered(context: Pick<Context, "objects">): readonly string[] {
  const external = ofKind(context, "ExternalSecret").map((object) => {
    const { target } = specOf<{ readonly target: { readonly name?: string } }>(object);
    return `${namespaceOf(object)}/${target?.name ?? object.metadata.name}`;
  });
  const sealed = ofKind(context, "SealedSecret").map((object) => `${namespaceOf(object)}/${object.metadata.name}`);
  return [...external, ...sealed];
}

function ofPostgres(object: PlannedObject, ...suffixes: readonly string[]): readonly string[] {
  return suffixes.map((suffix) => `${namespaceOf(object)}/${object.metadata.name}${suffix}`);
}

/** What operators will make of the objects, as their documentation says. */
export function madeByOperators(context: Pick<Context, "objects">): MadeByOperators {
  const postgres = context.objects.filter(isPostgres);
  return {
    secrets: new Set([
      ...certificates(context),
      ...delivered(context),
      ...postgres.flatMap((object) => ofPostgres(object, "-app", "-ca", "-server", "-replication")),
    ]),
    services: new Set(postgres.flatMap((object) => ofPostgres(object, "-rw", "-ro", "-r"))),
    serviceAccounts: new Set(postgres.flatMap((object) => ofPostgres(object, ""))),
  };
}
