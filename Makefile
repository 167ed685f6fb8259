# AFT Trainer: run it, test it, work on it. `make` alone lists what there is.

PYTHONS := python3 python3.14 python3.13 python3.12 python3.11 python
# The first that is new enough; `make run PYTHON=/path/to/python` chooses another.
PYTHON ?= $(shell for python in $(PYTHONS); do \
	"$$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null \
	&& echo "$$python" && break; done)

# Always `python -m`: scripts in .venv/bin hold this folder's name and would break if it were moved.
IN_VENV := .venv/bin/python -m
# -qq: errors only. Pip warns of much that nobody setting up a clinic can act on.
INSTALL := $(IN_VENV) pip --disable-pip-version-check --no-input -qq install -c constraints.txt

READY := .venv/.ready
READY_FOR_CLUSTER := .venv/.ready-for-cluster
READY_FOR_TESTS := .venv/.ready-for-tests
# What an installation depends on, and what it fetches: if either is newer or gone, it is done again.
DECIDES := pyproject.toml constraints.txt hatch_build.py package.json package-lock.json \
	$(wildcard afttrainer/translations/*/LC_MESSAGES/*.po)
FETCHED := static/vendor/versions.json .cache/npm/node_modules/axe-core/axe.min.js

TRANSLATIONS := afttrainer/translations
BABEL := $(IN_VENV) babel.messages.frontend --quiet
CATALOGUES := -i $(TRANSLATIONS)/messages.pot -d $(TRANSLATIONS)

N ?= 10

SIDE_BY_SIDE := --numprocesses=logical --dist=loadfile
# Seven people's screens, killed servers and cut networks on one machine: one process has the browsers, and another cuts
# networks meanwhile, which is waiting for the most part. A test that did not go well in the crowd is asked once more by
# itself, and must go well then.
IN_REAL_TIME := tests/browser tests/faults
BY_FOLDER := --numprocesses=2 --dist=loadscope
# What tests of these say of the room is to be true on either database. (The bytes of films lie in none.)
OF_FILM_BYTES := %film.py %films.py %film_by_proxy.py %film_desks.py %film_looks.py %uploads.py %bringing_in.py \
	%narration_sounds.py %captions.py %originals.py
ON_BOTH := tests/live tests/models tests/demo/test_refill.py $(filter-out $(OF_FILM_BYTES),$(wildcard tests/web/test_*.py))

# HOST and PORT count only when typed after `make`: some shells keep the machine's name in HOST,
# and nobody should find the room open to a network for that.
typed = $(if $(filter command,$(origin $(1))),$($(1)))
RUN_OPTIONS = $(if $(call typed,HOST),--host $(HOST)) $(if $(call typed,PORT),--port $(PORT)) \
	$(if $(call typed,HTTP),--http)

.PHONY: help run run-cluster demo phones test bench bench-live bench-film format migration words constraints clean
.DEFAULT_GOAL := help

help: ## this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-11s %s\n", $$1, $$2 }' Makefile

run: $(READY) ## set up what is missing and start; HOST=0.0.0.0 PORT=8080 open it to the network, HTTP=1 without HTTPS
	@$(IN_VENV) afttrainer run $(RUN_OPTIONS)

run-cluster: $(READY_FOR_CLUSTER) ## the same with two workers on PostgreSQL, Valkey or Redis, and nginx
	@$(IN_VENV) scripts.cluster $(RUN_OPTIONS)

demo: $(READY) ## refill the demo group: one finished session, one half run
	@$(IN_VENV) afttrainer demo

phones: $(READY_FOR_TESTS) ## let N=10 simulated phones join and act in the open room
	@$(IN_VENV) afttrainer phones --count $(N)

ifdef T
test: $(READY_FOR_TESTS)
	$(IN_VENV) pytest $(T)
else
test: $(READY_FOR_TESTS) ## all that must pass; T=tests/models for some tests only
	$(IN_VENV) ruff format --check --quiet .
	$(IN_VENV) ruff check --quiet .
	$(IN_VENV) mypy
	$(IN_VENV) djlint --lint --quiet templates
	$(IN_VENV) scripts.chromium
	$(IN_VENV) scripts.servers
	$(IN_VENV) pytest $(SIDE_BY_SIDE) --ignore=tests/browser --ignore=tests/faults
	$(IN_VENV) pytest $(SIDE_BY_SIDE) --database=postgresql $(ON_BOTH)
	$(IN_VENV) pytest $(BY_FOLDER) $(IN_REAL_TIME) \
		|| $(IN_VENV) pytest --last-failed --last-failed-no-failures=none $(IN_REAL_TIME)
endif

bench: $(READY_FOR_TESTS) ## print measurements as JSON lines
	@$(IN_VENV) tests.bench

bench-live: $(READY_FOR_TESTS) ## print measurements of the live room; P=command_path for one part only
	@$(IN_VENV) tests.bench.live $(P)

bench-film: $(READY_FOR_TESTS) ## print measurements of films; P=clip_export for one part only
	@$(IN_VENV) tests.bench.film $(P)

format: $(READY_FOR_TESTS) ## put the Python files in their common form
	$(IN_VENV) ruff check --fix --quiet .
	$(IN_VENV) ruff format --quiet .

migration: $(READY) ## M="what changes": write a migration from the difference between models and database
	@test -n "$(M)" || { echo 'Say what changes: make migration M="note on a tag"'; exit 2; }
	@$(IN_VENV) afttrainer.migrations.new "$(M)"

words: $(READY) ## collect all strings for translators; LANGUAGE=de begins a language
	@mkdir -p $(TRANSLATIONS)
	@$(BABEL) extract -F pyproject.toml -k _l -k lazy_gettext --no-location \
		--project "AFT Trainer" --copyright-holder "AFT Trainer contributors" -o $(TRANSLATIONS)/messages.pot .
	@$(if $(call typed,LANGUAGE),$(BABEL) init $(CATALOGUES) -l $(LANGUAGE))
	@$(if $(wildcard $(TRANSLATIONS)/*/),$(BABEL) update $(CATALOGUES))
	@echo 'All strings stand in:'; ls $(TRANSLATIONS)/messages.pot $(TRANSLATIONS)/*/LC_MESSAGES/*.po 2>/dev/null || true

constraints: ## pin today's versions of all dependencies, as every Python found here chooses them
	@$(PYTHON) scripts/pin_constraints.py $(filter-out python3 python,$(PYTHONS))

clean: ## remove what was installed and fetched; the data in var/ and the films stay
	rm -rf .venv .cache static/vendor build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis
	find afttrainer tests -name __pycache__ -type d -prune -exec rm -rf {} +

.venv/bin/python:
	@test -n "$(PYTHON)" || { echo 'AFT Trainer needs Python 3.11 or newer; none was found.'; exit 2; }
	@$(PYTHON) -m venv --clear .venv || { rm -rf .venv; \
	echo 'Python could not make .venv. On Debian and Ubuntu, apt install python3-venv helps.'; exit 2; }

$(READY): .venv/bin/python $(DECIDES) $(FETCHED)
	@echo 'Setting up in this folder; the first time this takes a minute or two…'
	@$(INSTALL) --editable .
	@touch $@

$(READY_FOR_CLUSTER): .venv/bin/python $(DECIDES) $(FETCHED)
	@echo 'Setting up for several workers in this folder; the first time this takes some minutes…'
	@$(INSTALL) --editable '.[cluster]'
	@touch $@

$(READY_FOR_TESTS): .venv/bin/python $(DECIDES) $(FETCHED)
	@echo 'Setting up for tests in this folder; the first time this takes some minutes…'
	@$(INSTALL) --editable '.[dev]'
	@touch $(READY) $(READY_FOR_CLUSTER) $@

# Fetched by the installation (hatch_build.py), so that one missing asks for another installation.
$(FETCHED): ;
