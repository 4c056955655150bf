#!/bin/sh
# Dumps a PostgreSQL into BACKUP_DIRECTORY, verified, under a name that is there only once the dump is whole.
#
# PGSERVICEFILE, PGSERVICE   how to connect (libpq's service file)
# DATABASE                   first part of the dumps' names
# BACKUP_DIRECTORY           where dumps are kept
# KEEP_DAYS                  days after which a dump is removed, if a newer one is there
set -eu
export LC_ALL=C
umask 077

: "${PGSERVICE:?}" "${DATABASE:?}" "${BACKUP_DIRECTORY:?}" "${KEEP_DAYS:?}"
cd "$BACKUP_DIRECTORY"

stamp() { date -u -d "@$1" +%Y%m%dT%H%M%SZ; }

now=$(date +%s)
dump="$DATABASE-$(stamp "$now").dump"
partial="$dump.$$.partial"
if [ -e "$dump" ]; then
  echo "refused: $dump is there already" >&2
  exit 1
fi
trap 'rm -f "$partial" "$partial.sha256"' EXIT
trap 'exit 1' HUP INT TERM
# What a killed run left a day ago or more.
find . -name '*.partial*' -mtime +0 -exec rm -f {} +

echo "dumping to $dump"
pg_dump --format=custom --file="$partial"
pg_restore --list "$partial" > /dev/null
sum=$(sha256sum < "$partial")
echo "${sum%% *}  $dump" > "$partial.sha256"
sync
# First the checksum: a dump that is there has one.
mv "$partial.sha256" "$dump.sha256"
mv "$partial" "$dump"
echo "kept $dump, $(wc -c < "$dump") bytes"

oldest="$DATABASE-$(stamp $((now - KEEP_DAYS * 86400))).dump"
for old in "$DATABASE"-[0-9]*T[0-9]*Z.dump; do
  # Names sort as times do; the dump just made is never among them.
  if [ "$old" != "$dump" ] && [ "$(printf '%s\n%s\n' "$old" "$oldest" | sort | head -n 1)" = "$old" ]; then
    rm -f "$old" "$old.sha256"
    echo "removed $old, which is older than $KEEP_DAYS days"
  fi
done
