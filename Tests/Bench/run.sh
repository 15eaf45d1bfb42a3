#!/usr/bin/env bash
# Compares bench-server with a floor, scenario by scenario, on this machine: $1 is a folder with the sources of the load
# generator (sioload.c) and the floor (siofloor.c). Server on the first core, load on the second. See docs/performance.md.
set -euo pipefail
root=$(cd "$(dirname "$0")/../.." && pwd)
sources=$(cd "$1" && pwd)
rounds=${ROUNDS:-3}
work=$(mktemp -d)
server=
trap '[ -z "$server" ] || kill $server; rm -rf "$work"' EXIT
for program in sioload siofloor; do gcc -O2 -o "$work/$program" "$sources/$program.c"; done

measure() { # scenario, options of the generator, server command
	local scenario=$1 options=$2
	shift 2
	taskset -c 0 "$@" >"$work/server.log" 2>&1 &
	server=$!
	sleep 1
	# shellcheck disable=SC2086 # options are words
	taskset -c 1 "$work/sioload" --port "$port" --server-pid $server --json --duration 5 \
		--join '["join",{"room":"%r"}]' --event '["message",{"room":"%r","text":"%p"}]' $options >"$work/result.json" || true
	kill $server
	wait $server 2>/dev/null || true
	server=
	python3 - "$scenario" "$(basename "$1")" "$work/result.json" <<'P'
import json, sys
scenario, server, file = sys.argv[1:]
result = json.load(open(file))
print(f"{scenario:9} {server:12} {result['deliveries_per_cpu_s'] / 1e3:7.0f} k deliveries, "
      f"{result['connects_per_cpu_s'] / 1e3:5.1f} k connects per CPU-second, "
      f"{result['rss_per_conn_kb']:5.1f} KiB each, loss {result['loss']}")
P
}

for round in $(seq "$rounds"); do
	while read -r scenario options; do
		port=$((20000 + RANDOM % 20000))
		measure "$scenario" "$options" "$work/siofloor" --coalesce --port $port
		port=$((port + 1))
		measure "$scenario" "$options" "$root/.build/release/bench-server" --port $port
	done <<-SCENARIOS
		fanout --conns 100 --senders 1 --window 4
		fanout1k --conns 1000 --senders 4 --window 1
		rooms --conns 1000 --rooms 100 --senders 100 --window 1
		echo --conns 100 --rooms 100 --senders 100 --window 1 --closed-on ack
		idle --conns 10000 --senders 0 --duration 2
	SCENARIOS
done

# Opens and closes 5,000 connections, 20 times: what the server holds afterwards must not grow.
port=$((20000 + RANDOM % 20000))
taskset -c 0 "$root/.build/release/bench-server" --port $port >"$work/server.log" 2>&1 &
server=$!
sleep 1
for round in $(seq 20); do
	taskset -c 1 "$work/sioload" --port $port --conns 5000 --senders 0 --duration 0 --json \
		--join '["join",{"room":"%r"}]' >"$work/result.json" 2>/dev/null
	sleep 1
	case $round in 1 | 10 | 20)
		echo "after $((round * 5000)) connections: $(awk '/VmRSS/ { print $2 }' /proc/$server/status) KiB," \
			"$(find /proc/$server/fd -mindepth 1 | wc -l) descriptors" ;;
	esac
done
