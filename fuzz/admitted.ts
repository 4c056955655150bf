import fc from "fast-check";
import { UsageError } from "../components/errors";
import type { Registration } from "../plan/registration";
import type { AdmissionServer } from "./admission";

/** An accepted input that the API server, or the plan, would fail on. */
export interface AdmissionFinding {
  readonly input: string;
  readonly refusals: readonly string[];
}

/** What the API server says of what was accepted. */
export interface Admitted {
  /** Inputs that were planned, and objects that the API server was asked about. */
  readonly planned: number;
  readonly asked: number;
  /** Inputs that the whole program still refused, in sentences: what it knows that its reader doesn't. */
  readonly refused: readonly string[];
  readonly findings: readonly AdmissionFinding[];
}

/** Plans accepted inputs, and asks the API server about every object of them. */
export async function admitted<Input>(
  inputs: readonly Input[],
  plan: (input: Input) => Promise<readonly Registration[]>,
  server: Pick<AdmissionServer, "asked" | "refusals">,
): Promise<Admitted> {
  const before = server.asked;
  const findings: AdmissionFinding[] = [];
  const refused: string[] = [];
  for (const input of inputs) {
    try {
      const refusals = await server.refusals(await plan(input));
      if (refusals.length > 0) findings.push({ input: fc.stringify(input), refusals });
    } catch (error) {
      if (error instanceof UsageError) refused.push(error.message);
      else findings.push({ input: fc.stringify(input), refusals: [`It can't be planned: ${String(error)}`] });
    }
  }
  return { planned: inputs.length - refused.length, asked: server.asked - before, refused, findings };
}
