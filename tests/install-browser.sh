#!/bin/sh
# The browser tests need Chromium. Installs Debian's where that is possible, says what to do where not.
set -eu
for name in chromium chromium-browser google-chrome; do
  command -v "$name" >/dev/null 2>&1 && exit 0
done
if command -v apt-get >/dev/null 2>&1 && [ "$(id -u)" = 0 ]; then
  echo "Installing Chromium for the browser tests." >&2
  apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends chromium >/dev/null
  exit 0
fi
echo "Chromium is missing: install it (Debian: sudo apt-get install chromium), or leave the browser tests out: pytest -m 'not browser'." >&2
exit 1
