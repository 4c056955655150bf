#!/bin/sh
# Restores a copy that sqlite-backup.sh made, as one transaction: others see the old state or the new one.
#
#   kubectl create job --from=cronjob/NAME-restore JOB
#
# For another copy than the newest:
#
#   kubectl create job --from=cronjob/NAME-restore JOB --dry-run=client -o yaml |
#     kubectl set env --local -f - BACKUP=FILE -o yaml | kubectl apply -f -
#
# DATABASE_FILE      the database
# BACKUP_DIRECTORY   where copies are kept
# BACKUP             a copy's name there; the newest, if this is unset
set -eu
export LC_ALL=C
umask 077

: "${DATABASE_FILE:?}" "${BACKUP_DIRECTORY:?}"
cd "$BACKUP_DIRECTORY"

refuse() {
  echo "refused: $1; the database is as it was" >&2
  exit 1
}

database=$(basename "$DATABASE_FILE" .db)
copy=${BACKUP:-}
if [ -z "$copy" ]; then
  for candidate in "$database"-[0-9]*T[0-9]*Z.db; do
    # The last one: names sort as times do.
    if [ -f "$candidate" ]; then copy=$candidate; fi
  done
  [ -n "$copy" ] || refuse "no copy of $database is in $BACKUP_DIRECTORY"
fi
case $copy in
*/* | -*) refuse "BACKUP is $copy, which is no name of a file in $BACKUP_DIRECTORY" ;;
esac
[ -f "$copy" ] || refuse "$copy isn't in $BACKUP_DIRECTORY, where there are: $(ls)"
[ -f "$copy.sha256" ] || refuse "$copy has no checksum ($copy.sha256)"
sha256sum -c "$copy.sha256" > /dev/null 2>&1 || refuse "$copy isn't what its checksum says"
verdict=$(sqlite3 -bail -readonly "$copy" "PRAGMA integrity_check;") || refuse "$copy can't be read"
[ "$verdict" = ok ] || refuse "$copy is damaged: $verdict"

echo "restoring $copy"
attempt=1
until sqlite3 -bail "$DATABASE_FILE" ".timeout 10000" ".restore '$copy'"; do
  # sqlite3 gives up early when somebody is writing at that moment.
  [ "$attempt" -lt 20 ] || refuse "$DATABASE_FILE was in use all the time"
  attempt=$((attempt + 1))
  sleep 1
done
echo "restored $copy"
