# Pagt's commands, each the one way to do that. They need Python 3.11 or newer, pip and make; everything else goes into .venv.
#
# PYTHON=python3.12 make install   another Python
# ARGS="-k digest -x" make test    more words for the program that is run
# SCALE=0.1 make soak              a tenth of what docs/reliability.md names

PYTHON ?= python3
ARGS ?=
SCALE ?= 1

venv := .venv
python := $(venv)/bin/python
# What is installed is done again only when one of these is newer.
sources := pyproject.toml hatch_build.py $(wildcard bot/locale/*/LC_MESSAGES/*.po)
# The languages beside English, whose texts stand in the code.
languages := da
# Not the script of that name: only so does Babel find our own way of reading the code, bot/words/extraction.py.
pybabel := $(python) -m babel.messages.frontend
# The lock is written with this pip-tools, in a virtual environment of its own.
pip_tools := pip-tools==7.6.2
lock_python := build/lock/bin/python
compile := CUSTOM_COMPILE_COMMAND='make lock' $(lock_python) -m piptools compile --quiet --generate-hashes --strip-extras \
	--no-header --no-emit-options --no-emit-index-url --no-emit-trusted-host --no-emit-find-links

export PIP_DISABLE_PIP_VERSION_CHECK := 1
export PIP_NO_INPUT := 1
# Compiled modules and tests are kept, also where the shell says otherwise: compiling them anew takes each run ten seconds.
unexport PYTHONDONTWRITEBYTECODE

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.SUFFIXES:

.PHONY: help
help: ## Say what there is to make
	@awk 'BEGIN { FS = ":.*## " } /^[a-z-]+:.*## / { printf "  make %-12s %s\n", $$1, $$2 }' Makefile

.PHONY: install
install: $(venv)/.installed ## Put Pagt and what it needs into .venv

.PHONY: demo
demo: install ## Open the local workspace, with the Copenhagen agreement and sample people
	@PAGT_DATA="$${PAGT_DATA:-.pagt-demo}" $(venv)/bin/pagt demo $(ARGS)

.PHONY: test
test: $(venv)/.installed-dev chromium ## Run the tests
	@$(python) -m pytest -q -n logical --maxprocesses=4 --dist worksteal $(ARGS)

.PHONY: check
check: $(venv)/.installed-dev ## Check format, style, types, who imports whom, translations and the lock
	@failed=; \
	$(python) -m ruff format --check --quiet . || failed="$$failed format (ruff format .)"; \
	$(python) -m ruff check --quiet . || failed="$$failed style"; \
	$(python) -m mypy --no-error-summary || failed="$$failed types"; \
	$(venv)/bin/lint-imports --no-logo || failed="$$failed imports"; \
	$(python) -m pytest -q tests/repository $(ARGS) || failed="$$failed repository"; \
	[ -z "$$failed" ] || { echo "Not in order:$$failed" >&2; exit 1; }

.PHONY: bench
bench: $(venv)/.installed-dev ## Measure, each figure beside its floor
	@$(python) -m bench $(ARGS)

.PHONY: soak
soak: $(venv)/.installed-dev chromium ## Run the tests that take long, and the invariants on many more examples (SCALE=0.1: a tenth)
	@SCALE=$(SCALE) $(python) -m pytest -q -n logical --maxprocesses=4 --dist worksteal --hypothesis-profile=soak -m "soak or hypothesis" $(ARGS)

.PHONY: screenshots
screenshots: $(venv)/.installed-dev chromium ## Take the README's pictures anew
	@$(python) docs/screenshots.py $(ARGS)

.PHONY: messages
messages: $(venv)/.installed-dev ## Bring the texts to translate from the code into the catalogues
	@mkdir -p build
	@$(pybabel) -q extract -F pyproject.toml --add-location=file --sort-by-file --no-wrap --add-comments=TRANSLATORS \
		--project=Pagt --version=- --copyright-holder="the authors of Pagt" -o build/pagt.pot bot
	@for language in $(languages); do \
		if [ -e bot/locale/$$language/LC_MESSAGES/pagt.po ]; then $(pybabel) -q update --no-fuzzy-matching --ignore-obsolete \
			--ignore-pot-creation-date --no-wrap -D pagt -i build/pagt.pot -d bot/locale -l $$language; \
		else $(pybabel) -q init --no-wrap -D pagt -i build/pagt.pot -d bot/locale -l $$language; fi; \
	done

.PHONY: migration
migration: $(venv)/.installed-dev ## Write the next migration from what changed in the tables (WHAT="add the outcome")
	@$(python) -m storage.migrations $(WHAT)

.PHONY: lock
lock: $(lock_python) ## Write the lock anew from pyproject.toml (UPGRADE=1: with the newest versions)
	@$(compile) $(if $(UPGRADE),--upgrade) --extra build -o requirements.txt pyproject.toml
	@$(compile) $(if $(UPGRADE),--upgrade) --extra build --extra dev -c requirements.txt -o requirements-dev.txt pyproject.toml

.PHONY: reference
reference: $(venv)/.installed-dev ## Write docs/reference/ from the code
	@$(python) docs/make_reference.py

.PHONY: clean
clean: ## Remove what was installed and built; the demo's data stays
	@rm -rf $(venv) build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache

# Not in the help: the steps behind the words above.

$(python):
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
		echo "Pagt needs Python 3.11 or newer. $(PYTHON) is not; name another one: make PYTHON=python3.12 …" >&2; exit 1; }
	@$(PYTHON) -m venv $(venv) || { rm -rf $(venv); \
		echo "$(PYTHON) cannot make a virtual environment. On Debian and Ubuntu: apt-get install python3-venv" >&2; exit 1; }

$(venv)/.installed: requirements.txt $(sources) | $(python)
	@echo "Installing what Pagt needs …"
	@$(python) -m pip install --quiet --require-hashes -r requirements.txt
	@$(python) -m pip install --quiet --no-deps --no-build-isolation -e .
	@touch $@

$(venv)/.installed-dev: requirements-dev.txt $(venv)/.installed
	@echo "Installing what the tests need …"
	@$(python) -m pip install --quiet --require-hashes -r requirements-dev.txt
	@touch $@

$(lock_python): Makefile
	@$(PYTHON) -m venv --clear build/lock
	@$(lock_python) -m pip install --quiet $(pip_tools)
	@touch $@

# The browser tests want a Chromium on the PATH. Where none is and it may be installed (root, apt-get), it is.
has_chromium = for name in chromium chromium-browser google-chrome google-chrome-stable; do \
	command -v $$name >/dev/null && found=yes; done; [ "$$found" = yes ]

.PHONY: chromium
chromium:
	@{ $(has_chromium); } || { [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null && \
		echo "Installing Chromium for the browser tests …" && \
		{ apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -qq -y chromium; } >/dev/null || true; }
	@{ $(has_chromium); } || echo "No Chromium is installed: the browser tests will not run. Everything else will."
