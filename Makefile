# Needs Python 3.11 or newer with venv and pip, and make; everything else goes into .venv.
PYTHON ?= python3
SCENARIO ?= guizhou
PYTEST_ARGS ?= -n 2

BIN := .venv/bin
# Once, about twenty seconds, and kept on disk until a kernel's source changes.
COMPILE = $(BIN)/python -c 'from sinksim.experiments.engines import make_ready; make_ready("compiled")'
PIP := $(BIN)/python -m pip --disable-pip-version-check install --quiet --constraint constraints.txt

.DEFAULT_GOAL := run
.PHONY: run app test quick lint format clean distclean

run: .venv/.installed
	$(BIN)/sinksim compare $(SCENARIO)

app: .venv/.installed
	$(BIN)/sinksim app

test: lint
	$(BIN)/python -m pytest $(PYTEST_ARGS)

# Before every commit: what takes seconds each, on a warm cache a minute or two.
quick: lint
	$(BIN)/python -m pytest $(PYTEST_ARGS) -q -m 'not slow' tests/unit tests/verbs tests/architecture/test_house.py

lint: .venv/.installed-dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

format: .venv/.installed-dev
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

.venv/.created:
	$(PYTHON) -c 'import sys; sys.exit("sinksim needs Python 3.11 or newer" if sys.version_info < (3, 11) else 0)'
	$(PYTHON) -m venv .venv
	@touch $@

.venv/.installed: .venv/.created pyproject.toml constraints.txt
	$(PIP) --editable .
	$(COMPILE)
	@touch $@

.venv/.installed-dev: .venv/.created pyproject.toml constraints.txt
	$(PIP) --editable '.[dev]'
	$(COMPILE)
	@touch $@ .venv/.installed

clean:
	rm -rf build dist .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis
	find sinksim tests benchmarks -name __pycache__ -prune -exec rm -rf {} + 2>/dev/null || true

distclean: clean
	rm -rf .venv
