import type { CommandEntry } from "./contract";

/** Every command of `rootstock`, by name, in the order of `rootstock --help`. */
export const commands: Readonly<Record<string, CommandEntry>> = {
  check: {
    group: "Look",
    summary: "say whether a stack can be deployed from here, and what lacks",
    load: async () => (await import("./check")).command,
  },
  plan: {
    group: "Look",
    summary: "everything that a stack makes, with no cloud and no cluster",
    load: async () => (await import("../plan/index")).command,
  },
  rehearse: {
    group: "Look",
    summary: "bring a stack up on a real control plane on this machine",
    load: async () => (await import("../rehearsal/index")).command,
  },
  review: {
    group: "Look",
    summary: "what a change does, for whoever reviews it",
    load: async () => (await import("../review/index")).command,
  },
  explain: {
    group: "Look",
    summary: "why a setting has the value that it has",
    load: async () => (await import("../explain/index")).command,
  },
  preview: {
    group: "Deploy",
    summary: "what up would change; changes nothing",
    load: async () => (await import("./preview")).command,
  },
  up: {
    group: "Deploy",
    summary: "deploy a stack; return to what ran before if it doesn't get ready",
    load: async () => (await import("./up")).command,
  },
  release: {
    group: "Deploy",
    summary: "release a tag of a workload blue/green, asked before it serves",
    load: async () => (await import("./release")).command,
  },
  promote: {
    group: "Deploy",
    summary: "deploy what runs in one environment to the next",
    load: async () => (await import("./promote")).command,
  },
  rollback: {
    group: "Deploy",
    summary: "go back to the last good versions",
    load: async () => (await import("./rollback")).command,
  },
  outputs: {
    group: "Look after",
    summary: "what a stack gives: addresses, kubeconfig, passwords",
    load: async () => (await import("./outputs")).command,
  },
  history: {
    group: "Look after",
    summary: "who deployed what, when, and how it ended",
    load: async () => (await import("./history")).command,
  },
  drift: {
    group: "Look after",
    summary: "what somebody changed by hand, field by field",
    load: async () => (await import("./drift")).command,
  },
  doctor: {
    group: "Look after",
    summary: "what is stuck in the cluster, and what to run",
    load: async () => (await import("./doctor")).command,
  },
  destroy: {
    group: "Look after",
    summary: "delete everything of a stack, after saying what is lost",
    load: async () => (await import("./destroy")).command,
  },
  "preview-environment": {
    group: "Look after",
    summary: "an environment for a pull request: make, remove, sweep",
    load: async () => (await import("./preview-environment")).command,
  },
  pin: {
    group: "Build",
    summary: "record the digest of each image of a stack in its file",
    load: async () => (await import("../pin/index")).command,
  },
  mirror: {
    group: "Build",
    summary: "list every chart and image of a stack, for sites that mirror them",
    load: async () => (await import("../mirror/index")).command,
  },
  rotate: {
    group: "Look after",
    summary: "give secrets new values without downtime, or fail before they are due",
    load: async () => (await import("./rotate")).command,
  },
  backup: {
    group: "Look after",
    summary: "start a stack's own backup now, or list what there is",
    load: async () => (await import("./backup")).command,
  },
  restore: {
    group: "Look after",
    summary: "bring back a copy of a stack's data",
    load: async () => (await import("./restore")).command,
  },
};
