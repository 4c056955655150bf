/** Redis 7.4, the version of the plans. */
export const redisImage = "docker.io/library/redis:7.4.7-alpine";

/** PostgreSQL 16 as CloudNativePG runs it. */
export const postgresImage = "ghcr.io/cloudnative-pg/postgresql:16.10-standard-bookworm";

/** The programs of PostgreSQL 16: psql, pg_dump, pg_isready. */
export const postgresToolsImage = "docker.io/library/postgres:16.10-alpine";
