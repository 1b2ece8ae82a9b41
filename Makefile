# The two commands most people need: `make run` and `make test`. `make help` lists the others.
SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PORT ?= 8000
KYC_DATA_DIR ?= var
export PORT KYC_DATA_DIR

RUN_PACKAGES :=
OPTIONAL_PACKAGES := tesseract-ocr-kor
# The fonts after postgresql are the specimens': most of them the reporting set's alone.
TEST_PACKAGES := chromium fonts-noto-cjk fonts-dejavu-core tesseract-ocr-kor fonts-baekmuk postgresql \
  fonts-wqy-zenhei fonts-wqy-microhei fonts-arphic-uming fonts-arphic-ukai fonts-nanum fonts-unfonts-core fonts-baekmuk fonts-liberation

.PHONY: help
help: ## List the targets
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 24

# --- installing -------------------------------------------------------------

$(VENV)/pip:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info[:2] != (3, 11))' \
	  || { echo "The desk needs Python 3.11; set PYTHON=/path/to/python3.11."; exit 1; }
	@$(PYTHON) -m venv $(VENV) && touch $@

$(VENV)/run: $(VENV)/pip requirements.lock
	@echo "Installing the locked packages (a minute or two the first time) …"
	@$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	@touch $@

$(VENV)/dev: $(VENV)/run requirements-dev.lock
	@$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.lock
	@touch $@

$(VENV)/catalogues: $(VENV)/run $(wildcard kyc/locale/*/LC_MESSAGES/*.po)
	@$(BIN)/python manage.py compile_catalogues
	@touch $@

.PHONY: install install-dev debian-optional debian-test
install: $(VENV)/run $(VENV)/catalogues ## Install what running needs
install-dev: install $(VENV)/dev ## Install what tests, lint and benchmarks need

debian-optional:
	@.ci/debian-packages optional $(RUN_PACKAGES) $(OPTIONAL_PACKAGES)
debian-test:
	@.ci/debian-packages required $(TEST_PACKAGES)

.PHONY: lock
lock: ## Resolve requirements*.in again, with hashes and no package index
	@$(PYTHON) -m venv $(VENV)/lock-tools && $(VENV)/lock-tools/bin/pip install --quiet uv
	@for name in requirements requirements-dev; do \
	  $(VENV)/lock-tools/bin/uv pip compile --quiet --upgrade --python-version 3.11 --generate-hashes --no-header \
	    --no-annotate --no-emit-index-url --no-emit-find-links $$name.in -o $$name.lock; done

# --- running ----------------------------------------------------------------

.PHONY: run
run: install debian-optional ## Start the desk: web, worker and sweep (PORT, KYC_DATA_DIR, KYC_DEMO)
	@$(BIN)/python manage.py prepare_desk
	@exec $(BIN)/python -m kyc.supervisor

.PHONY: messages
messages: $(VENV)/dev ## Collect sentences for translation
	@$(BIN)/python manage.py collect_messages

.PHONY: pictures
pictures: install-dev debian-test ## Take the README's pictures anew
	@$(BIN)/python -m tests.browser.take_pictures

# --- checking ---------------------------------------------------------------

.PHONY: lint types layers migrations deploy-check static-checks
lint: $(VENV)/dev ## Lint and format check
	@$(BIN)/ruff check . && $(BIN)/ruff format --check .
types: $(VENV)/dev ## Static types
	@$(BIN)/mypy
layers: $(VENV)/dev ## Import layers
	@$(BIN)/lint-imports
migrations: $(VENV)/dev ## No model change without its migration
	@KYC_DATA_DIR=$$(mktemp -d) $(BIN)/python manage.py makemigrations --check --dry-run
deploy-check: $(VENV)/dev ## Django's deployment checks, as behind TLS
	@KYC_DATA_DIR=$$(mktemp -d) KYC_HTTPS=1 $(BIN)/python manage.py check --deploy --fail-level WARNING
static-checks: lint types layers migrations deploy-check

.PHONY: test
test: install-dev debian-test ## Everything CI runs, with Chromium and a private PostgreSQL
	@$(BIN)/python -m pytest -n 2 --dist loadgroup -m "not slow" $(ARGS)

.PHONY: check-kill check-race check-audit check-decoder check-gateway
check-kill: install-dev ## Long: SIGKILL of the worker at every point of an inspection
	@$(BIN)/python -m pytest tests/running -m "slow or not slow" $(ARGS)
check-race: install-dev debian-test ## Long: two decisions at one barrier, 50 rounds, both databases
	@$(BIN)/python -m pytest tests/review/test_decision_race.py -m "slow or not slow" $(ARGS)
check-audit: install-dev debian-test ## Long: 32 concurrent writers of audited actions, both databases
	@$(BIN)/python -m pytest tests/audit tests/concurrency -m "slow or not slow" $(ARGS)
check-decoder: install-dev ## Long: 10,000 harmful files of every format (DECODER_COUNT), some ten minutes
	@$(BIN)/python -m pytest tests/imaging -s -m "slow or not slow" $(ARGS)
check-gateway: install-dev ## Long: 10,000 malformed requests to each endpoint of the gateway (GATEWAY_COUNT)
	@KYC_DATA_DIR=$$(mktemp -d) $(BIN)/python -m tests.gateway.malformed

# --- measuring --------------------------------------------------------------

.PHONY: bench bench-recognition bench-speed bench-published bench-authenticity bench-gateway
bench: bench-recognition bench-speed ## Every benchmark (BENCH_QUICK=1: a short run of each)
bench-recognition: install-dev debian-test ## Accuracy of reading (BENCH_COUNT, BENCH_ONLY=kind/side/level, BENCH_JOBS, BENCH_SET)
	@$(BIN)/python -m tests.bench.recognition
bench-speed: install-dev debian-test ## Speed of reading against RapidOCR's default call
	@$(BIN)/python -m tests.bench.speed
bench-published: install-dev debian-optional ## Pictures published by vendors, field by field (KYC_SAMPLES_DIR)
	@$(BIN)/python -m tests.bench.published
bench-gateway: install-dev debian-test ## The gateway against the bare engine, and ten times as many clients as cores
	@$(BIN)/python -m tests.bench.gateway
bench-authenticity: install-dev debian-test ## False alarms and misses of every detector (BENCH_COUNT, BENCH_ONLY=group/name/kind/side, BENCH_JOBS, BENCH_SET)
	@$(BIN)/python -m tests.bench.authenticity
