import assert from "node:assert/strict";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { UsageError } from "../../components/errors";
import type { Deployed, DeploymentRecord, Engine, KnownStack, StackRegister } from "../../deploy/contract";
import { type FoundPreview, previewStack } from "../../deploy/preview-environment";
import { previewBase } from "../../deploy/preview-files";
import { createPreview, knownPreviews, type PreviewPlace, removePreview, sweepPreviews } from "../../deploy/previews";
import { readStack } from "../../plan/stack-file";

const hour = 3_600_000;
const now = Date.parse("2026-11-21T12:00:00Z");
const quiet = (): void => undefined;

const dev = `config:
  rootstock:environment: dev
  rootstock:imageTag: v1
  rootstock:cluster: { kind: kubeconfig }
`;

/** A place without a cluster: states and namespaces are lists, and everything that is done is told. */
class FakePlace implements PreviewPlace {
  readonly #directory = mkdtempSync(join(tmpdir(), "previews-"));
  readonly done: string[] = [];
  states: KnownStack[] = [];
  namespaces: FoundPreview[] = [];
  /** What can't be destroyed. */
  stuck: readonly string[] = [];
  /** What happens in the middle of a deployment or a destruction. */
  interrupt: (() => void) | undefined;

  constructor() {
    writeFileSync(join(this.#directory, "Pulumi.dev.yaml"), dev);
  }

  readonly register: StackRegister = {
    list: () => Promise.resolve(this.states),
    add: (name, provider) => {
      this.done.push(`add ${name} ${String(provider)}`);
      if (!this.states.some((state) => state.name === name)) this.states.push({ name });
      return Promise.resolve();
    },
    forget: (stack) => {
      this.done.push(`forget ${stack}`);
      this.states = this.states.filter(({ name }) => name !== stack);
      return Promise.resolve();
    },
  };

  readonly inCluster = (): Promise<readonly FoundPreview[]> => Promise.resolve(this.namespaces);

  readonly open = async (file: string): Promise<Engine> => {
    const input = await readStack({ config: file });
    const records: DeploymentRecord[] = [];
    const { stack } = input;
    const engine: Partial<Engine> = {
      kind: "pulumi",
      input,
      history: () => Promise.resolve(records),
      contents: () => Promise.resolve([`namespace ${stack}`]),
      kubeconfig: () => Promise.resolve(undefined),
      up: (): Promise<Deployed> => {
        this.done.push(`up ${stack}`);
        this.interrupt?.();
        return Promise.resolve({ steps: [], failures: [], outputs: {} });
      },
      destroy: () => {
        this.done.push(`destroy ${stack} by ${basename(file)}`);
        this.interrupt?.();
        if (this.stuck.length === 0)
          this.namespaces = this.namespaces.filter((one) => previewStack(one.pullRequest) !== stack);
        return Promise.resolve(this.stuck);
      },
      end: () => {
        this.done.push(`end ${stack}`);
        return Promise.resolve();
      },
    };
    return engine as Engine;
  };

  get base() {
    return previewBase("dev", this.#directory);
  }

  get files(): readonly string[] {
    return readdirSync(this.#directory).sort();
  }

  file(name: string): string {
    return join(this.#directory, name);
  }

  end(): void {
    rmSync(this.#directory, { recursive: true, force: true });
  }
}

describe("previews of pull requests", () => {
  let place: FakePlace;
  beforeEach(() => {
    place = new FakePlace();
  });
  afterEach(() => {
    place.end();
  });

  const options = { message: "", progress: quiet };
  const create = (pullRequest: number): ReturnType<typeof createPreview> =>
    createPreview(place, { pullRequest, expires: now + hour }, options);
  const sweep = (only?: number): ReturnType<typeof sweepPreviews> =>
    sweepPreviews(place, { ttl: hour, now, progress: quiet, ...(only === undefined ? {} : { only }) });
  const namespace = (pullRequest: number, expires: number | undefined): FoundPreview => ({
    pullRequest,
    expires,
    namespace: `todo-pr-${String(pullRequest)}`,
  });

  it("are a stack each, made and deployed; a second time they live on", async () => {
    const { rollout, stack } = await create(1);
    assert.deepEqual([stack, rollout.result], ["pr-1", "succeeded"]);
    assert.deepEqual(place.done, ["add pr-1 undefined", "up pr-1", "end pr-1"]);
    await createPreview(place, { pullRequest: 1, expires: now + 2 * hour, imageTag: "v2" }, options);
    const text = readFileSync(place.file("Pulumi.pr-1.yaml"), "utf8");
    assert.match(text, /expires: 2026-11-21T14:00:00Z/);
    assert.match(text, /imageTag: v2/);
    assert.deepEqual(place.files, ["Pulumi.dev.yaml", "Pulumi.pr-1.yaml"]);
  });

  it("aren't begun where their file would be refused", async () => {
    writeFileSync(place.file("Pulumi.dev.yaml"), dev.replace("environment: dev", "environment: prod"));
    await assert.rejects(create(1), /preview makes a passing environment, and environment is prod; make it from dev/);
    assert.deepEqual([place.done, place.states, place.files], [[], [], ["Pulumi.dev.yaml"]]);
  });

  it("go on where their making or removal was interrupted", async () => {
    place.interrupt = () => {
      throw new UsageError("Interrupted.");
    };
    await assert.rejects(create(1), /Interrupted/);
    assert.ok(existsSync(place.file("Pulumi.pr-1.yaml")));
    await assert.rejects(removePreview(place, 1, quiet), /Interrupted/);
    assert.ok(existsSync(place.file("Pulumi.pr-1.yaml")));
    assert.deepEqual(place.states, [{ name: "pr-1" }]);
    place.interrupt = undefined;
    assert.equal((await create(1)).rollout.result, "succeeded");
    assert.deepEqual(await removePreview(place, 1, quiet), { stack: "pr-1", found: true, left: [] });
    assert.deepEqual([place.states, place.files], [[], ["Pulumi.dev.yaml"]]);
    assert.equal(place.done.filter((what) => what.startsWith("end")).length, 4);
  });

  it("are removed where nobody has their file, and leave none", async () => {
    place.states = [{ name: "pr-7" }];
    assert.deepEqual(await removePreview(place, 7, quiet), { stack: "pr-7", found: true, left: [] });
    assert.deepEqual(place.done, ["destroy pr-7 by Pulumi.pr-7.yaml", "end pr-7", "forget pr-7"]);
    assert.deepEqual(place.files, ["Pulumi.dev.yaml"]);
  });

  it("are removed where only the place of their state was made, with a file of a key alone", async () => {
    place.states = [{ name: "pr-7" }];
    writeFileSync(place.file("Pulumi.pr-7.yaml"), "encryptionsalt: v1:abc\n");
    assert.deepEqual(await removePreview(place, 7, quiet), { stack: "pr-7", found: true, left: [] });
    assert.deepEqual(place.files, ["Pulumi.dev.yaml"]);
  });

  it("aren't made on production's cluster", async () => {
    writeFileSync(place.file("Pulumi.prod.yaml"), dev.replace("environment: dev", "environment: prod"));
    const shared = dev.replace("{ kind: kubeconfig }", "{ kind: stack, reference: prod }");
    writeFileSync(place.file("Pulumi.dev.yaml"), shared);
    await assert.rejects(
      create(1),
      new UsageError(
        "Stack dev stands on the cluster of prod, which is production: a preview would run there whatever is pushed to a branch. Make previews from a stack on another cluster.",
      ),
    );
    assert.deepEqual([place.done, place.states], [[], []]);
  });

  it("are known on while something of them is left", async () => {
    await create(1);
    place.stuck = ["namespace todo-pr-1: it has finalizers"];
    assert.deepEqual((await removePreview(place, 1, quiet)).left, place.stuck);
    assert.deepEqual(place.states, [{ name: "pr-1" }]);
    assert.deepEqual(place.files, ["Pulumi.dev.yaml", "Pulumi.pr-1.yaml"]);
  });

  it("aren't there, and that is fine; a namespace of which nobody keeps a state is named", async () => {
    assert.deepEqual(await removePreview(place, 3, quiet), { stack: "pr-3", found: false, left: [] });
    place.namespaces = [namespace(3, now)];
    assert.deepEqual(await removePreview(place, 3, quiet), {
      stack: "pr-3",
      found: true,
      left: [
        "namespace todo-pr-3 is there, but nobody keeps a state of stack pr-3; if it was made elsewhere, remove it there, or run: kubectl delete namespace todo-pr-3",
      ],
    });
    assert.deepEqual(place.done, []);
  });

  it("are known by file, by namespace and by state; who deployed last counts where nothing else tells", async () => {
    await create(1);
    place.namespaces = [namespace(1, now - hour), namespace(2, now + 3 * hour), namespace(3, undefined)];
    const updated = new Date(now - 5 * hour).toISOString();
    place.states.push({ name: "dev" }, { name: "pr-2", updated }, { name: "pr-4", updated }, { name: "pr-5" });
    const known = await knownPreviews(place, 2 * hour);
    assert.deepEqual(
      known.map(({ expires, pullRequest }) => [
        pullRequest,
        expires === undefined ? undefined : (expires - now) / hour,
      ]),
      [
        [1, 1],
        [2, 3],
        [3, undefined],
        [4, -3],
        [5, undefined],
      ],
    );
  });

  it("are swept when their time is over, the oldest first, past one that can't be removed", async () => {
    place.states = [1, 2, 3, 4].map((number) => ({ name: previewStack(number) }));
    place.namespaces = [namespace(1, now), namespace(2, now - hour), namespace(3, now + 1), namespace(4, undefined)];
    place.interrupt = () => {
      place.interrupt = undefined;
      throw new UsageError("The API server doesn't answer.");
    };
    assert.deepEqual(await sweep(), [
      { stack: "pr-2", found: true, left: ["The API server doesn't answer."] },
      { stack: "pr-1", found: true, left: [] },
    ]);
    assert.deepEqual(
      place.states.map(({ name }) => name),
      ["pr-2", "pr-3", "pr-4"],
    );
    assert.deepEqual(await sweep(3), []);
    assert.deepEqual(await sweep(2), [{ stack: "pr-2", found: true, left: [] }]);
    assert.deepEqual(await sweep(), []);
  });

  it("aren't swept when somebody has had them live on meanwhile", async () => {
    place.states = [{ name: "pr-1" }, { name: "pr-2" }];
    place.namespaces = [namespace(1, now - hour), namespace(2, now)];
    place.interrupt = () => {
      place.namespaces = [namespace(2, now + hour)];
    };
    assert.deepEqual(
      (await sweep()).map(({ stack }) => stack),
      ["pr-1"],
    );
  });
});
