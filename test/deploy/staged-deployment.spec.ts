import assert from "node:assert/strict";
import type { Versions } from "../../deploy/contract";
import {
  promotionPlan,
  type ReleasePlan,
  refuseBackwards,
  releasePlan,
  rollbackPlan,
  type Standing,
} from "../../deploy/release-plans";
import { deployInStages, type SmokeCheck } from "../../deploy/staged-deployment";
import { describeVersions, versionsOf, withVersions } from "../../deploy/versions";
import type { StackInput } from "../../plan/stack-file";
import { FakeEngine } from "../support/fake-engine";

const well: SmokeCheck = () => Promise.resolve(undefined);

function slots(blue: string, green: string, web: "blue" | "green"): Versions {
  return { imageTag: { default: "v1", "web-blue": blue, "web-green": green }, slots: { web }, digests: {} };
}

const plain = (imageTag: string): Versions => ({ imageTag, slots: {}, digests: {} });

/** A stack in memory: its file's versions, its engine, and the order in which both were changed. */
class Stack {
  said: Versions;
  readonly log: string[] = [];
  readonly engine: FakeEngine;

  constructor(
    readonly name: string,
    versions: Versions,
    private readonly slotted: readonly string[] = ["web"],
  ) {
    this.said = versions;
    const input: StackInput = {
      stack: name,
      raw: { file: `Pulumi.${name}.yaml`, values: {}, secretKeys: [] },
      standIns: [],
    };
    this.engine = new FakeEngine(withVersions(input, versions), (deployed) => {
      this.log.push(`deploy ${describeVersions(versionsOf(deployed))}`);
    });
  }

  get standing(): Standing {
    const { engine, name, said, slotted } = this;
    return { stack: name, file: `Pulumi.${name}.yaml`, said, history: engine.records, slotted };
  }

  async up(versions: Versions): Promise<void> {
    this.said = versions;
    await this.engine.up(withVersions(this.engine.input, versions), {
      command: "up",
      message: "up",
      progress: () => undefined,
    });
  }

  follow(plan: ReleasePlan, smoke: SmokeCheck = well) {
    this.log.length = 0;
    return deployInStages(plan, {
      engine: this.engine,
      smoke,
      progress: () => undefined,
      write: (versions) => {
        this.said = versions;
        this.log.push(`write ${describeVersions(versions)}`);
      },
    });
  }
}

describe("a blue/green release", () => {
  let stack: Stack;
  beforeEach(async () => {
    stack = new Stack("prod", slots("v1", "v0", "blue"));
    await stack.up(stack.said);
  });
  const plan = (tag: string): ReleasePlan => releasePlan(stack.standing, { workload: "web", tag });

  it("makes the new pods stand by, asks them, and only then switches", async () => {
    const { reason, result, steps } = await stack.follow(plan("v2"), (workload) => {
      stack.log.push(`smoke ${workload}`);
      return Promise.resolve(undefined);
    });
    assert.deepEqual([result, reason], ["deployed", undefined]);
    assert.deepEqual(stack.log, [
      "write default v1, web-blue v1, web-green v2, web on blue",
      "deploy default v1, web-blue v1, web-green v2, web on blue",
      "smoke web",
      "write default v1, web-blue v1, web-green v2, web on green",
      "deploy default v1, web-blue v1, web-green v2, web on green",
    ]);
    assert.deepEqual(steps, [
      { do: "update", what: "deployment shop/web" },
      { do: "update", what: "deployment shop/web" },
    ]);
    assert.deepEqual(
      stack.engine.records.map(({ command, message }) => [command, message]),
      [
        ["release", "release web v2; web is switched"],
        ["release", "release web v2; web stands by"],
        ["up", "up"],
      ],
    );
  });

  it("never switches to pods that don't get ready: what ran before runs again, and the file says so", async () => {
    const { reason, result } = await stack.follow(plan("v2-never-ready"));
    assert.deepEqual([result, reason], ["returned", "deployment shop/web: 0 of 1 are ready"]);
    assert.deepEqual(stack.said, slots("v1", "v0", "blue"));
    assert.equal(stack.engine.story.at(-1), "return default v1, web-blue v1, web-green v0, web on blue: succeeded");
    assert.ok(stack.log.every((line) => !line.includes("green,") && !line.endsWith("web on green")));
  });

  it("never switches to pods that answer wrongly", async () => {
    const { reason, result } = await stack.follow(plan("v2"), () => Promise.resolve("/ready answered 500"));
    assert.deepEqual([result, reason], ["returned", "/ready answered 500"]);
    assert.deepEqual(stack.said, slots("v1", "v0", "blue"));
    assert.ok(stack.log.every((line) => !line.endsWith("web on green")));
  });

  it("never switches to pods that can't be asked", async () => {
    const { reason, result } = await stack.follow(plan("v2"), () => Promise.reject(new Error("no API server")));
    assert.deepEqual([result, reason], ["returned", "web couldn't be asked: no API server"]);
    assert.deepEqual(stack.said, slots("v1", "v0", "blue"));
  });

  it("goes on where it was interrupted, whatever was reached", async () => {
    const { stages } = plan("v2");
    for (const reached of stages.map(({ versions }) => versions)) {
      const interrupted = new Stack("prod", slots("v1", "v0", "blue"));
      await interrupted.up(interrupted.said);
      const [first] = interrupted.engine.records;
      assert.ok(first);
      const message = "release web v2; web stands by";
      interrupted.engine.records = [
        { ...first, number: 2, command: "release", message, result: "unfinished", versions: reached },
        first,
      ];
      interrupted.said = reached;
      const again = releasePlan(interrupted.standing, { workload: "web", tag: "v2" });
      assert.equal((await interrupted.follow(again)).result, "deployed");
      assert.deepEqual(interrupted.said, slots("v1", "v2", "green"));
    }
  });

  it("doesn't overwrite what the file says and nobody has deployed, unless told", () => {
    stack.said = slots("v1", "v7", "blue");
    assert.throws(() => plan("v2"), {
      message:
        "Pulumi.prod.yaml says default v1, web-blue v1, web-green v7, web on blue, but default v1, web-blue v1, web-green v0, web on blue runs in prod (deployment 1 (up, default v1, web-blue v1, web-green v0, web on blue)); run rootstock up first, or add --anyway to go on from what runs and overwrite what the file says.",
    });
    assert.equal(releasePlan(stack.standing, { workload: "web", tag: "v2", anyway: true }).stages.length, 2);
  });
});

describe("a rollback of what is deployed", () => {
  it("switches the slot alone where the other one has the last versions", async () => {
    const stack = new Stack("prod", slots("v1", "v0", "blue"));
    await stack.up(stack.said);
    await stack.follow(releasePlan(stack.standing, { workload: "web", tag: "v2" }));
    const plan = rollbackPlan(stack.standing, {});
    assert.deepEqual(plan.changes, [{ what: "slot of web", before: "green", after: "blue" }]);
    assert.equal((await stack.follow(plan)).result, "deployed");
    assert.deepEqual(stack.log, [
      "write default v1, web-blue v1, web-green v2, web on blue",
      "deploy default v1, web-blue v1, web-green v2, web on blue",
    ]);
    assert.equal(stack.engine.records[0]?.command, "rollback");
  });

  it("makes pods stand by first where no slot has them any more", async () => {
    const stack = new Stack("prod", slots("v1", "v1", "blue"));
    await stack.up(stack.said);
    for (const tag of ["v2", "v3"]) await stack.follow(releasePlan(stack.standing, { workload: "web", tag }));
    const plan = rollbackPlan(stack.standing, { to: 1 });
    assert.deepEqual(
      plan.stages.map(({ standingBy, switching }) => [standingBy, switching]),
      [
        [["web"], []],
        [[], ["web"]],
      ],
    );
    await stack.follow(plan);
    assert.deepEqual(stack.said, slots("v3", "v1", "green"));
  });

  it("takes the tag of all others back at once, and leaves the file as the next up needs it", async () => {
    const stack = new Stack("dev", plain("v1"), []);
    await stack.up(plain("v1"));
    await stack.up(plain("v2"));
    assert.equal((await stack.follow(rollbackPlan(stack.standing, {}))).result, "deployed");
    assert.deepEqual(stack.said, plain("v1"));
  });

  it("isn't started by a file that says what automatic return has undone", async () => {
    const stack = new Stack("dev", plain("v1"), []);
    await stack.up(plain("v0"));
    await stack.up(plain("v1"));
    await stack.up(plain("v2-never-ready"));
    const [failed] = stack.engine.records;
    assert.ok(failed);
    stack.engine.records = [
      { ...failed, number: 4, command: "return", result: "succeeded", versions: plain("v1") },
      ...stack.engine.records,
    ];
    assert.throws(
      () => rollbackPlan(stack.standing, {}),
      /^UsageError: Pulumi\.dev\.yaml says v2-never-ready, but v1 runs in dev/,
    );
    assert.deepEqual(rollbackPlan(stack.standing, { anyway: true }).wanted, plain("v0"));
  });

  it("isn't gone back from when it fails and there is nothing else", async () => {
    const stack = new Stack("dev", plain("v1"), []);
    await stack.up(plain("v1"));
    await stack.up(plain("v2-never-ready"));
    const plan = rollbackPlan(stack.standing, {});
    assert.equal(plan.current, undefined);
    assert.equal((await stack.follow(plan)).result, "deployed");
  });
});

describe("a promotion", () => {
  let staging: Stack;
  let prod: Stack;
  beforeEach(async () => {
    staging = new Stack("staging", slots("v2", "v1", "blue"));
    await staging.up(staging.said);
    prod = new Stack("prod", slots("v0", "v1", "green"));
    await prod.up(prod.said);
  });

  it("brings what users of one environment get to those of the next, blue/green, and says whence", async () => {
    const plan = promotionPlan(staging.standing, prod.standing);
    assert.deepEqual(plan.changes, [
      { what: "web-blue", before: "v0", after: "v2" },
      { what: "slot of web", before: "green", after: "blue" },
    ]);
    assert.equal((await prod.follow(plan)).result, "deployed");
    assert.deepEqual(prod.said, slots("v2", "v1", "blue"));
    assert.deepEqual(
      prod.engine.records.slice(0, 2).map(({ command, message }) => [command, message]),
      [
        [
          "promote",
          "promote from staging, deployment 1 (up, default v1, web-blue v2, web-green v1, web on blue); web is switched",
        ],
        [
          "promote",
          "promote from staging, deployment 1 (up, default v1, web-blue v2, web-green v1, web on blue); web stands by",
        ],
      ],
    );
  });

  it("takes what runs, not what the file says", () => {
    staging.said = slots("v9", "v1", "blue");
    assert.throws(
      () => promotionPlan(staging.standing, prod.standing),
      /^UsageError: Pulumi\.staging\.yaml says default v1, web-blue v9.* runs in staging .*; run rootstock up there first, or add --anyway to promote what runs\.$/,
    );
    assert.deepEqual(promotionPlan(staging.standing, prod.standing, true).wanted, slots("v2", "v1", "blue"));
  });

  it("is refused after a deployment that failed", async () => {
    await staging.up(slots("v3-never-ready", "v1", "blue"));
    assert.throws(() => promotionPlan(staging.standing, prod.standing), /nobody can tell what runs/);
  });

  it("puts the file back where it is refused before anything is touched, and what ran where it is refused on the way", async () => {
    const before = prod.said;
    for (const [imageTag, ended] of [
      ["malformed", undefined],
      ["refused", "returned"],
    ] as const) {
      const wanted: Versions = {
        imageTag: { default: imageTag, "web-blue": "v0", "web-green": "v1" },
        slots: { web: "green" },
        digests: {},
      };
      const plan: ReleasePlan = {
        ...promotionPlan(staging.standing, prod.standing),
        wanted,
        stages: [{ versions: wanted, standingBy: [], switching: [] }],
      };
      const result = await prod.follow(plan).then(
        (done) => done.result,
        (error: unknown) => String(error),
      );
      assert.equal(result, ended ?? "UsageError: imageTag is malformed.");
      assert.deepEqual(prod.said, before);
    }
    assert.equal(prod.engine.records[0]?.command, "return");
  });

  it("goes forwards only", () => {
    refuseBackwards("dev", "staging");
    refuseBackwards("staging", "prod");
    refuseBackwards("dev", "prod");
    assert.throws(
      () => {
        refuseBackwards("prod", "staging");
      },
      {
        message:
          "prod comes after staging: versions are promoted forwards (dev, then staging, then prod). To go back in staging, run rootstock rollback --env staging.",
      },
    );
    assert.throws(
      () => {
        refuseBackwards("prod", "prod");
      },
      {
        message:
          "--from and --to are both prod; versions are promoted to a later environment: dev, then staging, then prod.",
      },
    );
  });
});
