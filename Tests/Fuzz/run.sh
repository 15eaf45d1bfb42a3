#!/usr/bin/env bash
# Feeds every target of the program that `make fuzz` built for $1 seconds; what it finds is kept in .build-fuzz/found.
set -euo pipefail
seconds=$1
cd "$(dirname "$0")/../.."
mkdir -p .build-fuzz/found
for corpus in Tests/Fuzz/Corpus/*; do
	target=$(basename "$corpus")
	echo "== $target"
	# New inputs go to the first folder, so that the project's corpus changes by hand alone.
	mkdir -p ".build-fuzz/corpus/$target"
	FUZZ_TARGET=$target .build-fuzz/debug/fuzz -max_total_time="$seconds" -timeout=10 -rss_limit_mb=1024 \
		-max_len=2048 -verbosity=0 -print_final_stats=1 -artifact_prefix=".build-fuzz/found/$target-" \
		".build-fuzz/corpus/$target" "$corpus"
done
