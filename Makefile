# The two commands for a newcomer are `make demo` and `make test`; `make help` lists the rest.
SHELL := /bin/bash
.DEFAULT_GOAL := help
VENV := .venv
PYTHON ?= $(shell for p in python3.11 python3.12 python3; do command -v $$p >/dev/null && \
	$$p -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 12))' 2>/dev/null && echo $$p && break; done)
BIN := $(VENV)/bin

.PHONY: help setup demo test kills check bench lint fix lock schemas clean

help:  ## show this list
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## (.*)/  make \1\t\2/' | expand -t 16

setup: $(VENV)/.ready  ## install everything into .venv (hash-checked)

$(VENV)/.ready: requirements.lock pyproject.toml .ci/system-packages
	@.ci/system-packages
	@test -n "$(PYTHON)" || { echo "Python 3.11 or 3.12 is needed: apt-get install python3 python3-venv" >&2; exit 1; }
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@sed -n '/^uv==/,/[^\\]$$/p' requirements.lock > $(VENV)/uv.lock
	@$(BIN)/pip install -q --disable-pip-version-check --require-hashes -r $(VENV)/uv.lock
	@echo "Installing the locked packages into $(VENV) ..."
	@$(BIN)/uv pip install -q --python $(BIN)/python --require-hashes -r requirements.lock
	@$(BIN)/uv pip install -q --python $(BIN)/python --no-deps --no-build-isolation -e .
	@touch $@

demo: setup  ## start the stack, drop 60 documents into the inboxes, show what became of them (DEMO_ONCE=1: stop afterwards)
	@$(BIN)/bpo demo $(if $(DEMO_ONCE),--once)

test: setup  ## the whole test suite, quick part first
	$(BIN)/pytest tests/unit tests/test_*.py -q -m "not slow and not integration and not e2e"
	$(BIN)/pytest tests -q -m "(slow or integration) and not e2e"
	@-.ci/system-packages chromium
	$(BIN)/pytest tests/e2e -q -m e2e --ignore=tests/e2e/test_parts_killed.py

kills: setup  ## kill -9 of each part in the middle of a run of 100 documents (BPO_KILL_DOCUMENTS), about ten minutes
	$(BIN)/pytest tests/e2e/test_parts_killed.py -v -s -m e2e

check: lint  ## lint, types, imports, quick tests
	$(BIN)/pytest tests/unit tests/test_*.py -q -m "not slow and not integration and not e2e"

lint: setup  ## ruff, mypy --strict, import-linter
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-cache

fix: setup  ## let ruff mend what it can
	$(BIN)/ruff check --fix . ; $(BIN)/ruff format .

bench: setup  ## 1,000 documents through Airflow and in one process; figures for README and notes
	@$(BIN)/bpo bench

schemas: setup  ## write schemas/ anew from the models
	@$(BIN)/python -m bpo_pipeline.schemas

lock: setup  ## resolve requirements.lock anew from pyproject.toml
	@$(BIN)/uv pip compile -q --universal --python-version 3.11 --generate-hashes --all-extras \
		--no-emit-index-url --no-emit-find-links --no-header pyproject.toml -o requirements.lock

clean:  ## stop the stack and remove everything that was made here
	@-test -x $(BIN)/bpo && $(BIN)/bpo stack down
	rm -rf .bpo $(VENV) .mypy_cache .ruff_cache .pytest_cache .import_linter_cache build *.egg-info
