import * as pulumi from "@pulumi/pulumi";
import * as resourceProto from "@pulumi/pulumi/proto/resource_pb";
import { MockMonitor } from "@pulumi/pulumi/runtime/mocks";
import { type JavaScriptValue, Struct } from "google-protobuf/google/protobuf/struct_pb";
import { UsageError } from "../components/errors";
import type { Answerer, Registration, ResourceAnswer } from "./registration";
import { clear } from "./wire";

type Wire = Readonly<Record<string, unknown>>;
type Callback<T> = (error: unknown, response: T | undefined) => void;

/** How long nothing may be asked, after a refusal, until nothing more is expected. */
const quietMilliseconds = 200;

const stackType = "pulumi:pulumi:Stack";

/**
 * Pulumi's mock monitor, which also keeps what the mocks are not told (parents, dependencies, protection, where in
 * the program), names resources as the engine does, and lets somebody answer who may act.
 */
export class RecordingMonitor extends MockMonitor {
  readonly registrations: Registration[] = [];
  /** The stack's outputs on the wire, secrets marked. */
  outputs: Wire = {};
  /** What the answerer refused, in order. */
  readonly refusals: unknown[] = [];
  readonly #qualifiedTypes = new Map<string, string>();
  /** Answers that are being worked on. */
  #underWay = 0;
  #stopped: () => void = () => undefined;
  /**
   * Resolves once something was refused and nothing is under way any more. What waits for a refused resource, the
   * stack's outputs for one, may then wait forever; the engine would end the program.
   */
  readonly stopped: Promise<void> = new Promise((done) => {
    this.#stopped = done;
  });

  constructor(private readonly answerer: Answerer) {
    super({
      newResource: () => {
        throw new Error("resources are answered by registerResource");
      },
      call: ({ token, inputs }) => answerer.call(token, inputs as Wire),
    });
  }

  override async registerResource(
    request: resourceProto.RegisterResourceRequest,
    callback: Callback<resourceProto.RegisterResourceResponse>,
  ): Promise<void> {
    await this.#answer(request, undefined, callback, (urn, answer, state) => {
      const response = new resourceProto.RegisterResourceResponse();
      response.setUrn(urn);
      response.setId(answer.id);
      response.setObject(state);
      return response;
    });
  }

  override async readResource(
    request: resourceProto.ReadResourceRequest,
    callback: Callback<resourceProto.ReadResourceResponse>,
  ): Promise<void> {
    await this.#answer(request, request.getId(), callback, (urn, _answer, state) => {
      const response = new resourceProto.ReadResourceResponse();
      response.setUrn(urn);
      response.setProperties(state);
      return response;
    });
  }

  override registerResourceOutputs(
    request: resourceProto.RegisterResourceOutputsRequest,
    callback: Callback<object>,
  ): void {
    if (request.getUrn().includes(`::${stackType}::`)) this.outputs = request.getOutputs()?.toJavaScript() ?? {};
    callback(null, {});
  }

  async #answer<T>(
    request: resourceProto.RegisterResourceRequest | resourceProto.ReadResourceRequest,
    readId: string | undefined,
    callback: Callback<T>,
    respond: (urn: string, answer: ResourceAnswer, state: Struct) => T,
  ): Promise<void> {
    this.#underWay += 1;
    try {
      const type = request.getType();
      const name = request.getName();
      const urn = this.#urn(request.getParent(), type, name);
      const registered = "getCustom" in request ? request : undefined;
      const inputs =
        (registered?.getObject() ?? (request as resourceProto.ReadResourceRequest).getProperties())?.toJavaScript() ??
        {};
      const custom = registered?.getCustom() ?? true;
      const dependencies = [...request.getDependenciesList()].sort();
      const answer = await this.answerer.resource({
        urn,
        type,
        name,
        custom,
        dependencies,
        ...(readId === undefined ? {} : { readId }),
        ...placeOf(request),
        inputs: clear(inputs) as Wire,
      });
      const extra = answer.extra === undefined ? {} : await serialize(answer.extra);
      const state = structOf({ ...inputs, ...extra });
      this.registrations.push({
        urn,
        type,
        name,
        custom,
        read: readId !== undefined,
        parent: request.getParent(),
        provider: request.getProvider(),
        dependencies,
        protect: registered?.getProtect() ?? false,
        retainOnDelete: registered?.getRetainondelete() ?? false,
        ignoreChanges: [...(registered?.getIgnorechangesList() ?? [])],
        inputs,
        id: answer.id,
      });
      callback(null, respond(urn, answer, state));
    } catch (error) {
      this.refusals.push(error);
      callback(error, undefined);
    } finally {
      this.#underWay -= 1;
      if (this.refusals.length > 0) setTimeout(() => this.#stopIfQuiet(), quietMilliseconds);
    }
  }

  #stopIfQuiet(): void {
    if (this.#underWay === 0) this.#stopped();
  }

  #urn(parent: string, type: string, name: string): string {
    const parentType = this.#qualifiedTypes.get(parent);
    const qualified = parentType === undefined || parentType === stackType ? type : `${parentType}$${type}`;
    const urn = `urn:pulumi:${pulumi.getStack()}::${pulumi.getProject()}::${qualified}::${name}`;
    if (this.#qualifiedTypes.has(urn))
      throw new UsageError(
        `Two resources have the URN ${urn}; the engine would refuse the second: give one of them another name.`,
      );
    this.#qualifiedTypes.set(urn, qualified);
    return urn;
  }
}

/** Values as they stand on the wire, where everything is JSON. */
function structOf(values: Wire): Struct {
  return Struct.fromJavaScript(values as Record<string, JavaScriptValue>);
}

function serialize(values: Wire): Promise<Record<string, unknown>> {
  return pulumi.runtime.serializeProperties("answer", { ...values });
}

/** File and line of the program that asked, where the SDK could tell. */
function placeOf(request: resourceProto.RegisterResourceRequest | resourceProto.ReadResourceRequest): {
  place?: string;
} {
  const position = request.getSourceposition();
  if (position === undefined) return {};
  return { place: `${position.getUri().replace(/^(file|project):\/\/\/?/, "")}:${String(position.getLine())}` };
}
