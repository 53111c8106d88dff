# `make` lists the targets. Each does its own set-up and may be run any number of times.

SHELL := /bin/sh
.SHELLFLAGS := -euc
.DEFAULT_GOAL := help
MAKEFLAGS += --no-print-directory

IMPORT_CHECK := --explicit-target-dependency-import-check error
# Nothing has to be moved when the program starts: see docs/decisions/062-nothing-has-changed.md.
FIXED_PLACE := -Xlinker -no-pie -Xlinker --no-export-dynamic
# What is linked in stays in: the libraries that are loaded later have others of the same names.
RELEASE := --static-swift-stdlib --disable-local-rpath --pkg-config-path $(CURDIR)/.build/static \
  -Xlinker --exclude-libs -Xlinker libcrypto.a:libgcc_s.a:libpg_query.a:libpq.a:libprotobuf-c.a:libstdc++.a \
  $(FIXED_PLACE)
PYTHON := .build/venv/bin/python -B

.PHONY: help demo test faults check check-release command-docs build bench conformance fuzz setup setup-python clean

help: ## list the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "make %-13s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

# A debug build: from clean it takes less than half the time of a release, and `make test` goes on from it.
demo: setup ## plan and apply the demo project, both tracks, on a throw-away local server
	@swift build --product migrate
	@scripts/demo

test: setup-python ## build everything and run every test, those against a real server included
	@swift build --build-tests $(IMPORT_CHECK)
	@MIGRATE_TEST_REQUIRED=1 scripts/test

faults: setup-python ## break runs of `up` at hundreds of points; SERVER=15|16|18, FAULTS=all or how many of each kind (25)
	@swift build --build-tests $(IMPORT_CHECK)
	@MIGRATE_TEST_REQUIRED=1 MIGRATE_FAULTS="$${FAULTS:-25}" MIGRATE_FAULTS_SERVER="$${SERVER:-}" \
	  scripts/test --filter FaultTests

check: setup ## format, imports between targets, and links in the documentation
	@swift format lint --strict -r Sources Tests migrations alembic-compat/bridge Package.swift
	@swift build --build-tests $(IMPORT_CHECK)
	@for file in scripts/setup scripts/demo scripts/test scripts/static-libraries scripts/fuzz .ci/run; do sh -n "$$file"; done
	@python3 scripts/check-links

check-release: build setup-python ## how a release reaches servers, and what it loads for that
	@swift build --build-tests $(IMPORT_CHECK)
	@MIGRATE_TEST_REQUIRED=1 MIGRATE_TEST_PROGRAM=.build/release/migrate scripts/test --filter ReachingServersTests

command-docs: setup ## write docs/commands.md from the program's own help
	@swift build --build-tests $(IMPORT_CHECK)
	@RECORD_GOLDEN=1 swift test --skip-build --disable-xctest --filter CommandsPageTests >/dev/null || true
	@swift test --skip-build --disable-xctest --filter CommandsPageTests

build: setup ## the program as it is released: .build/release/migrate
	@scripts/static-libraries
	@swift build -c release --product migrate $(RELEASE)

bench: build ## compare with psql, libpq, Alembic, pgmigrate and yoyo, and print a table
	@scripts/setup --bench
	@$(PYTHON) bench/bench.py $(BENCH_OPTIONS)

conformance: build setup-python ## compare with Alembic on real trees: graphs, SQL, databases (downloads 500 MB once)
	@$(PYTHON) alembic-compat/conformance/conformance.py
	@swift build -c release --product PythonTreeDump
	@$(PYTHON) alembic-compat/conformance/trees.py --mutants 2000

fuzz: setup ## feed the reader of revisions what libFuzzer makes up, for FUZZ_SECONDS (600)
	@scripts/fuzz

setup:
	@scripts/setup

setup-python:
	@scripts/setup --python

clean: ## remove everything that was built or downloaded
	@rm -rf .build
