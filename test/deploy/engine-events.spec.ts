import assert from "node:assert/strict";
import type { EngineEvent } from "@pulumi/pulumi/automation";
import { EngineEvents } from "../../deploy/engine-events";

type Op = NonNullable<EngineEvent["resourcePreEvent"]>["metadata"]["op"];

const urnOf = (type: string, name: string): string => `urn:pulumi:dev::rootstock::${type}::${name}`;

const deployment = "kubernetes:apps/v1:Deployment";

function metadata(op: Op, name: string, type = deployment) {
  const urn = urnOf(type, name);
  const inputs = { kind: type.split(":").at(-1), metadata: { namespace: "dev", name } };
  const state = {
    type,
    urn,
    custom: type.split(":").length > 2,
    id: "",
    parent: "",
    inputs,
    outputs: {},
    provider: "",
  };
  return { op, urn, type, new: state, provider: "" };
}

const event = (content: Partial<EngineEvent>): EngineEvent => ({ sequence: 0, timestamp: 0, ...content });
const begins = (op: Op, name: string, type?: string) =>
  event({ resourcePreEvent: { metadata: metadata(op, name, type) } });
const ends = (op: Op, name: string) => event({ resOutputsEvent: { metadata: metadata(op, name) } });
const fails = (op: Op, name: string) =>
  event({ resOpFailedEvent: { metadata: metadata(op, name), status: 0, steps: 0 } });
const says = (severity: "error" | "info", message: string, urn?: string) =>
  event({ diagnosticEvent: { severity, message, color: "never", ...(urn === undefined ? {} : { urn }) } });

/** Reads events, with a clock that goes on by a second for each. */
function read(...events: readonly EngineEvent[]): { readonly reader: EngineEvents; readonly told: readonly string[] } {
  const told: string[] = [];
  let now = 0;
  const reader = new EngineEvents(
    (message) => told.push(message),
    () => now,
  );
  for (const each of events) {
    now += 1000;
    reader.receive(each);
  }
  return { reader, told };
}

describe("events of Pulumi's engine", () => {
  it("are steps in the order in which they began, a replacement once", () => {
    const { reader, told } = read(
      begins("create-replacement", "web"),
      begins("replace", "web"),
      begins("update", "api"),
      ends("update", "api"),
      begins("delete-replaced", "web"),
      begins("same", "mail"),
      begins("read", "balancer"),
      begins("create", "Application", "rootstock:application"),
    );
    assert.deepEqual(reader.steps, [
      { do: "replace", what: "deployment dev/web" },
      { do: "update", what: "deployment dev/api" },
      { do: "same", what: "deployment dev/mail" },
    ]);
    assert.deepEqual(told, ["deployment dev/api: updated (1)"]);
  });

  it("tell how long a workload has been waited for", () => {
    const { reader } = read(begins("update", "web"), begins("update", "api"), ends("update", "api"), says("info", ""));
    assert.deepEqual(reader.waitingLongerThan(2), ["deployment dev/web"]);
    assert.deepEqual(reader.waitingLongerThan(3), []);
  });

  it("tell of a workload that doesn't get ready what it waited for last", () => {
    const urn = urnOf(deployment, "web");
    const { reader, told } = read(
      begins("update", "web"),
      says("info", "Waiting for app ReplicaSet to be available (0/2 Pods available)\n", urn),
      says("info", "\n", urn),
      says("error", `update of resource "${urn}" failed: Resource operation was cancelled for "web"\nunable to`, urn),
      fails("update", "web"),
      says("error", "update failed"),
    );
    assert.deepEqual(reader.failed, [
      {
        what: "deployment dev/web",
        why: "Waiting for app ReplicaSet to be available (0/2 Pods available)",
        rollout: true,
      },
    ]);
    assert.deepEqual(reader.errors, []);
    assert.deepEqual(told, ["deployment dev/web: Waiting for app ReplicaSet to be available (0/2 Pods available)"]);
    assert.deepEqual(reader.waitingLongerThan(0), []);
  });

  it("tell a refusal from a rollout", () => {
    const conflict =
      '1 error occurred:\n\t* the Kubernetes API server reported that "dev/web" failed to fully initialize or become ' +
      "live: server-side apply field conflict detected, see https://x for troubleshooting help\nThe resource managed by " +
      'field manager "pulumi" had an apply conflict: Apply failed with 1 conflict: conflict with "kubectl" with ' +
      'subresource "scale" using apps/v1: .spec.replicas\n\n';
    const { reader } = read(
      begins("update", "web"),
      says("error", conflict, urnOf(deployment, "web")),
      fails("update", "web"),
    );
    const [failure] = reader.failed;
    assert.equal(failure?.rollout, false);
    assert.match(failure.why, /^somebody has set \.spec\.replicas with kubectl, .* rootstock drift/);
  });

  it("tell the sentences of a program that refuses its settings, and no stack trace", () => {
    const { reader } = read(
      says(
        "error",
        "Pulumi.dev.yaml: domain is missing.\nPulumi.dev.yaml: imageTag is missing.\n    at load (/x/load.ts:1:2)\n",
        "urn:pulumi:dev::rootstock::pulumi:pulumi:Stack::rootstock-dev",
      ),
      says("error", "preview failed"),
    );
    assert.deepEqual(reader.errors, ["Pulumi.dev.yaml: domain is missing.", "Pulumi.dev.yaml: imageTag is missing."]);
  });

  it("keep to themselves what looks like a secret", () => {
    const urn = urnOf(deployment, "web");
    const token = `ghp_${"a1B2".repeat(9)}`;
    const { reader } = read(begins("create", "web"), says("error", `no ${token} here`, urn), fails("create", "web"));
    assert.doesNotMatch(JSON.stringify(reader.failed), /ghp_/);
  });
});
