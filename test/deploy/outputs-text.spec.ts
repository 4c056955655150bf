import assert from "node:assert/strict";
import { outputLines, outputText } from "../../deploy/outputs-text";

describe("outputs, for people", () => {
  it("are a line each, and leave out what only programs read", () => {
    const outputs = {
      urls: { web: "https://example.com/", api: "https://example.com/api" },
      loadBalancer: { kind: "ip", value: "203.0.113.7" },
      dnsRecords: [
        { host: "example.com", type: "A", value: "203.0.113.7" },
        { host: "www.example.com", type: "A", value: "203.0.113.7" },
      ],
      kept: [],
      monthlyCost: {
        currency: "USD",
        items: [{ what: "node" }],
        minimum: 85.2,
        maximum: 133.2,
        pricesOf: "2026-11-21",
      },
      kubeconfig: "[secret]",
      shared: { kind: "doks" },
    };
    assert.deepEqual(
      outputLines(outputs).map((line) => line.trim().replace(/ {2,}/g, "  ")),
      [
        "dnsRecords  example.com A 203.0.113.7",
        "www.example.com A 203.0.113.7",
        "kubeconfig  [secret]",
        "loadBalancer  203.0.113.7 (ip)",
        "monthlyCost  85.2 to 133.2 USD, by prices of 2026-11-21",
        "urls.web  https://example.com/",
        "urls.api  https://example.com/api",
      ],
    );
  });

  it("are as they are, one alone", () => {
    assert.equal(outputText("a: b"), "a: b");
    assert.equal(outputText({ a: 1 }), '{\n  "a": 1\n}');
  });
});
