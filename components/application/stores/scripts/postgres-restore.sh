#!/bin/sh
# Restores a dump that postgres-backup.sh made: all of it, or nothing changes. Stop what writes to the database first.
#
#   kubectl create job --from=cronjob/NAME-restore JOB
#
# For another dump than the newest:
#
#   kubectl create job --from=cronjob/NAME-restore JOB --dry-run=client -o yaml |
#     kubectl set env --local -f - BACKUP=FILE -o yaml | kubectl apply -f -
#
# PGSERVICEFILE, PGSERVICE   how to connect (libpq's service file)
# DATABASE                   first part of the dumps' names
# BACKUP_DIRECTORY           where dumps are kept
# BACKUP                     a dump's name there; the newest, if this is unset
set -eu
export LC_ALL=C
umask 077

: "${PGSERVICE:?}" "${DATABASE:?}" "${BACKUP_DIRECTORY:?}"
cd "$BACKUP_DIRECTORY"

refuse() {
  echo "refused: $1; the database is as it was" >&2
  exit 1
}

dump=${BACKUP:-}
if [ -z "$dump" ]; then
  for candidate in "$DATABASE"-[0-9]*T[0-9]*Z.dump; do
    # The last one: names sort as times do.
    if [ -f "$candidate" ]; then dump=$candidate; fi
  done
  [ -n "$dump" ] || refuse "no dump of $DATABASE is in $BACKUP_DIRECTORY"
fi
case $dump in
*/* | -*) refuse "BACKUP is $dump, which is no name of a file in $BACKUP_DIRECTORY" ;;
esac
[ -f "$dump" ] || refuse "$dump isn't in $BACKUP_DIRECTORY, where there are: $(ls)"
[ -f "$dump.sha256" ] || refuse "$dump has no checksum ($dump.sha256)"
sha256sum -c "$dump.sha256" > /dev/null 2>&1 || refuse "$dump isn't what its checksum says"

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
trap 'exit 1' HUP INT TERM
pg_restore --list "$dump" > "$work/all" || refuse "$dump can't be read"
# Extensions belong to a superuser, who made them; whoever owns the database may neither drop nor describe them.
grep -v -e '^[0-9]*; [0-9]* [0-9]* EXTENSION ' -e ' COMMENT - EXTENSION ' "$work/all" > "$work/list"
sed -n 's/^[0-9]*; [0-9]* [0-9]* EXTENSION - \([^ ]*\).*$/\1/p' "$work/all" > "$work/extensions"
while read -r extension; do
  psql --quiet --no-psqlrc --set=ON_ERROR_STOP=1 --command="CREATE EXTENSION IF NOT EXISTS \"$extension\"" < /dev/null
done < "$work/extensions"

echo "restoring $dump"
# Whoever still holds a table would keep this waiting for ever.
PGOPTIONS="${PGOPTIONS:-} -c lock_timeout=60s" pg_restore --dbname="service=$PGSERVICE" --use-list="$work/list" \
  --clean --if-exists --no-owner --no-privileges --single-transaction --exit-on-error "$dump" ||
  refuse "$dump couldn't be restored"
echo "restored $dump"
