#!/bin/sh
# Copies a SQLite database that is in use into BACKUP_DIRECTORY, verified, under a name that is there only once the
# copy is whole.
#
# DATABASE_FILE      the database
# BACKUP_DIRECTORY   where copies are kept
# KEEP_DAYS          days after which a copy is removed, if a newer one is there
set -eu
export LC_ALL=C
umask 077

: "${DATABASE_FILE:?}" "${BACKUP_DIRECTORY:?}" "${KEEP_DAYS:?}"
# sqlite3 would make an empty database of what isn't there.
if [ ! -s "$DATABASE_FILE" ]; then
  echo "refused: $DATABASE_FILE isn't there, or is empty" >&2
  exit 1
fi
cd "$BACKUP_DIRECTORY"

stamp() { date -u -d "@$1" +%Y%m%dT%H%M%SZ; }

database=$(basename "$DATABASE_FILE" .db)
now=$(date +%s)
copy="$database-$(stamp "$now").db"
partial="$copy.$$.partial"
if [ -e "$copy" ]; then
  echo "refused: $copy is there already" >&2
  exit 1
fi
trap 'rm -f "$partial" "$partial-journal" "$partial-wal" "$partial-shm" "$partial.sha256"' EXIT
trap 'exit 1' HUP INT TERM
# What a killed run left a day ago or more.
find . -name '*.partial*' -mtime +0 -exec rm -f {} +

echo "copying $DATABASE_FILE to $copy"
# The open transaction holds one state of the database: without it, every write of others would start the copy anew.
sqlite3 -bail "$DATABASE_FILE" ".timeout 60000" "BEGIN; SELECT count(*) FROM sqlite_master;" ".backup '$partial'" "COMMIT;" > /dev/null
# A copy of a database with a write-ahead log expects one; this makes it whole in itself.
sqlite3 -bail "$partial" "PRAGMA journal_mode = DELETE;" > /dev/null
verdict=$(sqlite3 -bail "$partial" "PRAGMA integrity_check;")
if [ "$verdict" != ok ]; then
  echo "refused: the copy is damaged: $verdict" >&2
  exit 1
fi
sum=$(sha256sum < "$partial")
echo "${sum%% *}  $copy" > "$partial.sha256"
sync
# First the checksum: a copy that is there has one.
mv "$partial.sha256" "$copy.sha256"
mv "$partial" "$copy"
echo "kept $copy, $(wc -c < "$copy") bytes"

oldest="$database-$(stamp $((now - KEEP_DAYS * 86400))).db"
for old in "$database"-[0-9]*T[0-9]*Z.db; do
  # Names sort as times do; the copy just made is never among them.
  if [ "$old" != "$copy" ] && [ "$(printf '%s\n%s\n' "$old" "$oldest" | sort | head -n 1)" = "$old" ]; then
    rm -f "$old" "$old.sha256"
    echo "removed $old, which is older than $KEEP_DAYS days"
  fi
done
