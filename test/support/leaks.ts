import assert from "node:assert/strict";
import { postgresRoles } from "../../components/application/stores/postgres-roles";
import type { PlanFile } from "../../plan/manifests";
import type { Plan } from "../../plan/plan";
import { secretTexts } from "../../plan/wire";
import { parseConfig } from "../../stacks/config/parse";

/**
 * Every secret that the program handles, as far as it can be told from ordinary words; the names of databases and their
 * roles stand in Secrets, but aren't secret.
 */
export async function secretsOf({ input, run }: Plan): Promise<readonly string[]> {
  const { application } = await parseConfig(input.raw);
  const names = Object.entries(application.stores ?? {}).flatMap(([name, store]) => {
    if (store.kind !== "postgres") return [];
    const { owner, second } = postgresRoles(name, store, {});
    return [store.database, owner.name, second.name];
  });
  const marked = [...run.registrations.map(({ inputs }) => inputs), run.outputs].flatMap(secretTexts);
  const supplied = Object.values(JSON.parse(input.raw.values["rootstock:secrets"] ?? "{}") as Record<string, string>);
  return [...new Set([...marked, ...supplied])].filter((text) => text.length > 5 && !names.includes(text));
}

/** A secret in all the forms in which it can stand in a text: in clear, as JSON, YAML or HTML write it, in base64 or a URL. */
function formsOf(secret: string): readonly string[] {
  return [
    secret,
    JSON.stringify(secret).slice(1, -1),
    secret.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;"),
    Buffer.from(secret).toString("base64"),
    encodeURIComponent(secret),
  ];
}

/** Where secrets show in texts. */
export function leaks(files: readonly PlanFile[], secrets: readonly string[]): readonly string[] {
  // Where the application's own live in a back end, Grafana's password and Slack's webhook are left.
  assert.ok(secrets.length >= 2, String(secrets.length));
  const forms = [...new Set(secrets.flatMap(formsOf))];
  return files.flatMap(({ path, text }) =>
    forms.filter((form) => text.includes(form)).map((form) => `${path}: ${form}`),
  );
}
