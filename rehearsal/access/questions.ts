/** What the API server is asked about: a verb on a resource, in a namespace or in the whole cluster. */
export interface Question {
  readonly verb: string;
  /** API group, `""` for the core. */
  readonly group: string;
  /** Resource, with its subresource behind a `/`. */
  readonly resource: string;
  /** Undefined for the whole cluster. */
  readonly namespace?: string;
}

/** What somebody may want to do, and the questions that it comes down to. */
export interface Deed {
  readonly title: string;
  readonly questions: readonly Question[];
}

/** `verb` `group/resource`, as many as are named. */
function ask(verbs: string, group: string, resources: string, namespace?: string): readonly Question[] {
  return resources
    .split(" ")
    .flatMap((resource) =>
      verbs.split(" ").map((verb) => ({ verb, group, resource, ...(namespace === undefined ? {} : { namespace }) })),
    );
}

const rbac = "rbac.authorization.k8s.io";

/** What somebody may want to do in the namespace of a system. */
export function deedsIn(namespace: string): readonly Deed[] {
  const here = (verbs: string, group: string, resources: string) => ask(verbs, group, resources, namespace);
  return [
    {
      title: "see workloads, settings, logs",
      questions: [
        ...here("get list watch", "", "pods services configmaps events persistentvolumeclaims"),
        ...here("get", "", "pods/log"),
        ...here("get list watch", "apps", "deployments statefulsets"),
        ...here("get list watch", "batch", "jobs cronjobs"),
        ...here("get list watch", "networking.k8s.io", "ingresses networkpolicies"),
      ],
    },
    { title: "read Secrets", questions: here("get list watch", "", "secrets") },
    { title: "change Secrets", questions: here("create update patch delete", "", "secrets") },
    { title: "restart workloads", questions: here("patch", "apps", "deployments statefulsets") },
    { title: "remove pods", questions: here("delete", "", "pods") },
    { title: "open a shell", questions: here("get create", "", "pods/exec pods/portforward") },
    { title: "start jobs", questions: here("create", "batch", "jobs") },
    {
      title: "roll out",
      questions: [
        ...here("create update", "apps", "deployments statefulsets"),
        ...here("create update patch", "batch", "cronjobs"),
        ...here("create update patch", "", "services configmaps"),
      ],
    },
    {
      title: "delete workloads or data",
      questions: [
        ...here("delete deletecollection", "apps", "deployments statefulsets"),
        ...here("delete deletecollection", "", "persistentvolumeclaims configmaps services"),
        ...here("deletecollection", "", "pods"),
        ...here("delete", "batch", "cronjobs"),
      ],
    },
    {
      title: "make pods without a controller",
      questions: [
        ...here("create update patch", "", "pods"),
        ...here("update patch", "", "pods/ephemeralcontainers"),
        ...here("create", "", "pods/attach"),
      ],
    },
    {
      title: "grant rights or take an identity",
      questions: [
        ...here("create update patch delete bind escalate", rbac, "roles"),
        ...here("create update patch delete", rbac, "rolebindings"),
        ...here("create update patch delete impersonate", "", "serviceaccounts"),
        ...here("create", "", "serviceaccounts/token"),
      ],
    },
    {
      title: "loosen the namespace's rules",
      questions: [
        ...here("create update patch delete", "networking.k8s.io", "networkpolicies ingresses"),
        ...here("create update patch delete", "", "resourcequotas limitranges"),
        ...here("create update patch delete", "policy", "poddisruptionbudgets"),
        ...here("update patch delete", "", "namespaces"),
      ],
    },
  ];
}

/** What nobody may do who isn't the cluster's administrator: anything elsewhere, or of the whole cluster. */
export function deedsElsewhere(namespaces: readonly string[]): Deed {
  return {
    title: "anything elsewhere",
    questions: [
      ...[...namespaces, undefined].flatMap((namespace) => [
        ...ask("get list create", "", "secrets", namespace),
        ...ask("list create delete", "", "pods", namespace),
        ...ask("create", "", "pods/exec serviceaccounts/token", namespace),
        ...ask("patch", "apps", "deployments", namespace),
      ]),
      ...ask("list create delete patch", "", "nodes namespaces persistentvolumes"),
      ...ask("get", "", "nodes/proxy"),
      ...ask("create patch bind escalate", rbac, "clusterroles clusterrolebindings"),
      ...ask("impersonate", "", "users groups"),
      ...ask("create patch", "apiextensions.k8s.io", "customresourcedefinitions"),
      ...ask("create patch", "admissionregistration.k8s.io", "validatingwebhookconfigurations"),
      ...ask("create approve", "certificates.k8s.io", "certificatesigningrequests"),
    ],
  };
}
