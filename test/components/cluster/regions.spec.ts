import { strict as assert } from "node:assert/strict";
import {
  locationProblem,
  regionOfLocation,
  regionProblem,
  regionZones,
  zonesOf,
} from "../../../components/cluster/regions";

describe("regions", () => {
  it("take what the cloud has", () => {
    assert.equal(regionProblem("doks", "nyc1", "cluster.region"), undefined);
    assert.equal(regionProblem("eks", "eu-central-1", "cluster.region"), undefined);
    assert.equal(locationProblem("us-central1", "cluster.location"), undefined);
    assert.equal(locationProblem("us-central1-f", "cluster.location"), undefined);
  });

  it("refuse what it hasn't, naming the nearest", () => {
    assert.match(
      regionProblem("eks", "eu-centrl-1", "cluster.region") ?? "",
      /^cluster\.region is "eu-centrl-1", which is no region of AWS for Kubernetes\. Did you mean eu-central-1\? Choose one of: us-east-1,/,
    );
    assert.match(regionProblem("doks", "nyc2", "cluster.region") ?? "", /Did you mean nyc1\?/);
  });

  it("refuse a zone that its region hasn't", () => {
    assert.match(
      locationProblem("us-east1-a", "cluster.location") ?? "",
      /^cluster\.location is "us-east1-a", which is no region or zone of Google Cloud for Kubernetes\. Did you mean us-east1-b\?/,
    );
  });

  it("know their zones", () => {
    assert.deepEqual(zonesOf("doks", "nyc1"), []);
    assert.deepEqual(zonesOf("eks", "us-west-2"), ["us-west-2a", "us-west-2b", "us-west-2c"]);
    assert.deepEqual(zonesOf("gke", "us-east1"), ["us-east1-b", "us-east1-c", "us-east1-d"]);
  });

  it("have two zones or more where a cluster spreads over zones", () => {
    for (const [region, zones] of Object.entries(regionZones.eks)) assert.ok(zones.length >= 2, region);
    for (const [region, zones] of Object.entries(regionZones.gke)) assert.ok(zones.length >= 3, region);
  });

  it("are what a zone's name begins with", () => {
    assert.equal(regionOfLocation("europe-west4-b"), "europe-west4");
    assert.equal(regionOfLocation("europe-west4"), "europe-west4");
  });
});
