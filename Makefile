# Every target sets up what it needs: Python >= 3.11, make and pip are enough.
PYTHON ?= python3
VENV   ?= .venv
BIN    := $(VENV)/bin
READY  := $(VENV)/.ready
GAMMA  ?= $(VENV)-gamma
CLIENT ?= $(VENV)-clients
NEEDS  := tests/clients/requirements-
NAMES  := $(patsubst $(NEEDS)%.txt,%,$(wildcard $(NEEDS)*.txt))

.PHONY: help run test test-gamma test-clients $(NAMES:%=client-%) check docs bench bench-keys prove prove-the-proof clean

help: ## this list
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "  make %-15s %s\n", $$1, $$2}'

$(READY): pyproject.toml constraints.txt
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[test]'
	touch $@

$(GAMMA)/.ready: pyproject.toml constraints.txt
	$(PYTHON) -m venv $(GAMMA)
	$(GAMMA)/bin/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[test,gamma,oracles]'
	touch $@

# What a client needs may clash with constraints.txt, so its own file says whether those hold. What is asked of one without
# all that it usually brings along stands in bare-NAME.txt.
$(CLIENT)/%/.ready: $(NEEDS)%.txt pyproject.toml
	$(PYTHON) -m venv $(@D)
	$(@D)/bin/python -m pip install --quiet --disable-pip-version-check -r $< -e . pytest pytest-asyncio hypothesis
	for file in $(wildcard tests/clients/bare-$*.txt); do \
	  $(@D)/bin/python -m pip install --quiet --disable-pip-version-check --no-deps -r $$file || exit 1; done
	touch $@

run: $(READY) ## open a copy of the sample project
	@$(BIN)/annotator demo

test: check ## types, style, floors, tests; CI runs this, then test-clients
	$(BIN)/python -m pytest -n 2 --maxschedchunk 1

test-gamma: $(GAMMA)/.ready ## gamma, and measures beside other libraries, in an environment of its own (500 MB)
	$(GAMMA)/bin/python -m pytest -n 2 tests/agreement tests/project/test_gamma.py

test-clients: ## the programs that read our formats, each in an environment of its own
	$(MAKE) -j 2 $(NAMES:%=client-%)

$(NAMES:%=client-%): client-%: $(CLIENT)/%/.ready
	ANNOTATOR_CLIENTS=$* $(CLIENT)/$*/bin/python -m pytest tests/clients

check: $(READY) ## types, style, floors
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

docs: $(READY) ## write the generated pages and schemas
	$(BIN)/python -m tests.docs

bench: $(READY) ## speed and memory, as ratios beside a floor app or a peer in the same run
	$(BIN)/python -m bench
	$(BIN)/python -m bench.agreement

bench-keys: $(READY) ## keys a claim, planned on the real commands and pressed; how right the proposals are
	$(BIN)/python -m bench.keys
	$(BIN)/python -m bench.review

prove: $(READY) ## the reliability trials in their long setting; TRIALS="kill=20000 crowd=300" says which, how often
	$(BIN)/python -m tests.reliability --long --jobs 2 $(TRIALS)

prove-the-proof: $(READY) ## each protection taken away from a copy of the program: its trial goes red
	$(BIN)/python -m tests.reliability --weaken

clean: ## remove what the other targets made
	rm -rf $(VENV) $(GAMMA) $(CLIENT) .mypy_cache .ruff_cache .import_linter_cache dist build
