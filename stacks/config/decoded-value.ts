/** A value out of a configuration, without what no configuration of ours holds. */
export interface DecodedValue {
  readonly value: unknown;
  /** What was left out, as sentences. */
  readonly errors: readonly string[];
}

/** Keys that no name of ours can be, and by which a map would be taken for something else, or for no text at all. */
const unusable = ["__proto__", "toString", "valueOf"];

/** The deepest that any setting nests. */
const deepest = 40;

function parsed(text: string): unknown {
  if (!/^\s*[[{]/.test(text)) return text;
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

function withoutPrototypes(value: unknown, path: string, levels: number, errors: string[]): unknown {
  if (typeof value !== "object" || value === null) return value;
  if (levels === 0) {
    errors.push(`${path.slice(0, 100)} nests deeper than any setting; write it flatter.`);
    return undefined;
  }
  if (Array.isArray(value)) {
    return value.map((child, index) => withoutPrototypes(child, `${path}.${String(index)}`, levels - 1, errors));
  }
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, child]) => {
      const place = `${path}.${key}`;
      if (!unusable.includes(key)) return [[key, withoutPrototypes(child, place, levels - 1, errors)]];
      errors.push(`${place} can't be set: nothing may have that name; remove it.`);
      return [];
    }),
  );
}

/**
 * The value of a setting as the engine holds it: JSON for objects, any other text is itself. A key `__proto__`, which
 * some readers of maps take for something else and others leave out, is refused, as are `toString` and `valueOf`, by
 * which the schema's own library falls over a map where a text belongs; so is what nests without end, on which whoever
 * walks through it would run out of stack.
 */
export function decodedValue(key: string, text: string): DecodedValue {
  const errors: string[] = [];
  return { value: withoutPrototypes(parsed(text), key, deepest, errors), errors };
}
