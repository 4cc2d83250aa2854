# Two commands do everything, set-up included: make demo, make test. make help lists the rest.

# The first Python on the path that is new enough; PYTHON=/path/to/python overrides.
PYTHON ?= $(shell for name in python3 python3.13 python3.12 python3.11; do \
	"$$name" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && { echo "$$name"; break; }; done)
VENV := .venv
BIN := $(VENV)/bin
CATALOGUE := outputs/catalogue

# Nothing here reports home, whatever the libraries' defaults are.
export DO_NOT_TRACK := 1
export PREFECT_SERVER_ANALYTICS_ENABLED := false
export PIP_DISABLE_PIP_VERSION_CHECK := 1

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help demo test lint format docs lexicons golden types snapshot constraints clean python kills fuzz mutants

help: ## list the targets
	@awk -F ':.*## ' '/^[a-z]+:.*## / {printf "  make %-12s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

demo: $(VENV)/.ready ## set up, build the catalogue of the sample reports, say where to look
	$(BIN)/jingyan build corpus/samples --out $(CATALOGUE)
	@echo
	@echo "The catalogue is in $(CATALOGUE). Where to look:"
	@echo "  $(CATALOGUE)/site/index.html   the site; open it by double click"
	@echo "  $(CATALOGUE)/catalogue.xlsx    the workbook"
	@echo "  $(BIN)/jingyan search 联而不动 --in $(CATALOGUE)"

test: $(VENV)/.ready-dev ## set up, then format check, linter, types, import layers and all tests
	@bash tests/system_tools.sh
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/pytest -n 2 --dist loadfile --no-loadscope-reorder

lint: $(VENV)/.ready-dev ## linter, types and import layers alone
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports

format: $(VENV)/.ready-dev ## format the code and mend what the linter can
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

docs: $(VENV)/.ready-dev ## build the site of the docs, any warning an error, and say where it is
	NO_MKDOCS_2_WARNING=1 $(BIN)/mkdocs build --strict --quiet
	@echo "The docs are in build/docs/index.html; open it by double click."

lexicons: $(VENV)/.ready ## after a change of problems*.yml or practice_*.yml: train the classifiers anew
	$(BIN)/python -m extractors.problem_training
	$(BIN)/python -m extractors.practice_training

golden: $(VENV)/.ready-dev ## rewrite the golden files; read the difference before you commit it
	$(BIN)/pytest -m golden --update-golden

types: $(VENV)/.ready-dev ## after a change of outputs/schema: write the TypeScript types anew
	@bash tests/system_tools.sh
	$(BIN)/python -m tests.contract.typescript

snapshot: $(VENV)/.ready-dev ## at a release: keep its schemas and a small catalogue for the tests of later ones
	$(BIN)/python -m tests.contract.release

KILLS ?= 200
kills: $(VENV)/.ready-dev ## kill builds at random moments, KILLS=200 of them, and see that nothing is broken
	KILLS=$(KILLS) $(BIN)/pytest tests/pipeline/test_kills.py

FUZZ ?= 2000
FUZZ_SEED ?= 1
fuzz: $(VENV)/.ready-dev ## read mutated samples, FUZZ=2000 files and as many texts, and build of hostile words, FUZZ/25 times (at least 4), by FUZZ_SEED=1
	FUZZ=$(FUZZ) FUZZ_SEED=$(FUZZ_SEED) $(BIN)/pytest tests/fuzz

mutants: $(VENV)/.ready-mutants ## break a sample of the code at 1,444 places (half an hour), list what no test sees
	@mkdir -p build
	$(BIN)/python -m mutmut run > build/mutants.txt || { tail -n 40 build/mutants.txt; exit 1; }
	@$(BIN)/python -m mutmut results
	@tr '\r' '\n' < build/mutants.txt | tail -n 3

# What our packages need on other versions of Python alone: Redis below 3.11.3, Prefect from 3.13 on.
ELSEWHERE := 'async-timeout>=4.0.3' 'whenever>=0.7.3,<0.11'

# Resolved for the oldest Python we support: what is pinned there has wheels for the newer ones too.
constraints: python ## resolve all dependencies afresh and pin them in constraints.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info[:2] != (3, 11))' \
		|| { echo "Pins are made on Python 3.11, the oldest supported: make constraints PYTHON=python3.11"; exit 2; }
	@rm -rf build/pins && $(PYTHON) -m venv build/pins && build/pins/bin/pip install -qq --upgrade pip
	build/pins/bin/pip install -qq --dry-run --ignore-installed --report build/pins/report.json \
		pip setuptools $(ELSEWHERE) '.[dev,ocr,semantic,dask,mutants]'
	@build/pins/bin/python -c "$$PIN" build/pins/report.json > build/pins/constraints.txt
	@mv build/pins/constraints.txt constraints.txt && rm -rf build/pins
	@echo "constraints.txt: $$(grep -c == constraints.txt) packages pinned. Run make test before you commit it."

define PIN
import json, re, sys
found = [item["metadata"] for item in json.load(open(sys.argv[1], encoding="utf-8"))["install"]]
# A build tag such as +cpu names one machine's wheel, not the release.
pins = {re.sub(r"[-_.]+", "-", m["name"]).lower(): m["version"].partition("+")[0] for m in found}
print("# Every package of jingyan and its extras, resolved on Python 3.11 by make constraints. Do not edit.")
print(*(f"{name}=={pins[name]}" for name in sorted(pins) if name != "jingyan"), sep="\n")
endef
export PIN

clean: ## remove caches and builds; .venv and the catalogue stay
	rm -rf build dist mutants .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis
	find corpus extractors outputs pipeline tests -name __pycache__ -type d -prune -exec rm -rf {} +

python:
	@test -n "$(PYTHON)" && "$(PYTHON)" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null \
		|| { echo "jingyan needs Python 3.11 or newer. Install it, or name one: make demo PYTHON=/path/to/python3.11"; exit 2; }
	@"$(PYTHON)" -c 'import ensurepip, venv' 2>/dev/null \
		|| { echo "$(PYTHON) cannot make virtual environments. On Debian or Ubuntu: apt-get install python3-venv"; exit 2; }

# pip comes first: only a new one pins what builds a package (--build-constraint), and the one of an old Python is slow.
$(VENV)/bin/python: | python
	@echo "Setting up $(VENV) (once; takes two or three minutes)"
	"$(PYTHON)" -m venv $(VENV)

$(VENV)/.ready: pyproject.toml constraints.txt | $(VENV)/bin/python
	$(BIN)/python -m pip install -qq -c constraints.txt pip
	$(BIN)/python -m pip install -qq -c constraints.txt --build-constraint constraints.txt -e .
	@touch $@

$(VENV)/.ready-dev: $(VENV)/.ready
	$(BIN)/python -m pip install -qq -c constraints.txt --build-constraint constraints.txt -e '.[dev,ocr,semantic,dask]'
	@touch $@

$(VENV)/.ready-mutants: $(VENV)/.ready-dev
	$(BIN)/python -m pip install -qq -c constraints.txt --build-constraint constraints.txt -e '.[mutants]'
	@touch $@
