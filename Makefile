# Two commands do everything on a fresh Debian with Python 3.11: `make demo` and `make test`.
# Both make their own environment in .venv; nothing is installed outside it.

PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
READY  := $(VENV)/.ready
SVLING := svling==0.13.0

.PHONY: demo test test-training lint bench doctor pictures clean install

install: $(READY)

# svling's declared dependency would overwrite the pyslang that the server uses, hence --no-deps.
$(READY): pyproject.toml Makefile
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
	  echo "Hardsight needs Python 3.11 or newer; $(PYTHON) is $$($(PYTHON) --version). Try: make PYTHON=python3.11"; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { \
	  if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then apt-get update -qq && apt-get install -y -qq python3-venv; \
	  else echo "Python's venv module is missing. Run: sudo apt-get install python3-venv"; exit 1; fi; }
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --upgrade pip
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[dev]'
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps $(SVLING)
	@touch $@

demo: $(READY)
	$(BIN)/hardsight demo

test: $(READY)
	$(BIN)/python -m pytest $(PYTEST_ARGS)

# torch has an environment of its own: in .venv kernels are interpreted without it, as for users who have none.
$(VENV)-train/.ready: pyproject.toml Makefile
	test -x $(VENV)-train/bin/python || $(PYTHON) -m venv $(VENV)-train
	$(VENV)-train/bin/python -m pip install --quiet --disable-pip-version-check --editable '.[train,test]'
	@touch $@

test-training: $(VENV)-train/.ready
	$(VENV)-train/bin/python -m pytest tests/training/test_compact_model.py

lint: $(READY)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

bench: $(READY)
	$(BIN)/hardsight bench server
	$(BIN)/hardsight bench tools

# Needs tmux, aha, chromium and nvim 0.11 (see the script).
pictures: $(READY)
	rm -rf runs/pictures && mkdir -p runs/pictures && cp server/demo/files/* runs/pictures
	cd runs/pictures && PATH="$(CURDIR)/$(BIN):$$PATH" ROWS=44 ../../editors/pictures/capture_neovim.sh packet_buffer.v 74 \
	  ../../editors/pictures/neovim.png ':46' Enter zt ':74' Enter ':lua vim.lsp.buf.code_action()' Enter

doctor: $(READY)
	$(BIN)/hardsight doctor

clean:
	rm -rf $(VENV) $(VENV)-train build dist *.egg-info runs
