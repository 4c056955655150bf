import type { StackInput } from "../plan/stack-file";
import { projectName } from "../stacks/config/raw";

const platformKey = `${projectName}:platform`;

/** What a stack's file may say of mirrors. */
interface Mirrored {
  readonly charts?: unknown;
  readonly images?: { readonly mirror?: string };
}

/** A stack, and the mirror of images that it has. */
export interface Unmirrored {
  /** The stack as it would be without mirrors: its charts and images under their own names. */
  readonly input: StackInput;
  /** Undefined where the stack has none. */
  readonly images?: string;
}

/** Takes the mirrors out of a stack's settings, so that its plan tells where everything comes from. */
export function withoutMirrors(input: StackInput): Unmirrored {
  const text = input.raw.values[platformKey];
  if (text === undefined) return { input };
  const { charts: _charts, images, ...platform } = JSON.parse(text) as Mirrored;
  const values = { ...input.raw.values, [platformKey]: JSON.stringify(platform) };
  return {
    input: { ...input, raw: { ...input.raw, values } },
    ...(images?.mirror === undefined ? {} : { images: images.mirror }),
  };
}
