# `make` prints what it can do.
PY := .venv/bin/python
WORKERS ?= 2
# Test databases lie in memory where there is a place for it: nobody needs them after a power cut.
TEST_TMP := $(shell test -w /dev/shm && echo /dev/shm || echo "$${TMPDIR:-/tmp}")
LOCK := .venv/bin/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
	--no-emit-index-url --no-strip-extras --custom-compile-command "make lock"

.DEFAULT_GOAL := help
.PHONY: help setup run demo test check lock clean clean-data

help: ## print this list
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | \
		awk -F ':.*## ' '{ printf "  make %-12s %s\n", $$1, $$2 }'

setup: ## install what is pinned, Python and Node parts (only when it changed)
	@sh tools/setup/venv.sh
	@sh tools/setup/node.sh install

run: setup ## start everything here: web, worker, WeChat stand-in, preview, demo data
	@$(PY) -m tools.run

demo: setup ## play the whole mission over HTTP against the running service
	@$(PY) -m tools.demo

test: setup ## every test on SQLite and PostgreSQL, then the coverage gate
	@mkdir -p var/test
	@TMPDIR=$(TEST_TMP) $(PY) -m pytest -n $(WORKERS) --cov --cov-report=term --cov-report=json:var/test/coverage.json \
		--junitxml=var/test/report.xml
	@$(PY) -m tools.coverage_gate var/test/coverage.json var/test/report.xml

check: setup ## lint, format, types, imports, architecture
	$(PY) -m ruff check .
	$(PY) -m ruff format --check .
	$(PY) -m mypy
	.venv/bin/lint-imports
	$(PY) -m pytest -q tests/architecture

lock: setup ## pin requirements*.in again, with hashes
	$(LOCK) --output-file requirements.txt requirements.in
	$(LOCK) --output-file requirements-dev.txt requirements-dev.in

clean: ## remove .venv and caches; the data under var/ stay
	rm -rf .venv .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis .coverage \
		.coverage.* var/test
	find . -name __pycache__ -type d -not -path './miniprogram/*' -prune -exec rm -rf {} +

clean-data: ## remove the data of this installation (var/), too
	rm -rf var
