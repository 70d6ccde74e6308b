# `make` prints what it can do.
PY := .venv/bin/python
WORKERS ?= 3
# Runs what needs Node; without it says what was not run, and fails under CI=true.
NODE := sh tools/setup/with_node.sh
# Test databases lie in memory where there is a place for it: nobody needs them after a power cut.
TEST_TMP := $(shell test -w /dev/shm && echo /dev/shm || echo "$${TMPDIR:-/tmp}")
LOCK := .venv/bin/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
	--no-emit-index-url --no-strip-extras --custom-compile-command "make lock"

.DEFAULT_GOAL := help
.PHONY: help setup run demo backup restore test drill check screenshots bench bench-first-page release-check lock clean clean-data

help: ## print this list
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | \
		awk -F ':.*## ' '{ printf "  make %-17s %s\n", $$1, $$2 }'

setup: ## install what is pinned, Python and Node parts (only when it changed)
	@sh tools/setup/venv.sh
	@sh tools/setup/node.sh install

run: setup ## start everything here: web, worker, WeChat stand-in, preview, demo data
	@$(PY) -m tools.run

demo: setup ## play the whole mission over HTTP against the running service
	@$(PY) -m tools.demo

backup: setup ## back up database and files while they are in use (TO=folder, KEEP=newest)
	@$(PY) -m tools.run.operate backup $(if $(TO),--to '$(TO)') $(if $(KEEP),--keep '$(KEEP)')

restore: setup ## restore FILE=… into a stopped installation and recount it (REPLACE=1: over data)
	@$(PY) -m tools.run.operate restore '$(FILE)' $(if $(REPLACE),--replace)

test: setup ## every test on SQLite and PostgreSQL, the coverage gate, the mini-program in a browser
	@mkdir -p var/test
	@TMPDIR=$(TEST_TMP) $(PY) -m pytest -n $(WORKERS) --dist worksteal --cov --cov-report=term --cov-report=json:var/test/coverage.json \
		--junitxml=var/test/report.xml
	@$(PY) -m tools.coverage_gate var/test/coverage.json var/test/report.xml
	@$(NODE) npm test --silent

drill: setup ## the long ones: kills, restores, long walks of the model (tests/drills)
	@TMPDIR=$(TEST_TMP) $(PY) -m pytest -s -o python_files='drill_*.py' --timeout=3600 tests/drills

check: setup ## lint, format, types, imports, architecture, the gates of the mini-program
	$(PY) -m ruff check .
	$(PY) -m ruff format --check .
	$(PY) -m mypy
	.venv/bin/lint-imports
	$(PY) -m pytest -q tests/architecture
	@$(NODE) npm run check --silent

screenshots: setup ## picture every page into var/screenshots, the README's into docs/screenshots
	@$(NODE) node --test --test-reporter=dot tests/miniprogram/journeys/every-page.test.mjs
	@$(NODE) npm run screenshots --silent

bench: setup ## confirm claims against the bare databases, and while WeChat hangs; ratios of one run
	@$(PY) -m bench.posting
	@$(PY) -m bench.hanging_wechat

bench-first-page: setup ## time from a cold start to the first usable page
	@$(NODE) node bench/first_page.mjs

release-check: setup ## compile the mini-program with WeChat's own compiler, without a network
	@$(NODE) node tools/release/compile.mjs

lock: setup ## pin requirements*.in again, with hashes
	$(LOCK) --output-file requirements.txt requirements.in
	$(LOCK) --output-file requirements-dev.txt requirements-dev.in

clean: ## remove what was installed, and caches; the data under var/ stay
	rm -rf .venv node_modules .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis .coverage \
		.coverage.* var/test
	find . -name __pycache__ -type d -not -path './miniprogram/*' -prune -exec rm -rf {} +

clean-data: ## remove the data of this installation (var/), too
	rm -rf var
