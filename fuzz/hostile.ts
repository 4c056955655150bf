import fc from "fast-check";

/** Secrets that a person pastes where they don't belong; no message may ever show one. */
export const pastedSecrets = [
  // In pieces, so that nobody who looks for secrets in this repository finds them.
  ["ghp_", "canary".repeat(6)],
  ["AKIA", "CANARYCANARY1234"],
  ["postgresql://app", ":canary-password", "@db.example.com:5432/app"],
  ["https://hooks.", "slack.com/services/T0CANARY/B0CANARY/canary"],
  ["-----BEGIN RSA ", "PRIVATE KEY-----canary"],
  ["dop_", "v1_", "0123456789abcdef".repeat(4)],
  ["xoxb", "-canary-canary-canary"],
].map((pieces) => pieces.join(""));

/** Names that mean something to JavaScript objects. */
const objectNames = ["__proto__", "constructor", "prototype", "toString", "hasOwnProperty", "valueOf", "length"];

/** Texts that break out of whatever they are pasted into: nginx, YAML, shells, PromQL, templates, paths. */
const injections = [
  "a;b",
  "8m; } server { listen 1;",
  "a\nb",
  "a\r\nSet-Cookie: x=1",
  "$" + "{PATH}",
  "$(touch /tmp/rootstock-was-here)",
  "`id`",
  "{{ .Values.x }}",
  "{{NAME}}",
  "{{",
  '"} or vector(1) or {a="',
  "$namespace",
  "%s%n%d",
  "'; DROP TABLE users; --",
  "<script>alert(1)</script>",
  "../../../etc/passwd",
  "/etc/../root",
  "..",
  ".",
  "/",
  "//",
  "~",
  "a/b",
  "a:b",
  "a b",
  " a",
  "a ",
  "#x",
  "&anchor",
  "*alias",
  "!tag",
  "- x",
  "{",
  "[",
  '{"secure":"x"}',
  "[1]",
];

/** Texts that look like others, or that have no width, or that aren't whole. */
const unicode = [
  "caf\u00e9",
  "cafe\u0301",
  "\u202emoc.elpmaxe",
  "we\u200bb",
  "\u0430pi",
  "\uff21",
  "\ud83d\ude00",
  "\ud83d",
  "\u0000",
  "\u001b[31mred",
  "\u0085",
  "\u2028",
  "\ufeff",
  "\u0130",
  "k\u0307",
];

/** Texts around the limits that Kubernetes and DNS have, and far beyond. */
const lengths = [
  ...[11, 12, 40, 44, 45, 52, 53, 54, 58, 63, 64, 128, 253, 254, 300].map((length) => "a".repeat(length)),
  `${"a".repeat(63)}.example.com`,
  `${"a".repeat(64)}.example.com`,
  `${`${"a".repeat(60)}.`.repeat(4)}com`,
  "-a",
  "a-",
  "A",
  "1a",
  "a..b",
  "a_b",
  "",
  " ",
];

/** Numbers and truths as texts. */
const numerals = ["0x10", "010", "0o10", "1e309", "1e3", "-1", "+1", "0", "00", "NaN", "Infinity", "1.5.5", "1_000"];

/** Quantities, durations, schedules, times, addresses, images and hosts: right ones beside wrong ones. */
const formats = [
  ...["10Gi", "1Ei", "0Gi", "0.5Gi", "1.5", "100m", "1e3Mi", "9999999999999Ti", "10GB", "1k", "1M", "0.0001m", "-5Mi"],
  ...["30d", "336h", "5m", "0h", "1h30m", "-5m", "999999999999y", "25h"],
  ...["*/5 * * * *", "99 99 99 99 99", "* * * *", "@every 1s", "@daily", "TZ=UTC 0 0 * * *", "0 0 31 2 *", "a b c d e"],
  ...["0-0-0 * * * *", "*/0 * * * *", "60 * * * *", "? * * * ?", "0 0 * * MON-FRI", "0 0 * JAN 7", "5-1 * * * *"],
  ...["Etc/UTC", "Europe/Berlin", "../UTC", "Local", "Mars/Olympus"],
  ...["10.0.0.0/8", "10.0.0.1/8", "0.0.0.0/0", "256.0.0.0/8", "::1/128", "10.0.0.0/016", "192.168.0.0/33"],
  ...["example.com", "EXAMPLE.com", "example.com.", "*.example.com", "*.*.example.com", "xn--nxasmq6b.com", "1.2.3.4"],
  ...["localhost", "registry.example.com/web:1", "web", "web:", ":1", "web@sha256:1", "a//b:1", "UP/web:1"],
  ...["latest", "v1.2.3", `sha256:${"a".repeat(64)}`, `v1@sha256:${"a".repeat(64)}`, "@", "#alerts", "ops@example.com"],
  ...["system:masters", "https://example.com", "oci://example.com/x", "file:///etc/passwd", "04:00", "24:00"],
];

/** Texts that make a careless pattern try every way there is. */
const slow = [
  "a-".repeat(4000),
  "a.".repeat(4000),
  `${"a".repeat(8000)}!`,
  "/a".repeat(4000),
  "0".repeat(8000),
  "eyJ-".repeat(2000),
  `${"* ".repeat(4000)}!`,
  "a://".repeat(2000),
  "{{A}}".repeat(1000),
  "-----BEGIN ".repeat(700),
];

/** Any text that somebody could put anywhere, hostile ones first. */
export const hostileText: fc.Arbitrary<string> = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom(...formats) },
  { weight: 5, arbitrary: fc.constantFrom(...lengths) },
  { weight: 4, arbitrary: fc.constantFrom(...injections) },
  { weight: 3, arbitrary: fc.constantFrom(...unicode) },
  { weight: 2, arbitrary: fc.constantFrom(...objectNames, ...numerals) },
  { weight: 1, arbitrary: fc.constantFrom(...pastedSecrets) },
  { weight: 1, arbitrary: fc.constantFrom(...slow) },
  { weight: 2, arbitrary: fc.string({ unit: "binary", maxLength: 20 }) },
);

/** Any key of a map. */
export const hostileKey: fc.Arbitrary<string> = fc.oneof(
  { weight: 2, arbitrary: fc.constantFrom(...objectNames) },
  { weight: 3, arbitrary: hostileText },
);

/** Any number, those that JSON can't hold among them. */
export const hostileNumber: fc.Arbitrary<number> = fc.oneof(
  fc.constantFrom(0, -0, -1, 1, 2, 3, 4, 16, 63, 0.5, 1.5, 1000, 1001, 65535, 65536, 86400, 86401, 1e6),
  fc.constantFrom(2 ** 31 - 1, 2 ** 31, 2 ** 53, 2 ** 63, 1e21, 1e308, 5e-324),
  fc.constantFrom(Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY),
  fc.integer(),
);
