# `make run` and `make test` do the whole set-up on a machine that has only Python 3.11 or later, with venv, and make.
PYTHON ?= python3
BIN := .venv/bin
READY := .venv/.ready

.PHONY: setup run test check

setup: $(READY)

# Our modules are compiled, as pip compiles what it installs: no start has to, even where Python may not write them.
# The last line leaves a stamp, so that a set-up that broke off is done again and a finished one is not.
$(READY): requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit("khabarrel needs Python 3.11 or later; name one with PYTHON=..." if sys.version_info < (3, 11) else 0)'
	@test -x $(BIN)/pip || $(PYTHON) -m venv --clear .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes --no-deps --requirement requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-build-isolation --no-deps --editable .
	$(BIN)/python -m compileall -q khabarrel flows tasks warehouse
	@touch $@

run: setup
	$(BIN)/khabarrel run samples

test: setup
	$(BIN)/python -m pytest

check: setup
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
