// A whole plan in a process of its own, all that `npm run plan` does: but the system that the stack's file names is
// described as the sample application. Arguments: number of services, and a file for the registrations if wanted.
import { writeFileSync } from "node:fs";
import { plan } from "../plan/plan";
import { report } from "../plan/report";
import { clear } from "../plan/wire";
import { todo } from "../stacks/systems/todo";
import type { RawResource } from "./raw-registrations";
import { sampleApplication } from "./sample-application";

async function main(services: number, file: string | undefined): Promise<void> {
  Object.assign(todo, { describe: () => sampleApplication(services) });
  const { run, pods, pools, input } = await plan({ env: "prod", cluster: "kubeconfig" });
  process.stdout.write(report({ title: "Sample", run, pods, pools, standIns: input.standIns }));
  if (file === undefined) return;
  const resources = run.registrations
    .filter(({ type }) => type !== "pulumi:pulumi:Stack")
    .map(
      ({ urn, type, name, custom, parent, inputs, read, id }): RawResource => ({
        urn,
        type,
        name,
        custom,
        parent,
        inputs: clear(inputs) as RawResource["inputs"],
        ...(read ? { readId: id } : {}),
      }),
    );
  writeFileSync(file, JSON.stringify(resources));
}

void main(Number(process.argv[2]), process.argv[3]);
