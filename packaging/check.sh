#!/bin/sh
# check.sh ARCHIVE: unpacks what `make dist` made and serves with it, where neither toolchain nor source can be seen.
set -eu
archive=$(readlink -f "$1")
swift=$(dirname "$(dirname "$(dirname "$(readlink -f "$(command -v swiftc)")")")")
source=$(pwd)
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
tar -C "$folder" -xf "$archive"
export folder swift source
unshare --mount --map-root-user sh -eu -c '
    mount -t tmpfs none "$swift"
    cd "$folder"
    mount -t tmpfs none "$source"
    roost=$(echo "$folder"/roost-*/bin/roost)
    "$roost" version
    echo "correct horse battery" | "$roost" user add ada --admin --data data
    "$roost" doctor --data data --quiet || true
    "$roost" serve --data data --port 0 > log 2>&1 &
    server=$!
    trap "kill $server" EXIT
    for try in $(seq 200); do grep -q "serves at" log && break; sleep 0.1; done
    url=$(sed -n "s/.*serves at \(.*\)\/$/\1/p" log)
    "$roost" module list --data data | grep "History *on"
    "$roost" user show ada --data data --json
    ROOST_TOKEN=$("$roost" token issue ada --name Check --rights join,read,send --for 1d --data data --quiet) \
        "$roost" say lobby "it works" --url "$url" --json
'
echo "the archive works"
