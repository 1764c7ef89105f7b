# Nêu Gương. `make help` lists the targets; README tells the two that matter: `make run` and `make test`.
SHELL := /bin/sh
.DEFAULT_GOAL := help

PORT ?= 8000
DEMO ?= 1
DB ?= sqlite postgres
ARGS ?=

PY := .venv/bin/python
LOCK := $(PY) -m uv pip compile --universal --generate-hashes --no-header --no-annotate --python-version 3.11

.PHONY: help run setup setup-dev test check fmt lint types contracts templates migrations deploy lock clean

help: ## List the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## /{printf "  make %-12s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

run: setup ## Start the site and its worker on 127.0.0.1 (PORT=8000; DEMO=0 for a real office, empty)
	@$(PY) scripts/prepare.py $(if $(filter 0,$(DEMO)),--no-demo)
	@exec $(PY) scripts/serve.py --port $(PORT) $(if $(filter 0,$(DEMO)),--no-demo)

setup: ## Install what the site needs and start nothing
	@python=$$(sh scripts/find_python.sh) && exec "$$python" scripts/setup.py

setup-dev:
	@python=$$(sh scripts/find_python.sh) && exec "$$python" scripts/setup.py --dev

test: setup-dev ## Run the whole suite on SQLite, then on PostgreSQL (DB=sqlite for one; ARGS="-k word" for pytest)
	@$(PY) scripts/run_tests.py --db "$(DB)" -- $(ARGS)

check: setup-dev lint types contracts templates migrations deploy ## Lint, types, import contracts, templates, migrations, settings

fmt: setup-dev ## Format the Python code and mend what the linter can mend
	@$(PY) -m ruff check --fix-only --quiet .
	@$(PY) -m ruff format .

lint:
	@$(PY) -m ruff format --check .
	@$(PY) -m ruff check .

types:
	@$(PY) -m mypy

contracts:
	@.venv/bin/lint-imports --no-logo

templates:
	@$(PY) -m djlint neuguong --lint --quiet
	@$(PY) -m pytest tests/architecture/test_templates.py

migrations:
	@$(PY) manage.py makemigrations --check --dry-run --settings neuguong.config.settings.test

deploy: # the production settings, with values that any real site must set itself
	@SECRET_KEY=$$($(PY) -c 'import secrets; print(secrets.token_urlsafe(60))') ALLOWED_HOSTS=example.vn \
		$(PY) manage.py check --deploy --fail-level WARNING --settings neuguong.config.settings.prod

lock: setup-dev ## Write the lock files anew from pyproject.toml and package.json
	@$(LOCK) --upgrade pyproject.toml -o requirements/base.lock --quiet
	@$(LOCK) --upgrade pyproject.toml --group dev -o requirements/dev.lock --quiet
	@timeout 300 npm install --package-lock-only --ignore-scripts --no-audit --no-fund

clean: ## Remove what was installed and built (the data in var/ stay)
	@rm -rf .venv node_modules .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
