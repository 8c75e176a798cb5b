# make map   the main job on the sample article, from nothing to a map
# make test  every check that CI runs
PYTHON ?= python3
VENV ?= .venv
# What `make benchmark` compares with: the release before, or else the commit that the figures began with.
BASELINE ?= $(or $(shell git describe --tags --abbrev=0 2>/dev/null),d4ca6e9)
BIN := $(VENV)/bin

.PHONY: map test lint docs benchmark lock clean

map: $(VENV)/.installed
	$(BIN)/dateline map data/articles/kryvyi-rih.txt --published 2025-04-04 --out maps
	@echo "Open maps/map.html in a browser, maps/*.geojson in QGIS."

test: $(VENV)/.installed lint docs
	./tests/install-browser.sh
	./tests/install-postgis.sh
	PYTHON=$(PYTHON) ./tests/install-ogctests.sh
	$(BIN)/python -m pytest -n 2 --dist loadfile
	$(BIN)/python -m pytest --nbmake --nbmake-timeout=300 --allow-hosts=127.0.0.1,::1 notebooks

lint: $(VENV)/.installed
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy

# The site, its links checked (with --quiet they are not); open build/site/index.html.
docs: $(VENV)/.installed
	NO_MKDOCS_2_WARNING=1 $(BIN)/mkdocs build

benchmark: $(VENV)/.installed
	./tests/install-browser.sh
	$(BIN)/python -m pytest tests/benchmarks --benchmark-only --benchmark-columns=min,median,max,rounds
	$(BIN)/python tests/benchmarks/against.py $(BASELINE)

# Exact versions with hashes, for every platform and Python version that we support.
lock:
	uv pip compile pyproject.toml --extra cluster --extra docs --extra mcp --extra postgis --extra service --group test --group lint --universal \
	  --python-version 3.11 --upgrade --generate-hashes --no-emit-index-url --no-annotate --no-header --output-file requirements.lock

clean:
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .hypothesis .benchmarks

$(VENV)/.installed: requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "Python 3.11 or newer is needed: make PYTHON=python3.12 …" >&2; exit 1; }
	$(PYTHON) -m venv $(VENV) || { echo "Python's venv is missing: apt-get install python3-venv" >&2; exit 1; }
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --editable .
	@touch $@
