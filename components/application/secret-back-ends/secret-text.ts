import { type SecretSource, secretReference } from "../secrets";

/** A part of a text: plain, or the value of a secret. */
export type TextPart = string | { readonly secret: string };

/** A text with `{{NAME}}` in it, in parts. */
export function textParts(text: string): readonly TextPart[] {
  // split() with a group gives plain texts and names in turn.
  return text
    .split(secretReference)
    .map((part, index): TextPart => (index % 2 === 0 ? part : { secret: part }))
    .filter((part) => part !== "");
}

/** The same with every composed secret replaced by what it is composed of: what is left has a value of its own. */
export function leafParts(text: string, sources: Readonly<Record<string, SecretSource>>): readonly TextPart[] {
  return textParts(text).flatMap((part) => {
    if (typeof part === "string") return [part];
    const source = sources[part.secret];
    return source?.from === "composed" ? leafParts(source.template, sources) : [part];
  });
}

/** Names of the secrets in a text's parts, each once. */
export function secretsOf(parts: readonly TextPart[]): readonly string[] {
  return [...new Set(parts.flatMap((part) => (typeof part === "string" ? [] : [part.secret])))];
}

/** All secrets that a text is made from: those it names, and what they are composed of. */
export function secretsBehind(text: string, sources: Readonly<Record<string, SecretSource>>): readonly string[] {
  const named = secretsOf(textParts(text));
  return [
    ...new Set(
      named.flatMap((name) => {
        const source = sources[name];
        return source?.from === "composed" ? [name, ...secretsBehind(source.template, sources)] : [name];
      }),
    ),
  ];
}

/** The text with each secret as `render` has it. */
export function renderedText(parts: readonly TextPart[], render: (name: string) => string): string {
  return parts.map((part) => (typeof part === "string" ? part : render(part.secret))).join("");
}
