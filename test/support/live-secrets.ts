import { clientOf } from "../../rehearsal/control-plane/api";

/** What helm and Rootstock keep in Secrets for themselves: compressed, with manifests and outputs in it. */
const bookkeeping = /^(sh\.helm\.release\.|rootstock-)/;

/** Words of a file that may be secret: long enough, and not of letters alone. */
function wordsOf(text: string): readonly string[] {
  return (text.match(/[A-Za-z0-9+/=_-]{20,}/g) ?? []).filter((word) => /\d/.test(word) && /[A-Za-z]/.test(word));
}

/**
 * Every value of every Secret that an API server holds, whole and, of those that are files, the words in it that may be
 * secret by themselves.
 */
export async function secretsIn(kubeconfig: string): Promise<readonly string[]> {
  const { items } = await clientOf(kubeconfig).core.listSecretForAllNamespaces();
  const texts = items
    .filter(({ metadata }) => !bookkeeping.test(metadata?.name ?? ""))
    .flatMap(({ data = {} }) => Object.values(data))
    .map((value) => Buffer.from(value, "base64").toString())
    .filter((text) => text.length > 5);
  return [...new Set(texts.flatMap((text) => (/\s/.test(text) ? [text, ...wordsOf(text)] : [text])))];
}
