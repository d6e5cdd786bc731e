# Two commands do everything on a machine with Python 3.11 or newer and pip: make report, make test.
PYTHON ?= python3
VENV   ?= .venv
BIN    := $(VENV)/bin
READY  := $(VENV)/.installed
EXAMPLES = huancui-yingji huaian-zhengfu

.PHONY: help report test lint bench accuracy docs lab lock clean

help: ## show the targets
	@sed -n 's/^\([a-z]*\):.*## /\1\t/p' $(MAKEFILE_LIST)

$(READY): requirements.lock pyproject.toml
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	touch $(READY)

report: $(READY) ## build the example reports into outputs/
	$(BIN)/gongkai --project . build $(EXAMPLES)

test: $(READY) ## run the tests
	$(BIN)/python -m pytest tests

lint: $(READY) ## style, types, layers
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

bench: $(READY) ## measure against the naive way; writes benchmarks/results.json
	$(BIN)/python -m benchmarks

accuracy: $(READY) ## how right rules and importers are on real reports
	$(BIN)/python -m tests.accuracy

docs: $(READY) ## make the reference pages from the code
	$(BIN)/python -m docs.build

lab: $(READY) ## open JupyterLab on the notebooks
	$(BIN)/gongkai --project . lab

lock: ## pin every dependency anew
	$(BIN)/uv pip compile pyproject.toml --all-extras --universal --python-version 3.11 --generate-hashes \
	  --no-emit-index-url --no-emit-find-links --no-header --upgrade -o requirements.lock

clean: ## remove what was built
	rm -rf outputs/*/ build dist
