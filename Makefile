# The one place for the project's commands. `make` alone lists them.

PYTHON ?= python3
PORT ?= 8501
BIN := .venv/bin
export PYTHONUTF8 := 1

.DEFAULT_GOAL := help

.PHONY: help
help: ## Show this list
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | sort | expand -t 14

.venv/installed: requirements-dev.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
	  || { echo "Python 3.11 or newer is needed; name it with: make PYTHON=/path/to/python3.11"; exit 1; }
	@echo "Setting up the environment in .venv (once, about a minute) ..."
	@$(PYTHON) -m venv .venv
	@$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.lock
	@$(BIN)/pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $@

.PHONY: install
install: .venv/installed ## Set up the environment with the pinned packages

.PHONY: run
run: install ## Serve the panel on PORT (8501), with an embedded database and the example programme
	@$(BIN)/trygghet serve --port $(PORT)

.PHONY: test
test: install ## Run every test
	@$(BIN)/pytest -n auto --dist worksteal

.PHONY: check
check: install ## Check format, lint, types, imports, texts and the documents made from the code
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/lint-imports
	$(BIN)/mypy
	$(BIN)/python -m tests.check_texts
	$(BIN)/python docs/generate.py --check

.PHONY: docs
docs: install ## Write the documents that are made from the code
	$(BIN)/python docs/generate.py

.PHONY: format
format: install ## Format the code
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix-only .

.PHONY: lock
lock: install ## Pin the newest versions that pyproject.toml allows, with hashes
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
	  --no-annotate --no-header pyproject.toml -o requirements.lock
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
	  --no-annotate --no-header --group dev -c requirements.lock pyproject.toml -o requirements-dev.lock

.PHONY: bench
bench: install ## Measure what reading and writing cost, as ratios
	@$(BIN)/python -m tests.bench

.PHONY: screenshots
screenshots: install ## Take the pictures of the README from the running panel
	@$(BIN)/python -m tests.screenshots
