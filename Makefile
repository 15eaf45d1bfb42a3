# Everything that a user, a developer or CI runs. Each target installs what it needs by itself (Debian).
.PHONY: serve test pictures simulate crash lint conformance fuzz bench install dist deb release dependencies test-dependencies test-python

SUDO := $(shell [ "$$(id -u)" = 0 ] || echo sudo)
PYTHON := .build/test-python/bin/python
# Debian's packages that are missing of those named.
install = @missing=$$(for package in $(1); do dpkg -s $$package >/dev/null 2>&1 || echo $$package; done); \
	[ -z "$$missing" ] || { $(SUDO) apt-get update -qq && $(SUDO) apt-get install -y -qq $$missing; }
# The program and its modules, without what tests are made of; with more options for the compiler.
products := roost $(notdir $(patsubst %/,%,$(wildcard Plugins/*/)))
build = for product in $(products); do swift build -c release $(1) --product $$product || exit 1; done

# Builds a release and serves on 127.0.0.1:8080 with the data in ./roost-data.
serve: dependencies
	$(call build)
	exec .build/release/roost serve

# Everything: Swift's tests, another project's Socket.IO client, and the page in a real browser; then a talk with a release,
# which the compiler builds otherwise.
test: test-dependencies
	swift build --build-tests
	swift test --skip-build
	$(PYTHON) -m pytest -q -p no:cacheprovider -n 3 --dist worksteal --reruns 1 -rR Tests
	swift build -c release
	ROOST_BIN=.build/release/roost $(PYTHON) -m pytest -q -p no:cacheprovider Tests/Interop/test_conversation.py

# The pictures in docs/images made again; each has the name that a test takes it by.
pictures: test-dependencies
	swift build
	rm -rf .build/pictures && mkdir -p .build/pictures
	ROOST_SCREENSHOTS=.build/pictures $(PYTHON) -m pytest -q -p no:cacheprovider -n 2 Tests/Web -k "pictures or rules_for_access"
	cd docs/images && for picture in *.png; do cp ../../.build/pictures/$$picture . || exit 1; done

# A day in a room, made up by chance; SEED is that of a day to repeat.
simulate: dependencies
	ROOST_SIMULATION_SEED=$(SEED) swift test --filter SimulationTests

# Kills the server under load, ROUNDS times.
crash: test-dependencies
	swift build
	ROOST_CRASH_ROUNDS=$(or $(ROUNDS),20) $(PYTHON) -m pytest -q -s -p no:cacheprovider Tests/Interop/test_crash.py

# The formatter, and that no target imports what Package.swift does not give it.
lint: dependencies
	swift format lint --strict --parallel --recursive Sources Plugins Tests Package.swift
	swift build --explicit-target-dependency-import-check error

# The official suites of both protocols and the official client in a browser; SOCKETIO is a copy of the Socket.IO
# repository.
conformance: test-dependencies
	$(call install,mocha node-chai node-ws)
	swift build --product conformance-server
	Tests/Conformance/run.sh "$(SOCKETIO)"
	SOCKETIO="$(SOCKETIO)" $(PYTHON) -m pytest -q -rs -p no:cacheprovider Tests/Conformance/browser_client.py

# What clients send, made up by libFuzzer: each parser for FUZZ_SECONDS.
FUZZ_SECONDS ?= 60
fuzz: dependencies
	ROOST_FUZZ=1 swift build --scratch-path .build-fuzz --product fuzz
	Tests/Fuzz/run.sh $(FUZZ_SECONDS)

# Deliveries per CPU-second of the library beside a floor, and of the chat beside the library; what History records, and what a
# module that misbehaves costs; pages and searches of a million messages. LOAD is a folder with the sources of a load generator
# and the floor.
bench: dependencies test-python
	for product in bench-server roost History Rogue; do swift build -c release --product $$product || exit 1; done
	Tests/Bench/run.sh "$(LOAD)"
	python3 Tests/Bench/chat.py "$(LOAD)"
	$(PYTHON) Tests/Bench/history.py

# A release below DESTDIR/PREFIX, with all that it needs of Swift: it runs where there is no toolchain.
PREFIX ?= /usr/local
VERSION := $(shell sed -n 's/.*static let text = "\(.*\)"/\1/p' Sources/roost/Version.swift)
RELEASE := .build-dist/release
install: release
	packaging/install.sh $(RELEASE) "$(PREFIX)" "$(DESTDIR)"

# An archive of that, to be unpacked anywhere: roost-VERSION/bin/roost.
dist: release
	rm -rf .build-dist/tree && packaging/install.sh $(RELEASE) /roost-$(VERSION) .build-dist/tree
	tar -C .build-dist/tree --owner=0 --group=0 -czf .build-dist/roost-$(VERSION).tar.gz roost-$(VERSION)
	packaging/check.sh .build-dist/roost-$(VERSION).tar.gz
	@echo .build-dist/roost-$(VERSION).tar.gz

# A Debian package of that.
deb: release
	rm -rf .build-dist/deb && packaging/install.sh $(RELEASE) /usr .build-dist/deb
	packaging/debian.sh .build-dist/deb $(VERSION) .build-dist/roost_$(VERSION).deb

# A folder of its own, since programs for a toolchain know where it is.
release: dependencies
	$(call build,--scratch-path .build-dist -Xswiftc -no-toolchain-stdlib-rpath)

dependencies:
	$(call install,libsqlite3-dev libargon2-dev libcrypt-dev libpcre2-dev)

test-dependencies: dependencies test-python
	$(call install,caddy chromium clang nginx-light nodejs openssl systemd)

test-python:
	$(call install,python3-venv)
	@[ -x $(PYTHON) ] || python3 -m venv .build/test-python
	@$(PYTHON) -m pip install -q -r Tests/requirements.txt
