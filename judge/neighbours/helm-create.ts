import { execFile } from "node:child_process";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { cacheDirectory } from "../../rehearsal/control-plane/directories";
import { buildModule } from "../../rehearsal/control-plane/go-build";
import { controlPlaneModule, requiredVersion } from "../../rehearsal/control-plane/modules";
import type { Manifests } from "../contract";
import { comparedHost, comparedServices } from "./compared";

const run = promisify(execFile);

/**
 * What is compared as charts that `helm create` scaffolds, with nothing set but image, port and route; by the helm
 * that rehearsals run.
 */
export async function helmCreate(directory: string): Promise<Manifests> {
  const module = controlPlaneModule();
  const helm = join(await buildModule(module, cacheDirectory(), () => undefined), "helm");
  const charts = join(directory, "charts");
  const folder = join(directory, "helm-create");
  mkdirSync(charts, { recursive: true });
  mkdirSync(folder, { recursive: true });
  for (const { name, image, port } of comparedServices) {
    await run(helm, ["create", name], { cwd: charts });
    const [, repository = "", tag = ""] = /^([^:@]+):(.+)$/.exec(image) ?? [];
    const settings = [
      `image.repository=${repository}`,
      `image.tag=${tag}`,
      `service.port=${String(port)}`,
      "ingress.enabled=true",
      `ingress.hosts[0].host=${comparedHost}`,
      `ingress.hosts[0].paths[0].path=/${name}`,
      "ingress.hosts[0].paths[0].pathType=Prefix",
    ];
    const { stdout } = await run(helm, ["template", name, name, "--skip-tests", "--set", settings.join(",")], {
      cwd: charts,
    });
    writeFileSync(join(folder, `${name}.yaml`), stdout);
  }
  const version = requiredVersion(readFileSync(join(module.directory, "go.mod"), "utf8"), "helm.sh/helm/v3");
  return { folder, place: { system: `helm create ${version}` } };
}
