import { strict as assert } from "node:assert/strict";
import { autoscalerPolicy, trustPolicy } from "../../../components/cluster/eks-roles";

describe("policies of EKS roles", () => {
  it("let Pod Identity tag its sessions, and nobody else", () => {
    assert.match(trustPolicy("pods.eks.amazonaws.com"), /"sts:TagSession"/);
    assert.doesNotMatch(trustPolicy("ec2.amazonaws.com"), /TagSession/);
  });

  it("let the autoscaler change only its cluster's groups", () => {
    const { Statement } = JSON.parse(autoscalerPolicy("todo-dev")) as {
      Statement: { Action: string[]; Condition?: unknown }[];
    };
    for (const { Action, Condition } of Statement) {
      const reads = Action.every((action) => /:(Describe|Get)/.test(action));
      assert.equal(Condition === undefined, reads, Action.join());
    }
    assert.deepEqual(Statement[1]?.Condition, {
      StringEquals: { "aws:ResourceTag/k8s.io/cluster-autoscaler/todo-dev": "owned" },
    });
  });
});
