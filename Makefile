# `make` lists what there is. Two commands matter most: `make run` and `make test`.
.DEFAULT_GOAL := help
.PHONY: help run test coverage lint format endure eval bench screenshots lock clean
MAKEFLAGS += --no-print-directory
# The tests start many processes; compiled modules make each start a second shorter.
export PYTHONDONTWRITEBYTECODE :=

BIN := .venv/bin
comma := ,

# Any Python that can say which Python is needed; .ci/environment.py then finds the right one.
FIND_PYTHON = for python in $(BIN)/python "$(PYTHON)" python3 python3.13 python3.12 python3.11; do \
	"$$python" -c 'import sys; sys.exit(sys.version_info < (3, 8))' >/dev/null 2>&1 && break; \
	python=; done; \
	test -n "$$python" || { echo "Python fehlt: Bitte installieren Sie Python 3.11, 3.12 oder 3.13 (Debian, Ubuntu: sudo apt-get install python3 python3-venv)." >&2; exit 1; }
ENVIRONMENT = @$(FIND_PYTHON); "$$python" .ci/environment.py

help: ## diese Übersicht
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "make %-12s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

run: ## das Portal mit allen Beispieldaten starten (PORT=8001 wählt einen anderen Anschluss)
	$(ENVIRONMENT) run
	@DEMO=1 $(BIN)/portal setup
	@DEMO=1 exec $(BIN)/portal run

# The search and what measures it know no database: once is enough.
test: ## alles prüfen, was zu jeder Änderung gehört, auf SQLite und PostgreSQL
	$(ENVIRONMENT) test
	@$(BIN)/python -m tests.support.prepare
	$(BIN)/pytest -n 2 -m "not endure" --database=sqlite
	$(BIN)/pytest -n 2 -m "not endure and (not browser or journey)" --database=postgresql --ignore tests/search --ignore tests/measure

# Watching every line makes the tests more than twice as slow: a look of its own.
coverage: ## zeigen, welche Zeilen die Tests erreichen
	$(ENVIRONMENT) test
	@$(BIN)/python -m tests.support.prepare
	$(BIN)/pytest -n 2 -m "not endure and not browser" --database=sqlite --cov --cov-report=term

lint: ## Stil, Typen und Pfeile der Architektur prüfen
	$(ENVIRONMENT) test
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/lint-imports

format: ## den Code in Form bringen
	$(ENVIRONMENT) test
	@$(BIN)/ruff check --fix
	@$(BIN)/ruff format

endure: ## lange Prüfungen, die nicht zu jeder Änderung gehören
	$(ENVIRONMENT) test
	@$(BIN)/python -m tests.support.prepare
	HYPOTHESIS_PROFILE=endure $(BIN)/pytest -m "endure or hypothesis" --database=sqlite
	HYPOTHESIS_PROFILE=endure $(BIN)/pytest -m "endure or hypothesis" --database=postgresql --ignore tests/search --ignore tests/measure
	@.ci/second-whoosh

eval: ## messen, wie gut die Suche findet, neben anderen Suchmaschinen (schreibt docs/benchmarks.md)
	$(ENVIRONMENT) test
	@$(BIN)/python -m tests.measure.quality --write

bench: ## messen, wie schnell die Suche ist, neben anderen (SIZE=1000,10000 Einträge; schreibt docs/benchmarks.md)
	$(ENVIRONMENT) test
	@$(BIN)/python -m tests.measure.speed --sizes $(or $(SIZE),1000$(comma)10000) --write

screenshots: ## die Bilder der Dokumentation neu aufnehmen
	$(ENVIRONMENT) test
	@$(BIN)/python -m tests.support.prepare
	$(BIN)/python -m tests.support.screenshots

lock: ## die festen Fassungen der Abhängigkeiten neu bestimmen
	$(ENVIRONMENT) test
	@.ci/lock --upgrade

clean: ## alles Erzeugte löschen, nur die Daten in instance/ nicht
	rm -rf .venv build dist htmlcov portal/static/vendor .mypy_cache .ruff_cache .import_linter_cache .hypothesis
	rm -f .coverage .coverage.*
	find portal search seeds tests .ci -name __pycache__ -type d -prune -exec rm -rf {} +
