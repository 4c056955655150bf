import { Agent, request } from "node:https";
import { KubeConfig } from "@kubernetes/client-node";
import type { Question } from "./questions";
import { anonymous, type Subject } from "./subjects";

interface Review {
  readonly status?: { readonly allowed?: boolean };
}

/** Requests under way at once. */
const atOnce = 16;

/** The attributes of a question as the API has them. */
function attributesOf({ verb, group, resource, namespace }: Question): object {
  const [name = "", subresource] = resource.split("/");
  return {
    verb,
    group,
    resource: name,
    ...(subresource === undefined ? {} : { subresource }),
    ...(namespace === undefined ? {} : { namespace }),
  };
}

/** Headers by which an administrator speaks in somebody's name; groups of the cluster's own the API server adds itself. */
function inTheNameOf({ user, groups }: Subject): Readonly<Record<string, string | string[]>> {
  const own = groups.filter((group) => !group.startsWith("system:"));
  return { "Impersonate-User": user, ...(own.length === 0 ? {} : { "Impersonate-Group": own }) };
}

/** The part of the API server that says who may do what, over connections that are kept: it is asked thousands of times. */
export class Authority {
  readonly #server: URL;
  readonly #agent: Agent;

  /** @param kubeconfig credentials of an administrator, who may impersonate everybody */
  constructor(kubeconfig: string) {
    const config = new KubeConfig();
    config.loadFromString(kubeconfig);
    const [cluster, user] = [config.getCurrentCluster(), config.getCurrentUser()];
    if (cluster?.server === undefined) throw new Error("the kubeconfig names no server");
    const decoded = (data: string | undefined): Buffer | undefined =>
      data === undefined ? undefined : Buffer.from(data, "base64");
    this.#server = new URL(cluster.server);
    this.#agent = new Agent({
      keepAlive: true,
      maxSockets: atOnce,
      ca: decoded(cluster.caData),
      cert: decoded(user?.certData),
      key: decoded(user?.keyData),
      rejectUnauthorized: !cluster.skipTLSVerify,
    });
  }

  /**
   * Whether somebody may do something, asked in their own name: the API server takes the administrator for them, groups
   * included. Somebody who hasn't signed in may not even ask, so that is asked about them.
   */
  async may(subject: Subject, question: Question): Promise<boolean> {
    const resourceAttributes = attributesOf(question);
    const review =
      subject.user === anonymous.user
        ? this.#review("SubjectAccessReview", { user: subject.user, groups: subject.groups, resourceAttributes })
        : this.#review("SelfSubjectAccessReview", { resourceAttributes }, inTheNameOf(subject));
    return (await review).status?.allowed === true;
  }

  /** Those of the questions that are answered with yes. */
  async allowed(subject: Subject, questions: readonly Question[]): Promise<readonly Question[]> {
    const answers = await Promise.all(questions.map((question) => this.may(subject, question)));
    return questions.filter((_, index) => answers[index] === true);
  }

  /** Closes the connections. */
  end(): void {
    this.#agent.destroy();
  }

  #review(kind: string, spec: object, headers: Readonly<Record<string, string | string[]>> = {}): Promise<Review> {
    const apiVersion = "authorization.k8s.io/v1";
    const url = new URL(`/apis/${apiVersion}/${kind.toLowerCase()}s`, this.#server);
    const options = { method: "POST", agent: this.#agent, headers: { ...headers, "Content-Type": "application/json" } };
    return new Promise((done, fail) => {
      request(url, options, (response) => {
        let text = "";
        response
          .setEncoding("utf8")
          .on("data", (part: string) => (text += part))
          .on("error", fail)
          .on("end", () => {
            if (response.statusCode === 201) done(JSON.parse(text) as Review);
            else fail(new Error(`${kind} was answered with ${String(response.statusCode)}: ${text}`));
          });
      })
        .on("error", fail)
        .end(JSON.stringify({ apiVersion, kind, spec }));
    });
  }
}
