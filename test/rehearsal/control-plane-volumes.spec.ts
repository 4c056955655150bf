import assert from "node:assert/strict";
import type { V1Ingress, V1IngressClass, V1Node, V1PersistentVolumeClaim, V1Service } from "@kubernetes/client-node";
import { addressOf } from "../../rehearsal/control-plane/ingress-addresses";
import { isGarbage, storageClassOf, volumeFor } from "../../rehearsal/control-plane/volumes";

const zonal = storageClassOf({
  name: "gp3",
  provisioner: "ebs",
  isDefault: false,
  bindingMode: "WaitForFirstConsumer",
});
const immediate = storageClassOf({ name: "block", provisioner: "dobs", isDefault: true, bindingMode: "Immediate" });
const node: V1Node = { metadata: { name: "workers-1", labels: { "topology.kubernetes.io/zone": "b" } } };

function claim(
  storageClassName: string,
  annotations: Record<string, string>,
  phase = "Pending",
): V1PersistentVolumeClaim {
  return {
    metadata: { name: "data", namespace: "shop", uid: "u1", annotations },
    spec: { storageClassName, accessModes: ["ReadWriteOnce"], resources: { requests: { storage: "5Gi" } } },
    status: { phase },
  };
}

const provisioner = (name: string) => ({ "volume.kubernetes.io/storage-provisioner": name });
const selected = { "volume.kubernetes.io/selected-node": "workers-1" };

describe("a storage class", () => {
  it("has the cloud's name, provisioner and binding mode; one is the default", () => {
    assert.equal(zonal.provisioner, "ebs");
    assert.equal(zonal.volumeBindingMode, "WaitForFirstConsumer");
    assert.equal(zonal.metadata?.annotations, undefined);
    assert.equal(immediate.metadata?.annotations?.["storageclass.kubernetes.io/is-default-class"], "true");
  });
});

describe("a volume", () => {
  const of = (one: V1PersistentVolumeClaim) => volumeFor(one, [zonal, immediate], [node]);

  it("is made for its claim alone, in the zone of the chosen node", () => {
    const volume = of(claim("gp3", { ...provisioner("ebs"), ...selected }));
    assert.equal(volume?.metadata?.name, "pvc-u1");
    assert.equal(volume.spec?.claimRef?.uid, "u1");
    assert.deepEqual(volume.spec.capacity, { storage: "5Gi" });
    assert.deepEqual(volume.spec.accessModes, ["ReadWriteOnce"]);
    assert.equal(volume.spec.storageClassName, "gp3");
    const terms = volume.spec.nodeAffinity?.required?.nodeSelectorTerms;
    assert.deepEqual(terms?.[0]?.matchExpressions?.[0]?.values, ["b"]);
    // Otherwise Kubernetes' own controller tries to delete it.
    assert.equal(volume.metadata.annotations?.["pv.kubernetes.io/provisioned-by"], "ebs");
  });

  it("waits for the scheduler's choice where the class says so, and only there", () => {
    assert.equal(of(claim("gp3", provisioner("ebs"))), undefined);
    assert.notEqual(of(claim("block", provisioner("dobs"))), undefined);
  });

  it("is made for nothing but pending claims of a class that exists, asked of its provisioner", () => {
    assert.equal(of(claim("block", {})), undefined);
    assert.equal(of(claim("block", provisioner("other"))), undefined);
    assert.equal(of(claim("blok", provisioner("dobs"))), undefined);
    assert.equal(of(claim("block", provisioner("dobs"), "Bound")), undefined);
  });

  it("is garbage once its claim is gone, unless its policy keeps it or somebody else made it", () => {
    const volume = (phase: string, persistentVolumeReclaimPolicy: string, by: string) => ({
      metadata: { annotations: { "pv.kubernetes.io/provisioned-by": by } },
      spec: { persistentVolumeReclaimPolicy },
      status: { phase },
    });
    const ours = new Set(["ebs"]);
    assert.equal(isGarbage(volume("Released", "Delete", "ebs"), ours), true);
    assert.equal(isGarbage(volume("Released", "Retain", "ebs"), ours), false);
    assert.equal(isGarbage(volume("Bound", "Delete", "ebs"), ours), false);
    assert.equal(isGarbage(volume("Released", "Delete", "nfs"), ours), false);
  });
});

describe("the address of an Ingress", () => {
  const ingress = (ingressClassName?: string): V1Ingress => ({
    spec: ingressClassName === undefined ? {} : { ingressClassName },
  });
  const ingressClass = (name: string, instance?: string, isDefault = false): V1IngressClass => ({
    metadata: {
      name,
      labels: instance === undefined ? {} : { "app.kubernetes.io/instance": instance },
      annotations: { "ingressclass.kubernetes.io/is-default-class": String(isDefault) },
    },
  });
  const balancer = (ip: string | undefined, instance: string): V1Service => ({
    metadata: { labels: { "app.kubernetes.io/instance": instance } },
    spec: { type: "LoadBalancer" },
    status: { loadBalancer: ip === undefined ? {} : { ingress: [{ ip }] } },
  });

  it("is that of the load balancer that came with its class", () => {
    const services = [balancer("203.0.113.1", "kafka"), balancer("203.0.113.2", "ingress")];
    assert.deepEqual(addressOf(ingress("nginx"), [ingressClass("nginx", "ingress")], services), { ip: "203.0.113.2" });
  });

  it("is that of the only load balancer where nothing says which", () => {
    assert.deepEqual(addressOf(ingress("nginx"), [ingressClass("nginx")], [balancer("203.0.113.1", "x")]), {
      ip: "203.0.113.1",
    });
    const two = [balancer("203.0.113.1", "x"), balancer("203.0.113.2", "y")];
    assert.equal(addressOf(ingress("nginx"), [ingressClass("nginx")], two), undefined);
  });

  it("comes by the default class where the Ingress names none", () => {
    const services = [balancer("203.0.113.1", "x")];
    assert.deepEqual(addressOf(ingress(), [ingressClass("nginx", "x", true)], services), { ip: "203.0.113.1" });
    assert.equal(addressOf(ingress(), [ingressClass("nginx", "x")], services), undefined);
  });

  it("waits for the class and for the load balancer's own address", () => {
    assert.equal(addressOf(ingress("nginx"), [], [balancer("203.0.113.1", "x")]), undefined);
    assert.equal(addressOf(ingress("nginx"), [ingressClass("nginx", "x")], [balancer(undefined, "x")]), undefined);
  });
});
