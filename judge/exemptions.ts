import type { Exemption } from "./contract";

const expires = "2027-05-31";

/** Every finding that is put up with. */
export const exemptions: readonly Exemption[] = [
  {
    judge: "kube-score",
    check: "networkpolicy-targets-pod",
    subject: /^NetworkPolicy\/(external-dns|opentelemetry|postgres|tempo)$/,
    reason:
      "Its pods are made by a chart or an operator, so the files lack them; our own rule selector-matches-pod knows these.",
    expires,
  },
  {
    judge: "kube-score",
    check: "container-security-context-user-group-id",
    systems: ["chloromaster", "detection-api", "juniper-canopy"],
    reason: "The user is the one that the image was built for, as the system's plan says; it isn't root.",
    expires,
  },
  {
    judge: "kube-score",
    check: "deployment-replicas",
    environments: ["dev", "staging"],
    reason: "One pod each is what these environments are meant to cost.",
    expires,
  },
  {
    judge: "kube-score",
    check: "horizontalpodautoscaler-replicas",
    subject: /^HorizontalPodAutoscaler\/(mcp|notification)$/,
    systems: ["todo"],
    reason: "The system's plan has these two begin with one pod.",
    expires,
  },
  {
    judge: "kube-score",
    check: "deployment-has-poddisruptionbudget",
    subject: /^Deployment\/(mcp|notification)$/,
    systems: ["todo"],
    reason: "A budget for the one pod that they begin with could never be met.",
    expires,
  },
  {
    judge: "checkov",
    check: "CKV_K8S_35",
    reason: "The systems' images read their secrets from the environment; what can take a file gets one (secretFiles).",
    expires,
  },
  {
    judge: "checkov",
    check: "CKV_K8S_40",
    systems: ["chloromaster", "detection-api", "juniper-canopy"],
    reason: "The user is the one that the image was built for, as the system's plan says; it isn't root.",
    expires,
  },
  {
    judge: "checkov",
    check: "CKV_K8S_38",
    subject: /^Deployment\/(detection-api-(blue|green)|ffe-backend)$/,
    reason: "These ask the API server, as the system's plan says; our own rule no-unused-token sees who has no role.",
    expires,
  },
  {
    judge: "gitleaks",
    check: "gitlab-pat",
    subject: /^test\/stacks\/config\/messages\.spec\.ts:\d+$/,
    reason: "Made up, to test that a token in a stack's file is refused.",
    expires,
  },
  {
    judge: "gitleaks",
    check: "generic-api-key",
    subject: /^test\/components\/platform\/platform-program\.ts:\d+$/,
    reason: "Not a secret: the constant by which Pulumi marks values as secret.",
    expires,
  },
];
