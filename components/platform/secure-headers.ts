/**
 * Response headers that keep browsers from being used against an application: HTTPS for a year, no frames, no guessed
 * types, and content of its own host alone.
 *
 * @see https://owasp.org/www-project-secure-headers/
 */
export const secureHeaders: Readonly<Record<string, string>> = {
  // The controller says the same of every host with TLS; here it stays when another controller is chosen.
  "Strict-Transport-Security": "max-age=31536000",
  "X-Frame-Options": "DENY",
  "X-Content-Type-Options": "nosniff",
  "Content-Security-Policy": "default-src 'self'; frame-ancestors 'none'; object-src 'none'; base-uri 'self'",
  "Referrer-Policy": "strict-origin-when-cross-origin",
};

/** Response headers that a route may set; the controller refuses others. */
export const allowedHeaders = [
  ...Object.keys(secureHeaders),
  "Permissions-Policy",
  "Cross-Origin-Opener-Policy",
  "Cross-Origin-Embedder-Policy",
  "Cross-Origin-Resource-Policy",
  "Cache-Control",
  "X-Robots-Tag",
] as const;

/** Headers that can't be set, as ends of a sentence; no value may smuggle in another header. */
export function headerProblems(headers: Readonly<Record<string, string>>): readonly string[] {
  return Object.entries(headers).flatMap(([name, value]) => {
    if (!allowedHeaders.includes(name)) return [`sets the header "${name}"; allowed are ${allowedHeaders.join(", ")}.`];
    // What ingress-nginx itself takes as a value, but for what ends a line or a string of its configuration.
    return /^[\w ./:;,=*'()@?&+%-]{1,500}$/.test(value)
      ? []
      : [
          `sets the header ${name} to ${JSON.stringify(value)}; write up to 500 letters, digits, spaces and ./:;,=*'()@?&+%-_ in one line.`,
        ];
  });
}
