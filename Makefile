# Two commands: `make demo` shows the product, `make test` checks all of it. Both do their own set-up.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
export PIP_DISABLE_PIP_VERSION_CHECK := 1

.PHONY: demo test check lint setup setup-dev system clean

demo: setup  ## the demonstration county on the embedded database, then the address and the logins
	$(BIN)/yixing demo

setup: $(VENV)/.installed

$(VENV)/.installed: pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "需要 Python 3.11 以上；可设 PYTHON=python3.12 后重试。"; exit 1; }
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV) || { echo "缺少 venv：Debian/Ubuntu 请安装 python3-venv 后重试。"; exit 1; }
	$(BIN)/python -m pip install --quiet --editable .
	@touch $@

setup-dev: $(VENV)/.installed-dev

$(VENV)/.installed-dev: pyproject.toml
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV) || { echo "缺少 venv：Debian/Ubuntu 请安装 python3-venv 后重试。"; exit 1; }
	$(BIN)/python -m pip install --quiet --editable '.[dev]'
	@touch $@ $(VENV)/.installed

system:  ## what the tests need of the system: Chromium, PostgreSQL, Chinese fonts (needs root where something is missing)
	@bash tests/system-packages.sh

lint: setup-dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

check: setup-dev  ## core, apps on SQLite, house: about 90 seconds
	$(BIN)/python -m pytest tests -n auto -m "not browser and not slow"

test: setup-dev system  ## everything: adds PostgreSQL, browser, built wheel, demonstration
	bash tests/run-all.sh

clean:
	rm -rf $(VENV) dist build .mypy_cache .ruff_cache .pytest_cache
