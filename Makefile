# Every target sets up what it needs, on a fresh Debian 12 machine too.
.PHONY: help setup run test check fix corpus bench load fuzz endure lock vendor translations clean
.DEFAULT_GOAL := help

BIN := .venv/bin
# file by file, as they are listed: the last ones are short, so that neither waits for the other
BY_TWO := -n 2 --dist loadfile --no-loadscope-reorder

help:  ## say what there is
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*##/\t/' | expand -t 15

setup: .venv/run.stamp  ## a virtual environment with Handslag in it (.venv/bin/handslag)

run: setup  ## start Handslag with the example county at http://127.0.0.1:8000
	@exec $(BIN)/handslag serve --example examples

test: .venv/dev.stamp  ## every test, and those that touch a database on PostgreSQL too
	@scripts/setup browser
	@scripts/setup recognition
	@scripts/setup postgres
	$(BIN)/pytest $(BY_TWO)
	scripts/with-postgres $(BIN)/pytest $(BY_TWO) -m database

check: .venv/dev.stamp  ## linters, types, import rules, templates, translations
	@scripts/setup gettext
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	PYTHONPATH=src $(BIN)/lint-imports
	find src -name '*.html' -print0 | xargs -0 $(BIN)/djade --check --target-version 5.2
	$(BIN)/python scripts/translations --check

fix: .venv/dev.stamp  ## format, and mend what the linters can mend
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .
	-find src -name '*.html' -print0 | xargs -0 $(BIN)/djade --target-version 5.2

corpus: .venv/dev.stamp  ## how well the reader reads, field by field, and what has changed
	@PYTHONPATH=src $(BIN)/python -m tests.corpus

bench: .venv/dev.stamp  ## measure, each figure beside its peer in the same run
	@scripts/setup bench
	$(BIN)/python -m benchmarks.reading
	$(BIN)/python -m benchmarks.pages
	$(BIN)/python -m benchmarks.loading
	$(BIN)/python -m benchmarks.planning
	$(BIN)/python -m benchmarks.keeping
	$(BIN)/python -m benchmarks.serving
	$(BIN)/python -m benchmarks.log
	$(BIN)/python -m benchmarks.papers
	$(BIN)/python -m benchmarks.search
	$(BIN)/python -m benchmarks.principal
	$(BIN)/python -m benchmarks.meeting_load --seconds 30

load: .venv/dev.stamp  ## fifty follow a meeting and two write, two minutes on each database
	@scripts/setup bench
	@scripts/setup postgres
	$(BIN)/python -m benchmarks.meeting_load
	scripts/with-postgres $(BIN)/python -m benchmarks.meeting_load

fuzz: .venv/dev.stamp  ## search ten minutes for documents that reading does not stand
	$(BIN)/python -m tests.fuzz --seconds 600

endure: .venv/dev.stamp  ## kill it 200 times on each database, and see that nothing is lost
	@scripts/setup recognition
	@scripts/setup postgres
	PYTHONPATH=src $(BIN)/python -m tests.endurance --kills 200 --database sqlite
	PYTHONPATH=src $(BIN)/python -m tests.endurance --kills 200 --database postgresql

lock:  ## pin every requirement anew, with hashes and without hosts
	@scripts/lock

vendor:  ## fetch the styles, fonts and scripts that are kept in the repository
	@scripts/vendor

translations: .venv/dev.stamp  ## collect texts and compile the English translation
	@scripts/setup gettext
	$(BIN)/python scripts/translations

clean:  ## take away what the other targets made; never touches var/
	rm -rf .venv .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache

.venv/run.stamp: requirements/base.txt requirements/build.txt pyproject.toml
	@scripts/setup run
	@touch $@

.venv/dev.stamp: .venv/run.stamp requirements/dev.txt
	@scripts/setup dev
	@touch $@
