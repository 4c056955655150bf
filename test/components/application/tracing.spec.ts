import assert from "node:assert/strict";
import { isDeepStrictEqual } from "node:util";
import { applicationErrors } from "../../../components/application/checks";
import { application, service } from "../../support/applications";
import { allFacts, deploy } from "../../support/deploy";
import { dig, type Recording } from "../../support/recording";

const { tracing: _tracing, ...untraced } = allFacts;

const collector = {
  to: [
    {
      namespaceSelector: { matchLabels: { "kubernetes.io/metadata.name": "tracing" } },
      podSelector: { matchLabels: { app: "otel" } },
    },
  ],
  ports: [{ protocol: "TCP", port: 4317 }],
};

const containerOf = (made: Recording, ...path: readonly (string | number)[]): unknown =>
  made.input("Deployment", "web", "spec", "template", "spec", ...path);

/** Whether the policy of `web` opens the way to the collector. */
function mayTrace(made: Recording): boolean {
  const rules = made.input("NetworkPolicy", "web", "spec", "egress") as readonly unknown[];
  return rules.some((rule) => isDeepStrictEqual(rule, collector));
}

describe("a workload that sends traces", () => {
  const before = { migrate: { command: ["migrate"] } };
  const traced = application({ workloads: { web: service({ image: "r.example/web:v1.4.0", traces: true, before }) } });

  it("is told where they go and whose they are, what runs before it too, and may go there", async () => {
    const made = await deploy(traced, { environment: "staging" });
    const variables = [
      { name: "OTEL_EXPORTER_OTLP_ENDPOINT", value: "http://otel.tracing.svc:4317" },
      { name: "OTEL_EXPORTER_OTLP_PROTOCOL", value: "grpc" },
      { name: "OTEL_SERVICE_NAME", value: "web" },
      {
        name: "OTEL_RESOURCE_ATTRIBUTES",
        value: `service.namespace=${traced.name},service.version=v1.4.0,deployment.environment.name=staging`,
      },
    ];
    assert.deepEqual(containerOf(made, "containers", 0, "env"), variables);
    assert.deepEqual(containerOf(made, "initContainers", 0, "env"), variables);
    assert.equal(mayTrace(made), true);
  });

  it("is told nothing where the platform has no collector", async () => {
    const made = await deploy(traced, { facts: untraced });
    assert.equal(containerOf(made, "containers", 0, "env"), undefined);
    assert.equal(mayTrace(made), false);
  });

  it("is told nothing where it doesn't ask", async () => {
    const made = await deploy(application({ workloads: { web: service({}) } }));
    assert.equal(containerOf(made, "containers", 0, "env"), undefined);
    assert.equal(mayTrace(made), false);
  });

  it("has the version of its own slot", async () => {
    const slots = {
      active: "blue",
      images: { blue: "r.example/web:v1", green: "r.example/web:v2" },
      standby: 1,
    } as const;
    const made = await deploy(
      application({ workloads: { web: service({ image: slots.images.blue, slots, traces: true }) } }),
    );
    const attributes = (set: string): unknown =>
      dig(made.input("Deployment", set, "spec", "template", "spec", "containers", 0, "env"), 3, "value");
    assert.match(String(attributes("web-blue")), /service\.version=v1,/);
    assert.match(String(attributes("web-green")), /service\.version=v2,/);
  });

  it("is refused with a sentence where it sets what tracing sets", () => {
    const config = { OTEL_SERVICE_NAME: "shop", OTEL_TRACES_SAMPLER: "always_on" };
    assert.deepEqual(applicationErrors(application({ workloads: { web: service({ config, traces: true }) } })), [
      "Workload web sets OTEL_SERVICE_NAME, which traces: true sets too; leave it out, or traces: true.",
    ]);
    assert.deepEqual(applicationErrors(application({ workloads: { web: service({ config }) } })), []);
  });
});

describe("a Dapr sidecar that samples", () => {
  const sampling = (samplingRate: number, tracesTo?: string): Promise<Recording> =>
    deploy(
      application({
        dapr: { samplingRate, components: {}, ...(tracesTo === undefined ? {} : { tracesTo }) },
        workloads: { web: service({ dapr: {} }) },
      }),
    );

  it("may send to the platform's collector, unless nothing is sampled or its traces go elsewhere", async () => {
    assert.equal(mayTrace(await sampling(0.1)), true);
    assert.equal(mayTrace(await sampling(0)), false);
    assert.equal(mayTrace(await sampling(1, "tempo:4317")), false);
  });

  it("is told of the collector only where something is sampled", async () => {
    const otel = (made: Recording): unknown => made.input("Configuration", "appconfig", "spec", "tracing", "otel");
    assert.deepEqual(otel(await sampling(1)), {
      endpointAddress: "otel.tracing.svc:4317",
      isSecure: false,
      protocol: "grpc",
    });
    assert.equal(otel(await sampling(0)), undefined);
  });
});
