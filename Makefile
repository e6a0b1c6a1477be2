# The few commands to learn. Each sets up what it needs, once.

PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
READY  := $(VENV)/.ready
PIP    := $(BIN)/python -m pip --disable-pip-version-check

.DEFAULT_GOAL := help
.PHONY: help reports packs test lab check lock clean

help:             ## list these commands
	@sed -n 's/^\([a-z]*\): .*## /  make \1\t/p' $(MAKEFILE_LIST) | expand -t 18

reports: $(READY) ## make the sample's reports: 12 clients, 3 programmes, the portfolio
	$(BIN)/pmo reports --set sample

packs: $(READY)   ## make all reports of the sample: 600 clients, 40 programmes, the portfolio
	$(BIN)/pmo reports

test: $(READY)    ## run all tests
	$(BIN)/python -m pytest -n auto --dist loadfile

lab: $(READY)     ## open JupyterLab on the notebooks
	$(BIN)/pmo lab

check: $(READY)   ## format, lint and type-check
	$(BIN)/ruff format --check . && $(BIN)/ruff check . && $(BIN)/mypy

lock: $(READY)    ## write requirements.lock anew from pyproject.toml (needs uv)
	uv pip compile --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
		--no-annotate --no-header --quiet --all-extras pyproject.toml -o requirements.lock

clean:            ## remove the environment, the sample and the reports
	rm -rf $(VENV) .pmo
	find reports -mindepth 1 ! -name README.md -delete

$(READY): requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
		echo "Python 3.11 or newer is needed; $(PYTHON) is $$($(PYTHON) --version 2>&1). Say which with: make PYTHON=python3.12 ..."; exit 2; }
	$(PYTHON) -m venv $(VENV)
	$(PIP) install --quiet --require-hashes --only-binary :all: -r requirements.lock
	$(PIP) install --quiet --no-deps --no-build-isolation --editable .
	@touch $@
