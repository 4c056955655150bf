import type { ManifestJudge } from "../contract";
import { checkov } from "./checkov";
import { kubeScore } from "./kube-score";
import { kubeconform } from "./kubeconform";
import { podSecurity } from "./pod-security";

/** Judges whose programs are there within a minute or two on a fresh machine: every run of the tests has them. */
export const quickJudges: readonly ManifestJudge[] = [kubeconform, kubeScore, checkov];

/** All judges of manifests. Kyverno's program is as large as the control plane: once built, it takes 2 s for a plan. */
export const manifestJudges: readonly ManifestJudge[] = [...quickJudges, podSecurity];
