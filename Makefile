# `make help` tells what there is.
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
MAKEFLAGS += --no-print-directory

PY := .venv/bin/python
# The folders whose tests touch the database: they run on PostgreSQL too.
DATABASE_TESTS := $(wildcard tests/accounts tests/audit tests/codedang tests/common tests/contests \
	tests/courses tests/discussions tests/infra_control/edge tests/infra_control/fleet \
	tests/infra_control/screens tests/notifications tests/problems tests/submissions)
# Three at a time, also on two cores: much of the suite waits for leases and processes.
# tests/sharing_out.py says who gets what, and in which order.
PYTEST_FLAGS ?= -n 3 --dist loadfile --no-loadscope-reorder --durations 12
FRONTEND_INPUTS := $(shell find frontend/src frontend/public frontend/build -type f 2>/dev/null) \
	docs/graphql-cookbook.md \
	$(wildcard frontend/*.json frontend/*.ts frontend/*.html)
PIP_COMPILE := .venv/bin/pip-compile --quiet --strip-extras --no-emit-index-url \
	--no-emit-trusted-host --no-emit-find-links

.PHONY: help run setup test test-postgres test-frontend lint format bench screenshots lighthouse judge-languages requirements \
	system-packages system-packages-test

help: ## what can be made
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-14s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)
	@echo "  Variables of make run: PORT, HOST, MOTO_PORT, REDIS_PORT, JUDGE_WORKERS, VAR_DIR,"
	@echo "    SIMPLE=1 (without the local cloud's edge and fleet agent)"

run: setup ## the whole site on this machine, until Ctrl-C
	@exec $(PY) -m infra_control.localcloud

setup: system-packages .venv/.installed frontend/dist/index.html ## all that make run needs
	@$(PY) -c 'from judging.sandbox.build import agent_path; agent_path()'

test: setup system-packages-test test-frontend test-postgres ## every test, on SQLite and PostgreSQL
	$(PY) -m pytest $(PYTEST_FLAGS)

test-postgres: .venv/.installed ## the tests of the web side on a PostgreSQL of their own
	TEST_DATABASE=postgres $(PY) -m pytest $(PYTEST_FLAGS) -q $(DATABASE_TESTS)

test-frontend: frontend/node_modules/.package-lock.json ## the front end's unit tests
	cd frontend && npm test

lint: .venv/.installed frontend/node_modules/.package-lock.json ## every linter
	.venv/bin/ruff check .
	.venv/bin/ruff format --check .
	.venv/bin/mypy .
	.venv/bin/lint-imports
	cd frontend && npm run lint

format: .venv/.installed frontend/node_modules/.package-lock.json ## bring all files into shape
	.venv/bin/ruff check --fix .
	.venv/bin/ruff format .
	cd frontend && npm run format

bench: setup ## what the site can do on this machine
	$(PY) -m tests.bench

screenshots: setup ## pictures of every page (BEST=1: also those of docs)
	$(PY) -m tests.e2e.screenshots $(if $(BEST),--best)

lighthouse: setup tests/lighthouse/node_modules/.package-lock.json ## Lighthouse's scores of the students' main pages
	$(PY) -m tests.lighthouse

judge-languages: .venv/.installed ## install every language of the judge's table that Debian has
	@$(PY) scripts/judge-languages

requirements: .venv/.installed ## pin what requirements*.in ask for (UPGRADE=1: anew)
	$(PIP_COMPILE) $(if $(UPGRADE),--upgrade) --output-file=requirements.txt requirements.in
	$(PIP_COMPILE) $(if $(UPGRADE),--upgrade) --output-file=requirements-judge.txt \
		requirements-judge.in
	$(PIP_COMPILE) $(if $(UPGRADE),--upgrade) --allow-unsafe \
		--output-file=requirements-dev.txt requirements-dev.in

system-packages:
	@scripts/system-packages run

system-packages-test:
	@scripts/system-packages test

.venv/.installed: requirements-dev.txt | system-packages
	@python=$$(scripts/find-python) && { test -x $(PY) || "$$python" -m venv .venv; }
	$(PY) -m pip install --quiet --disable-pip-version-check -r requirements-dev.txt
	@touch $@

frontend/node_modules/.package-lock.json: frontend/package-lock.json | system-packages
	cd frontend && npm ci --no-audit --no-fund
	@touch $@

tests/lighthouse/node_modules/.package-lock.json: tests/lighthouse/package-lock.json | system-packages
	cd tests/lighthouse && npm ci --no-audit --no-fund
	@touch $@

frontend/dist/index.html: $(FRONTEND_INPUTS) frontend/node_modules/.package-lock.json
	cd frontend && npm run --silent build -- --logLevel error
	@touch $@
