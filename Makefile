# Tools are pinned here and run outside of this module's graph, except the generator, which tools.go
# pins, and oasdiff, which openapi/drift/oasdiff.go pins.
STATICCHECK := honnef.co/go/tools/cmd/staticcheck@v0.8.2
GOVULNCHECK := golang.org/x/vuln/cmd/govulncheck@v1.8.0
REDOCLY     := @redocly/cli@2.77.0
SPECTRAL    := @stoplight/spectral-cli@6.16.3
TYPES       := openapi-typescript@7.13.0
TYPESCRIPT  := typescript@5.9.3
# The newest one that builds with the oldest Go that go.mod allows.
export APIDIFF := golang.org/x/exp/cmd/apidiff@v0.0.0-20260727155853-b88d891fe743

# The race detector needs cgo, which go disables if there is no C compiler.
RACE = $(if $(filter 1,$(shell go env CGO_ENABLED)),-race)

.DEFAULT_GOAL := help

.PHONY: help
help: ## list the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  %-16s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

.PHONY: demo
demo: ## make a payment on the fake Stancer: no key, no network
	@go run ./examples/first-payment

.PHONY: test
test: export STANCER_API_KEY = # tests use no network
# GOFLAGS also reaches vet and the go commands that tests run, so that each package is built once.
test: export GOFLAGS := $(shell go env GOFLAGS) $(RACE)
# The race detector sleeps for a second at the end of each package by default.
test: export GORACE ?= atexit_sleep_ms=50
test: ## vet and run all tests, with the race detector if there is a C compiler
	go vet ./...
	@echo "$(if $(RACE),with the race detector,no C compiler: without the race detector)"
	go test ./...
	cd examples/tracing && go vet ./... && go test ./...
	@echo "not run: make drift-test (needs oasdiff), make lint-test (needs staticcheck)," \
		"make release-test (needs git and apidiff)"

.PHONY: drift-test
drift-test: ## run the tests of spec-diff that need oasdiff; UPSTREAM=<file> adds those with Stancer's document
	STANCER_DRIFT_TESTS=1 STANCER_PUBLISHED="$(abspath $(UPSTREAM))" go test -count=1 ./openapi/drift

.PHONY: contract
contract: ## call every operation of the fake and, with a test key in STANCER_API_KEY, of Stancer
	go test ./openapi/contract -run '^TestLive$$' -count=1 -v

.PHONY: shop
shop: ## run the example shop on the fake Stancer
	@go run ./examples/shop

.PHONY: mock
mock: ## run the fake Stancer as a program; its flags go into ARGS
	@go run ./cmd/stancer-mock $(ARGS)

.PHONY: container
container: ## build the container of the fake Stancer, and call it from another one (needs Docker)
	docker build -t stancer-mock -f cmd/stancer-mock/Dockerfile .
	cmd/stancer-mock/container-test.sh

.PHONY: chaos
chaos: ## send payments for two minutes while a third of the answers fail, then check the balances
	STANCER_CHAOS=2m go test $(RACE) ./wrapper -run '^TestChaos$$' -count=1 -v -timeout 10m

.PHONY: bench
bench: ## compare speed and allocations with a hand-written client (minutes)
	go run ./internal/bench

.PHONY: weight
weight: ## compare size and build time of a program with one that uses net/http only
	go run ./internal/bench weight

.PHONY: generate
generate: ## regenerate the generated files from openapi/stancer.yaml
	go generate ./...

.PHONY: generate-check
generate-check: ## fail if a generated file is out of date
	go run ./gen -check

PACKAGES := ./...

.PHONY: lint
lint: ## run vet and staticcheck
	go vet $(PACKAGES)
	go run $(STATICCHECK) $(PACKAGES)

.PHONY: lint-test
lint-test: ## check that staticcheck reports the use of deprecated names
	STANCER_LINT_TESTS=1 go test ./wrapper -run '^TestDeprecatedUseIsReported$$' -count=1

.PHONY: vulncheck
vulncheck: ## look for known vulnerabilities (needs the network)
	go run $(GOVULNCHECK) ./...

.PHONY: lint-openapi
lint-openapi: ## lint the documents (needs Node.js)
	npx --yes $(REDOCLY) lint openapi/stancer.yaml wrapper/stancertest/control.yaml

PLAIN := openapi/interop/testdata/plain

.PHONY: lint-document
lint-document: lint-openapi ## check that other linters and generators accept the document (needs Node.js)
	npx --yes $(SPECTRAL) lint --fail-severity warn \
		--ruleset openapi/interop/spectral.yaml openapi/stancer.yaml
	npx --yes $(TYPES) openapi/stancer.yaml -o build/interop/stancer.d.ts
	npx --yes -p $(TYPESCRIPT) tsc --noEmit --strict --target esnext \
		openapi/interop/metadata.ts build/interop/stancer.d.ts
	go run github.com/oapi-codegen/oapi-codegen/v2/cmd/oapi-codegen -generate types,client \
		-package main -o $(PLAIN)/client.gen.go openapi/stancer.yaml
	go run ./$(PLAIN)

.PHONY: spec-diff
spec-diff: ## compare a document that Stancer publishes with ours: UPSTREAM=<file or URL>
	@go run ./openapi/drift -format $(or $(FORMAT),markdown) "$(UPSTREAM)"

.PHONY: docs
docs: ## build the API reference for offline reading: build/docs/index.html (needs Node.js)
	mkdir -p build/docs
	go run ./internal/docs > build/docs/stancer.yaml
	npx --yes $(REDOCLY) build-docs build/docs/stancer.yaml --inlineBundle \
		--template internal/docs/page.hbs --output build/docs/index.html

.PHONY: api-diff
api-diff: ## compare the Go API with the last release; every breaking change must be in CHANGELOG.md
	@internal/release/release.sh diff

.PHONY: release-check
release-check: ## check that HEAD can be released as VERSION, for example v1.2.3
	@internal/release/release.sh check $(VERSION)

.PHONY: release-notes
release-notes: ## print the section of VERSION in CHANGELOG.md
	@internal/release/release.sh notes $(VERSION)

.PHONY: release-test
release-test: ## test the release script (needs git; downloads apidiff)
	go vet -tags release ./internal/release
	go test -tags release ./internal/release -count=1

.PHONY: consumer
consumer: ## get VERSION, or HEAD, into a new module, and build and run a program with it
	@internal/release/release.sh consumer $(VERSION)
