import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { stringify } from "yaml";
import type { Manifests } from "../contract";
import { type ComparedService, comparedHost, comparedServices } from "./compared";

/** The least that serves: what tutorials write. */
function leastOf({ name, image, port }: ComparedService): readonly object[] {
  const labels = { app: name };
  const backend = { service: { name, port: { number: 80 } } };
  return [
    {
      apiVersion: "apps/v1",
      kind: "Deployment",
      metadata: { name, labels },
      spec: {
        replicas: 2,
        selector: { matchLabels: labels },
        template: {
          metadata: { labels },
          spec: { containers: [{ name, image, ports: [{ containerPort: port }] }] },
        },
      },
    },
    {
      apiVersion: "v1",
      kind: "Service",
      metadata: { name },
      spec: { selector: labels, ports: [{ port: 80, targetPort: port }] },
    },
    {
      apiVersion: "networking.k8s.io/v1",
      kind: "Ingress",
      metadata: { name },
      spec: {
        rules: [{ host: comparedHost, http: { paths: [{ path: `/${name}`, pathType: "Prefix", backend }] } }],
      },
    },
  ];
}

/** What is compared as the fewest lines of YAML. */
export function bareYaml(directory: string): Manifests {
  const folder = join(directory, "bare-yaml");
  mkdirSync(folder, { recursive: true });
  for (const service of comparedServices)
    writeFileSync(
      join(folder, `${service.name}.yaml`),
      leastOf(service)
        .map((object) => stringify(object))
        .join("---\n"),
    );
  return { folder, place: { system: "bare YAML" } };
}
