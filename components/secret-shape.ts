/** Shapes of values that are secrets wherever they stand; names are shown to the user. */
export const secretShapes: readonly { readonly name: string; readonly pattern: RegExp }[] = [
  { name: "a GitHub token", pattern: /\b(gh[pousr]_[A-Za-z0-9]{20,}|github_pat_[A-Za-z0-9_]{20,})/ },
  { name: "an AWS access key", pattern: /\b(AKIA|ASIA)[A-Z0-9]{16}\b/ },
  { name: "a Cloudflare token or key", pattern: /\bcf(k|ut|at)_[A-Za-z0-9]{40,}/ },
  { name: "a DigitalOcean token", pattern: /\bdo[opr]_v1_[a-f0-9]{32,}/ },
  { name: "a Slack webhook or token", pattern: /hooks\.slack\.com\/services\/|\bxox[abprs]-[A-Za-z0-9-]{10,}/ },
  { name: "a GitLab token", pattern: /\bgl(pat|ptt|rt|dt|cbt)-[A-Za-z0-9_-]{20,}/ },
  { name: "a Google API key", pattern: /\bAIza[A-Za-z0-9_-]{35}/ },
  { name: "an API key", pattern: /\bsk-[A-Za-z0-9_-]{20,}/ },
  { name: "a private key", pattern: /-----BEGIN [A-Z ]*PRIVATE KEY-----/ },
  {
    name: "an address with a password in it",
    pattern: /\b[a-z][a-z0-9+.-]{0,30}:\/\/[^/\s:@]{0,250}:[^/\s:@]{1,1000}@/,
  },
  { name: "a JSON Web Token", pattern: /(?<![\w-])eyJ[A-Za-z0-9_-]{10,4000}\.[A-Za-z0-9_-]{10,}\./ },
];

/** What kind of secret a text looks like; undefined for an ordinary text. */
export function secretShape(text: string): string | undefined {
  return secretShapes.find(({ pattern }) => pattern.test(text))?.name;
}
