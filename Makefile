# Two commands do all the set-up: `make run` and `make test`.

PYTHON ?= python3
BIN := .venv/bin
EMULATOR := tests/slack/emulator
PIP := $(BIN)/pip --disable-pip-version-check install --quiet --require-hashes -r

.PHONY: run test check lint types imports unit simulate bench soak failover lock forget clean

# AT=2026-11-23T09:10+08:00 starts the local workspace's clock then, on a new database (after `make forget`).
run: .venv/run.stamp
	@$(if $(AT),CALLBACK_CLOCK_AT=$(AT) )$(BIN)/python -m bot

test: .venv/dev.stamp lint types imports unit

lint: .venv/dev.stamp
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: .venv/dev.stamp
	$(BIN)/mypy

imports: .venv/dev.stamp
	$(BIN)/lint-imports

unit: .venv/dev.stamp $(EMULATOR)/node_modules/.stamp
	$(BIN)/python -m pytest -n 2

# SEEDS=10000 plays a night's worth of random runs on every core; FIRST=… begins elsewhere, to play one seed again: FIRST=4711 SEEDS=1.
simulate: .venv/dev.stamp
	$(BIN)/python -m tests.simulation --first $(or $(FIRST),0) --seeds $(or $(SEEDS),1000)

bench: .venv/bench.stamp
	$(BIN)/python -m benchmarks

# Kills the bot's processes while 10,000 pings come due; some ten minutes, needs PostgreSQL. ONLY=sqlite, postgresql or stops plays one part.
soak: .venv/dev.stamp
	$(BIN)/python -m benchmarks.soak $(if $(ONLY),--only $(ONLY))

# Kills the primary of a pair of PostgreSQL under Patroni meanwhile; some three minutes, needs the packages postgresql, patroni and etcd-server.
failover: .venv/dev.stamp
	$(BIN)/python -m benchmarks.failover

.venv/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(0 if sys.version_info >= (3, 11) else "Python 3.11 or newer is needed")'
	@echo "Making the virtual environment"
	@$(PYTHON) -m venv .venv

.venv/%.stamp: requirements/%.txt | .venv/bin/python
	@echo "Installing what is locked in $<; this takes a minute, once"
	@$(PIP) $<
	@touch $@

# The Slack workspace of the tests. Without Node 20 its tests are skipped.
$(EMULATOR)/node_modules/.stamp: $(EMULATOR)/package-lock.json
	@if node -e 'process.exit(parseInt(process.versions.node) < 20 ? 1 : 0)' 2>/dev/null && command -v npm >/dev/null; then \
		npm --prefix $(EMULATOR) ci --no-audit --no-fund --loglevel=error && touch $@; \
	else \
		echo "Node 20 or newer and npm are not installed: the tests on the Slack emulator are skipped"; \
	fi

lock: .venv/bin/python
	$(BIN)/pip --disable-pip-version-check install --quiet uv
	requirements/lock.sh $(BIN)/uv
	npm --prefix $(EMULATOR) install --package-lock-only --omit-lockfile-registry-resolved --no-audit --no-fund

# Forgets everything that was played or handed over on the embedded database, unless the bot works on it.
forget: .venv/run.stamp
	@$(BIN)/python -m bot forget

clean:
	rm -rf .venv var $(EMULATOR)/node_modules
