import { UsageError } from "../components/errors";
import type { MirroredImage } from "../mirror/list";
import type { Digests } from "../stacks/config/digests";
import type { DigestOf } from "./registry-tool";

/** How a recorded digest compares with what the registry has. */
export interface Pin {
  readonly image: string;
  readonly digest: string;
  /** `moved` is a tag that stands for another image than the recorded one. */
  readonly state: "recorded" | "new" | "moved";
}

/** Images of a stack's own workloads and stores; those of charts are pinned by the charts. */
export function ownImages(images: readonly MirroredImage[]): readonly string[] {
  return taggedImages(images.flatMap(({ image, usedBy }) => (usedBy.some((by) => by.includes("/")) ? [image] : [])));
}

/** Images that a stack takes by tag, each once, sorted: those that have a digest of their own need no record. */
export function taggedImages(images: readonly string[]): readonly string[] {
  return [...new Set(images.filter((image) => !image.includes("@")))].sort();
}

/**
 * What registries have for images, beside what is recorded.
 *
 * @throws UsageError with a sentence for every image that a registry doesn't give.
 */
export async function pinsOf(
  images: readonly string[],
  recorded: Digests,
  digestOf: DigestOf,
  onPin: (pin: Pin) => void = () => undefined,
): Promise<readonly Pin[]> {
  const pins: Pin[] = [];
  const failures: string[] = [];
  for (const image of images) {
    try {
      const digest = await digestOf(image);
      const known = Object.hasOwn(recorded, image) ? recorded[image] : undefined;
      const pin: Pin = { image, digest, state: known === undefined ? "new" : known === digest ? "recorded" : "moved" };
      pins.push(pin);
      onPin(pin);
    } catch (error) {
      if (!(error instanceof UsageError)) throw error;
      failures.push(error.message);
    }
  }
  if (failures.length > 0) throw new UsageError(failures.join("\n"));
  return pins;
}
