import type { Application } from "../../components/application/contract";
import type { Environment } from "../../components/environment";

/** What a system may know of the stack that it is described for. */
export interface SystemContext {
  readonly environment: Environment;
  /** The domain that the environment's hosts are made from, e.g. `example.com`. */
  readonly domain: string;
  /** Which service of Let's Encrypt certifies routes. */
  readonly issuer: "staging" | "production";
  /** The reference of a workload's image: `repository` with the tag that the stack configures, from the mirror if there is one. */
  readonly image: (repository: string, workload: string) => string;
  /** A fixed reference, from the mirror if there is one. */
  readonly mirrored: (reference: string) => string;
}

/** A system as the stacks layer sees it: a description for every environment. */
export interface System {
  readonly name: string;
  readonly describe: (context: SystemContext) => Application;
}

/** What {@link defineSystem} takes. */
export interface SystemDefinition<Row> {
  readonly name: string;
  /** What differs between the environments; a missing row or cell doesn't compile. */
  readonly environments: Readonly<Record<Environment, Row>>;
  readonly application: (row: Row, context: SystemContext) => Application;
}

/** A system from its table of environments and the application that a row describes. */
export function defineSystem<Row>(definition: SystemDefinition<Row>): System {
  return {
    name: definition.name,
    describe: (context) => definition.application(definition.environments[context.environment], context),
  };
}
