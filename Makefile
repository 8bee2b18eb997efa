.PHONY: setup run screens docs province test fuzz lint bench slow crash lock clean installer

PY := .venv/bin/python

setup:
	@sh installer/linux/setup.sh

# Opens the program on sample data; without a screen it does the main job offscreen and leaves the papers in out/.
run: setup
	@$(PY) -m desktop.app.run

# Pictures of every page, empty and full, in every size and look, into out/screens; takes some minutes.
screens: setup
	@QT_QPA_PLATFORM=offscreen $(PY) -m desktop.app.screens

test: setup lint
	@QT_QPA_PLATFORM=offscreen $(PY) -m pytest -n auto --dist worksteal

# Looks for new examples that break a rule: the property tests with other inputs each time, as long as wanted.
fuzz: setup
	@QT_QPA_PLATFORM=offscreen TUQUAN_SEARCH=1 $(PY) -m pytest -q $(shell grep -rl "^from hypothesis" tests --include=test_*.py)

lint: setup
	@$(PY) -m ruff check --quiet .
	@$(PY) -m ruff format --quiet --check .
	@$(PY) -m mypy
	@.venv/bin/lint-imports --no-logo

# Measures every figure that is promised beside its floor, and beside other programs where Debian has them, on the register
# of an upper level after ten years and with the bundles of a whole country, which are kept in out/bench; writes
# out/bench.json and docs/performance.md, and fails when a bound is broken. Takes about an hour: it also measures four
# times the register.
bench: setup
	@sh tests/bench/peers.sh
	@$(PY) -m tests.bench --growth --peers

# Lives a station's first day and a province's register on a slow disk with 1 GB of memory, and lists what made the
# window stand still for more than a tenth of a second; takes some minutes.
slow: setup
	@$(PY) -m tests.slow

# Kills the program 520 times at random moments of its work, cuts its power at others, and looks at what is left; takes
# a quarter of an hour.
crash: setup
	@$(PY) -m tests.crash

# Takes the handbook's pictures anew, from the real window and, where make installer left one, from the real setup
# program; takes a minute.
docs: setup
	@QT_QPA_PLATFORM=offscreen $(PY) -m desktop.app.handbook_pictures
	@QT_QPA_PLATFORM=offscreen $(PY) -m installer.setup_picture

# A register of a whole made-up province in out/tinh-mau, its figures counted and compared; takes half a minute.
province: setup
	@$(PY) -m desktop demo --province --out out

# Builds the Windows setup program and the Debian package, and proves them by installing them (Windows under Wine).
# INTERPRETER=file takes another embeddable Python; see installer/__main__.py for more.
installer: setup
	@sh installer/windows/setup.sh
	@$(PY) -m installer $(if $(INTERPRETER),--interpreter $(INTERPRETER))

# Remakes the locked list of packages; the file names versions and hashes, never where they come from.
lock:
	@$(PY) -m pip install --quiet uv
	@$(PY) -m uv pip compile pyproject.toml --extra test --extra bench --universal --python-version 3.11 --generate-hashes \
		--no-emit-index-url --no-emit-find-links --no-header --no-annotate --quiet -o requirements.lock

clean:
	rm -rf out .venv
