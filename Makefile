# Thin targets over public tools: uv where it is present, else venv and pip. Every path is relative, so
# that the checkout may lie anywhere, in a folder with a space in its name too. Written for macOS's make 3.81.

.DEFAULT_GOAL := help
.PHONY: help run test bench faults lint format constraints clean
BIN := .venv/bin
# Where it is set, each of many processes would compile all the code again: three seconds of each start.
unexport PYTHONDONTWRITEBYTECODE
ARGS ?=
# Tests in several processes, each with a browser of its own: more than four want much memory.
WORKERS ?= --numprocesses auto --maxprocesses 4 --dist worksteal

help: ## say what can be done here
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-12s %s\n", $$1, $$2 }' Makefile

run: .venv/.run ## install what is needed and serve the app; ARGS="--port 8080" passes options on
	@exec $(BIN)/quizapp serve $(ARGS)

test: .venv/.test ## install what is needed and run every test; ARGS="-k join" passes options on
	@$(BIN)/python -m tests.chromium
	@$(BIN)/python -m pytest $(WORKERS) $(ARGS)
	@$(BIN)/python -m tests.postgres $(WORKERS) $(ARGS)

bench: .venv/.test ## measure what the app is held to on the real server; ARGS="--quick" takes a look
	@$(BIN)/python -m tests.benchmarks $(ARGS)

faults: .venv/.test ## kill the server, fill its disk, lock its database, set its clock; minutes
	@$(BIN)/python -m pytest tests/faults -m "" -s $(ARGS)

lint: .venv/.test ## check style, types, templates, imports and dependencies
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/djlint templates --lint --quiet
	$(BIN)/deptry .

format: .venv/.test ## write the Python code in the house's style
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

constraints: ## choose the newest versions that go together (needs uv)
	uv pip compile --quiet --upgrade --no-header --no-annotate --universal --all-extras --group dev \
	  pyproject.toml --output-file constraints.txt

clean: ## remove the installed environment; the data stays
	rm -rf .venv

# The stamps: a second `make run` installs nothing.
.venv/.run: pyproject.toml constraints.txt
	$(call install,)
	@touch $@

.venv/.test: pyproject.toml constraints.txt
	$(call install,--group dev)
	@touch .venv/.run $@

# $(1): what to install besides the app. pip 25.1 is the first that knows --group.
define install
@echo 'Installing Quizapp into .venv (only when something changed) ...'
@[ -x $(BIN)/python ] || { rm -rf .venv; $(make_environment); }
@if $(has_uv); then \
  uv pip install --quiet --python $(BIN)/python --constraint constraints.txt --editable . $(1); \
else \
  $(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt pip && \
  $(BIN)/python -m pip install --quiet --constraint constraints.txt --editable . $(1); \
fi
endef

has_uv = uv --version >/dev/null 2>&1

define make_environment
if $(has_uv); then uv venv --quiet .venv; exit; fi; \
for python in python3 python3.14 python3.13 python3.12 python3.11 ''; do \
  $${python:-false} -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && break; \
done; \
if [ -z "$$python" ]; then \
  echo 'Quizapp needs Python 3.11 or newer: install it from https://www.python.org, then try again.' >&2; exit 1; \
fi; \
if ! $$python -c 'import ensurepip' 2>/dev/null; then \
  sudo=; [ "$$(id -u)" = 0 ] || sudo='sudo -n'; \
  { $$sudo apt-get update && $$sudo apt-get install --yes python3-venv; } >/dev/null 2>&1 || { \
    echo 'Python here cannot make environments: sudo apt-get install python3-venv, then try again.' >&2; exit 1; \
  }; \
fi; \
$$python -m venv .venv
endef
