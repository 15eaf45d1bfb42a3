#!/usr/bin/env bash
# Runs the official protocol suites of a copy of the Socket.IO repository ($1) against the conformance server.
set -euo pipefail
# Where Debian keeps node modules; only its own node looks there by itself.
export NODE_PATH=/usr/share/nodejs
here=$(cd "$(dirname "$0")" && pwd)
suites=$(cd "$1/docs" && pwd)
work=$(mktemp -d)
"$here/../../.build/debug/conformance-server" --port 3000 >"$work/server.log" 2>&1 &
server=$!
trap 'kill $server; rm -rf "$work"' EXIT
for try in $(seq 100); do
	if grep -q listens "$work/server.log"; then break; fi
	if [ "$try" = 100 ] || ! kill -0 $server 2>/dev/null; then cat "$work/server.log" >&2; exit 1; fi
	sleep 0.1
done
for suite in engine.io-protocol/v4-test-suite socket.io-protocol/v5-test-suite; do
	mkdir -p "$work/$suite"
	cp "$suites/$suite/test-suite.js" "$here/node-imports.js" "$work/$suite/"
	echo '{"type":"module"}' >"$work/$suite/package.json"
	mocha --exit "$work/$suite/test-suite.js"
done
