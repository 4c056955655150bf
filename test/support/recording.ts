import type { Registration } from "../../plan/registration";
import { clear } from "../../plan/wire";

type Json = Readonly<Record<string, unknown>>;

/** The part after the last `::` of a URN. */
function nameOf(urn: string): string {
  return urn.slice(urn.lastIndexOf("::") + 2);
}

/** Follows keys and indexes into a value; undefined where the way ends. */
export function dig(value: unknown, ...path: readonly (string | number)[]): unknown {
  return path.reduce<unknown>(
    (inner, key) =>
      typeof inner === "object" && inner !== null
        ? (inner as Readonly<Record<string | number, unknown>>)[key]
        : undefined,
    value,
  );
}

/** What a program registered, asked by kind (the last part of a type) and logical name. */
export class Recording {
  constructor(
    readonly registrations: readonly Registration[],
    /** What the program warned of. */
    readonly warnings: readonly string[] = [],
    /** The program's outputs on the wire, secrets marked. */
    readonly outputs: Json = {},
  ) {}

  /** Registrations of a kind, by name. */
  all(kind: string): readonly Registration[] {
    return this.registrations
      .filter(({ type }) => type.endsWith(`:${kind}`))
      .sort((a, b) => (a.name < b.name ? -1 : 1));
  }

  /** Logical names of a kind, sorted. */
  names(kind: string): readonly string[] {
    return this.all(kind).map(({ name }) => name);
  }

  /** The one registration of that kind and name. */
  one(kind: string, name: string): Registration {
    const [found, ...more] = this.all(kind).filter((registration) => registration.name === name);
    if (found === undefined || more.length > 0) {
      throw new Error(
        `expected one ${kind} ${name}, found ${String(more.length + (found === undefined ? 0 : 1))} among: ${this.names(kind).join(", ")}`,
      );
    }
    return found;
  }

  /** Its inputs, secrets in clear. */
  inputs(kind: string, name: string): Json {
    return clear(this.one(kind, name).inputs) as Json;
  }

  /** What stands at a path of its inputs. */
  input(kind: string, name: string, ...path: readonly (string | number)[]): unknown {
    return dig(this.inputs(kind, name), ...path);
  }

  /** Logical names of what it depends on, sorted. */
  needs(kind: string, name: string): readonly string[] {
    return this.one(kind, name).dependencies.map(nameOf).sort();
  }
}
