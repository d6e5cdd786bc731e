# Two commands do everything on a machine with Python 3.11 or newer and pip: make report, make test.
PYTHON ?= python3
VENV   ?= .venv
BIN    := $(VENV)/bin
READY  := $(VENV)/.installed
EXAMPLES = huancui-yingji huaian-zhengfu

.PHONY: help report test lint bench accuracy harden mutate docs lab lock clean

help: ## list the targets
	@sed -n 's/^\([a-z]*\):.*## /\1\t/p' $(MAKEFILE_LIST)

$(READY): requirements.lock pyproject.toml
	@echo "Installing the locked packages into $(VENV): once, and again when requirements.lock or pyproject.toml change. This takes some minutes."
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	touch $(READY)

report: $(READY) ## build the example reports into outputs/; FONTS=fandol chooses a font set
	@echo "Building the example reports ($(EXAMPLES)) into outputs/"
	$(if $(FONTS),GONGKAI_FONTS=$(FONTS)) $(BIN)/gongkai --project . build $(EXAMPLES)

test: $(READY) ## run the tests
	$(BIN)/python -m pytest tests -n auto --dist loadfile

lint: $(READY) ## check style, types and layering
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

bench: $(READY) ## compare speed with plain papermill and nbconvert; writes benchmarks/results.json
	$(BIN)/python -m benchmarks

accuracy: $(READY) ## accuracy of rules and importers on real reports
	$(BIN)/python -m tests.accuracy

harden: $(READY) ## kill builds, stop commands and read hostile files; writes docs/reliability.md and docs/bounds.md; shorter with MINUTES=2 (for each), which leaves them
	$(BIN)/python -m tests.hardening.kills $(if $(MINUTES),--minutes $(MINUTES))
	$(BIN)/python -m tests.hardening.stops $(if $(MINUTES),--minutes $(MINUTES))
	$(BIN)/python -m tests.hardening.bounds $(if $(MINUTES),--minutes $(MINUTES))
	$(BIN)/python -m tests.hardening.cluster --organs 40

mutate: $(READY) ## list changes of the code that no test notices, two drawn from each module; takes hours, ROOMS=returns SEED=1 less
	$(BIN)/python -m tests.mutation $(ROOMS) --sample 2 --seconds 8 $(if $(SEED),--seed $(SEED))

docs: $(READY) ## generate the reference pages from the code, and the handbook into site/
	$(BIN)/python -m docs.build
	NO_MKDOCS_2_WARNING=1 $(BIN)/mkdocs build --quiet --strict

lab: $(READY) ## open JupyterLab on the notebooks
	$(BIN)/gongkai --project . lab

lock: ## update the pins of all dependencies
	$(BIN)/uv pip compile pyproject.toml --all-extras --universal --python-version 3.11 --generate-hashes \
	  --no-emit-index-url --no-emit-find-links --no-header --upgrade -o requirements.lock

clean: ## remove build outputs
	rm -rf outputs/*/ build dist site
