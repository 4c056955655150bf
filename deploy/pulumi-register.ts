import type { KnownStack, StackRegister } from "./contract";
import { commandError } from "./pulumi-sentence";
import { pulumiIn, type StackPlace } from "./pulumi-stack";

/** A stack as `pulumi stack ls` lists it. */
interface ListedStack {
  /** With its organization before it where that isn't the usual one. */
  readonly name: string;
  readonly lastUpdate?: string;
}

const alreadyThere = /already exists/;

/** The project's stacks where Pulumi keeps their states. Which stack is selected on this machine stays as it is. */
export class PulumiRegister implements StackRegister {
  constructor(private readonly place: Omit<StackPlace, "stack">) {}

  async list(): Promise<readonly KnownStack[]> {
    const stacks = JSON.parse(await this.#run("", ["stack", "ls", "--json"])) as readonly ListedStack[];
    return stacks.map(({ lastUpdate, name }) => ({
      name: name.split("/").at(-1) ?? name,
      ...(lastUpdate === undefined || Number.isNaN(Date.parse(lastUpdate)) ? {} : { updated: lastUpdate }),
    }));
  }

  async add(stack: string, secretsProvider?: string): Promise<void> {
    if ((await this.list()).some(({ name }) => name === stack)) return;
    const provider = secretsProvider === undefined ? [] : ["--secrets-provider", secretsProvider];
    await this.#run(stack, ["stack", "init", stack, "--no-select", ...provider]);
  }

  async forget(stack: string): Promise<void> {
    await this.#run(stack, ["stack", "rm", "--yes", "--preserve-config", "--stack", stack]);
  }

  async #run(stack: string, words: readonly string[]): Promise<string> {
    try {
      return await pulumiIn(this.place, words);
    } catch (error) {
      const text = error instanceof Error ? error.message : String(error);
      // Somebody else has made it meanwhile.
      if (words.includes("init") && alreadyThere.test(text)) return "";
      throw commandError({ stack, text, errors: [] });
    }
  }
}
