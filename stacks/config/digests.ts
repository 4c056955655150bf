import { z } from "zod";

/** Digests that a stack records, by image as it is named without a mirror. */
export const digestsSchema = z
  .record(
    z
      .string()
      .regex(
        /^[^\s@]+:[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}$/,
        "it must be an image with its tag, such as ghcr.io/acme/web:v1.2.3",
      ),
    z.string().regex(/^sha256:[a-f0-9]{64}$/, "it must be a digest: sha256: and 64 hexadecimal digits"),
  )
  .default({})
  .describe("Digest of each image, written by npm run pin; an image that isn't here is taken by its tag.");

/** Digests by image. */
export type Digests = z.output<typeof digestsSchema>;

/** The image as the stack takes it: by its digest where that is recorded, so that nobody can put another in its place. */
export function pinned(reference: string, digests: Digests): string {
  const digest = Object.hasOwn(digests, reference) ? digests[reference] : undefined;
  return digest === undefined ? reference : `${reference}@${digest}`;
}
