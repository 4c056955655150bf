/** The environments that a system can be deployed to; each stack is one of them. */
export const environments = ["dev", "staging", "prod"] as const;

/** One of the {@link environments}. */
export type Environment = (typeof environments)[number];
