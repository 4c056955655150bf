import { supplied } from "../../components/application/secrets";

/** How images come from GitHub's registry, where they are private. */
export const githubRegistry = {
  pullFrom: { registry: "ghcr.io", username: "GHCR_USERNAME", password: "GHCR_TOKEN" },
  secrets: {
    GHCR_USERNAME: supplied("the GitHub user that pulls images", "stand-in-ghcr-user"),
    GHCR_TOKEN: supplied("a GitHub token that reads packages", "stand-in-ghcr-token"),
  },
} as const;
