# Two commands: `make demo` grades the example class, `make test` runs the suite but for what takes minutes, which is
# for `make test-slow`. All make .venv if need be; README.md says how torch comes without CUDA.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed
WORKERS ?= 2

.PHONY: demo test test-slow lint bench starters dist clean

$(STAMP): pyproject.toml constraints.txt
	$(PYTHON) -c 'import sys; sys.exit("Python 3.11 or newer is needed; this is " + sys.version.split()[0] + " (make PYTHON=python3.12 chooses another)" if sys.version_info < (3, 11) else 0)'
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[dev]'
	touch $@

demo: $(STAMP)
	@rm -rf demo
	@unsafe=; if $(BIN)/grader doctor --tier | grep -q C; then \
	    unsafe=--unsafe; echo "No isolation to be had here: the demo's own class runs with --unsafe."; fi; \
	$(BIN)/grader grade ss2020_seminar2 assignments/ss2020_seminar2/samples -o demo $$unsafe

# Every test that is not marked slow: about ten minutes on two cores.
test: $(STAMP)
	$(BIN)/python -m pytest -n $(WORKERS) --dist worksteal -m 'not slow'

# The others: the attacks in tier B, all implementations of docs/accuracy.md, more faults. `.ci/run` does both.
test-slow: $(STAMP)
	$(BIN)/python -m pytest -n $(WORKERS) --dist worksteal -m slow

lint: $(STAMP)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

bench: $(STAMP)
	$(BIN)/python -m benchmarks

# What students begin with is made from the masters, assignments/<name>/sheet.md, and committed beside them.
starters: $(STAMP)
	$(BIN)/python -m assignments.starters

# The grader as wheel and sdist, the course as a wheel of its own; see RELEASING.md.
dist: $(STAMP)
	rm -rf dist
	$(BIN)/python -m hatchling build -d dist
	cd packaging/course && ../../$(BIN)/python -m hatchling build -t wheel -d ../../dist
	@ls dist

clean:
	rm -rf $(VENV) demo build dist
