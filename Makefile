# make run   install, ingest corpus/ and serve on http://127.0.0.1:8000 (PORT=9000 make run for another port)
# make install  install, and no more
# make test  install what the tests need and run them all
# make check everything that CI checks: format, lint, types, tests
# make lint  the same without the tests
# make sbom  what is installed, for whom must know: wegwijs.cdx.json, and the licences on the screen

export PIP_DISABLE_PIP_VERSION_CHECK := 1
export OMP_WAIT_POLICY := PASSIVE
PORT ?= 8000
RUNTIME := .venv/.runtime
DEVELOPMENT := .venv/.development

.PHONY: run install test check lint sbom

# The index is made only when there is none, or when the corpus or the code that reads it is newer.
run: $(RUNTIME)
	@home=$$(.venv/bin/python -c 'from assistant.settings import Settings; print(Settings().home)') && \
	corpus=$$(.venv/bin/python -c 'from assistant.settings import Settings; print(Settings().corpus)') && \
	current="$$home/index/CURRENT"; \
	if [ ! -f "$$current" ] || \
	   [ -n "$$(find "$$corpus" -newer "$$current"; find ingest -name '*.py' -newer "$$current")" ]; then \
	  .venv/bin/wegwijs ingest && touch "$$current"; \
	fi; \
	exec .venv/bin/wegwijs serve --port $(PORT)

install: $(RUNTIME)

test: $(DEVELOPMENT)
	.venv/bin/pytest --numprocesses=2 --dist=worksteal

lint: $(DEVELOPMENT)
	.venv/bin/ruff format --check
	.venv/bin/ruff check
	.venv/bin/mypy

check: lint test

sbom: $(RUNTIME)
	.venv/bin/python deploy/bill_of_materials.py > wegwijs.cdx.json
	.venv/bin/python deploy/bill_of_materials.py --licences

.venv/bin/python:
	@for python in python3.11 python3.12 python3; do \
	  if $$python -c 'import sys; sys.exit(not (3, 11) <= sys.version_info < (3, 13))' 2>/dev/null; then \
	    exec $$python -m venv .venv; \
	  fi; \
	done; \
	echo 'Wegwijs heeft Python 3.11 of 3.12 nodig; installeer een van beide.' >&2; exit 1

# torch by itself and first: pip would else look for another one, which is gigabytes larger.
$(RUNTIME): requirements.lock pyproject.toml | .venv/bin/python
	.venv/bin/pip install --quiet "$$(grep '^torch==' requirements.lock)"
	.venv/bin/pip install --quiet --requirement requirements.lock
	.venv/bin/pip install --quiet --no-deps --no-build-isolation --editable .
	@touch $@

$(DEVELOPMENT): requirements-dev.lock $(RUNTIME)
	.venv/bin/pip install --quiet --requirement requirements-dev.lock
	@touch $@
