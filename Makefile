# Jetekchi. `make help` prints what is here.
SHELL := /bin/bash
.DEFAULT_GOAL := help
.PHONY: help install run test check needs bench axe format

# Compiled modules are kept: each process of the product and of its tests would compile two thousand of them anew.
unexport PYTHONDONTWRITEBYTECODE

PORT ?= 8000
HOST ?= 127.0.0.1
BIN := .venv/bin
PYTHON := $(BIN)/python
TEST := DJANGO_SETTINGS_MODULE=config.settings_test

help: ## print this list
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "make %-9s %s\n", $$1, $$2}'

install: ## bring uv and the packages of uv.lock into .venv, compile the translations
	@bash scripts/install.sh

run: install ## serve on http://localhost:8000 with the invented lyceum (PORT=9000; EMPTY=1: an empty lyceum)
	@PORT=$(PORT) HOST=$(HOST) EMPTY=$(EMPTY) bash scripts/run.sh

check: install ## format, lint, types, import rules, migrations, translations (≤ 60 s)
	@bash scripts/check.sh

needs: install ## bring Chromium and pdfsig (as root) and PostgreSQL's programs when they are not there: for the tests
	@bash scripts/needs.sh

test: install needs ## the whole suite on SQLite and on PostgreSQL, with check beside it (goal: 5 minutes)
	@bash scripts/suites.sh

axe: install needs ## every page against the accessibility rules, in each language, theme and width
	@$(TEST) JETEKCHI_AXE=all $(PYTHON) -m pytest -n 2 -m axe

bench: install needs ## measure the pages against the calibration page, on SQLite and on PostgreSQL
	@$(PYTHON) -m bench
	@$(PYTHON) -m bench.paint
	@$(TEST) JETEKCHI_SLOW=1 $(PYTHON) -m pytest -q -rP -k task tests/journeys/browser | grep ' interactions of '
	@$(PYTHON) -m bench.signins
	@$(PYTHON) -m bench.signins --postgresql
	@$(PYTHON) -m bench.rush
	@$(PYTHON) -m bench.rush --postgresql
	@$(PYTHON) -m bench.growth
	@$(PYTHON) -m bench.growth --postgresql

format: install ## put the code into its format
	@$(BIN)/ruff format . && $(BIN)/ruff check --fix .
