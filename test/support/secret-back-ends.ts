import type { Application } from "../../components/application/contract";
import type { SecretBackEnd } from "../../components/application/secret-back-end";
import { composed, generated, supplied } from "../../components/application/secrets";
import { application, job, service } from "./applications";

/** An application with secrets in every place that can have them. */
export const secretive: Application = application({
  secrets: {
    API_KEY: supplied("key", "k"),
    TOKEN: generated(32, "hex"),
    URL: composed("https://:{{TOKEN}}@api"),
    CONF: composed("it's {{URL}}\n"),
    USER: supplied("user", "u"),
    PASSWORD: supplied("password", "p"),
  },
  pullFrom: { registry: "registry.example.com", username: "USER", password: "PASSWORD" },
  workloads: {
    web: service({
      command: ["/app/web", "--fast"],
      args: ["serve"],
      secrets: ["API_KEY", "URL"],
      files: { "/etc/web/web.conf": { secret: "CONF" } },
    }),
    files: service({ secrets: ["TOKEN"], secretsAs: "files", user: 20_000 }),
    nightly: job({ command: ["/app/clean"], secrets: ["API_KEY"] }),
    plain: service(),
  },
});

/** Every back end, with all that {@link secretive} needs. */
export const backEnds = {
  state: { kind: "state" },
  "external-secrets": {
    kind: "external-secrets",
    store: { kind: "aws", region: "us-east-1", role: "arn:aws:iam::123456789012:role/shop-secrets" },
    entry: "shop/prod",
  },
  "sealed-secrets": {
    kind: "sealed-secrets",
    sealed: { API_KEY: "AgKEY", TOKEN: "AgTOKEN", USER: "AgUSER", PASSWORD: "AgPASSWORD" },
  },
  vault: { kind: "vault", path: "secret/data/prod/shop", role: "shop" },
} as const satisfies Record<SecretBackEnd["kind"], SecretBackEnd>;
