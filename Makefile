# Everything that a developer or CI runs. `make test` installs what it needs by itself (Debian).
.PHONY: test lint dependencies

SUDO := $(shell [ "$$(id -u)" = 0 ] || echo sudo)

test: dependencies
	swift build --build-tests
	swift test --skip-build

# The formatter, and that no target imports what Package.swift does not give it.
lint: dependencies
	swift format lint --strict --parallel --recursive Sources Plugins Tests Package.swift
	swift build --explicit-target-dependency-import-check error

dependencies:
	@dpkg-query -W -f '$${db:Status-Status}\n' libsqlite3-dev libargon2-dev 2>/dev/null | grep -c '^installed$$' | grep -qx 2 \
		|| { $(SUDO) apt-get update -qq && $(SUDO) apt-get install -y -qq libsqlite3-dev libargon2-dev; }
