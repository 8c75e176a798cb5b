#!/bin/sh
# Installs PostgreSQL with PostGIS where that goes by itself (Debian, as root); elsewhere the tests that need it are skipped.
set -eu
if ls /usr/share/postgresql/*/extension/postgis.control >/dev/null 2>&1; then
  exit 0
fi
if command -v apt-get >/dev/null && [ "$(id -u)" = 0 ]; then
  apt-get install -y -q --no-install-recommends postgresql postgresql-postgis >/dev/null 2>&1 ||
    { apt-get update -q >/dev/null 2>&1 && apt-get install -y -q --no-install-recommends postgresql postgresql-postgis >/dev/null 2>&1; } ||
    echo "PostGIS could not be installed: its tests are skipped" >&2
else
  echo "PostGIS is not installed: its tests are skipped (Debian: apt-get install postgresql postgresql-postgis)" >&2
fi
