#!/usr/bin/env bash
# "mkdocs build --strict --quiet" lets every broken link pass.
#
# Versions: mkdocs 1.6.1, click 8.3.1, Python 3.11.
#
# Guess:    --strict aborts a build that has warnings, --quiet only keeps them from the screen. Together they make a check
#           for CI that says nothing while all is well and fails at the first broken link.
# Seen:     --quiet raises the level of the logger, so that warnings are never logged, and --strict counts logged warnings.
#           The build with both ends with 0, with "strict: true" in mkdocs.yml just the same.
# Matters:  The check is green for good, whatever breaks, and nothing looks wrong, since silence is what was asked for.
#
# Output:   --strict          exit 1  warnings shown: 1
#           --strict --quiet  exit 0  warnings shown: 0
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install -q --disable-pip-version-check mkdocs==1.6.1 click==8.3.1
mkdir "$work/docs"
printf 'site_name: Links\n' > "$work/mkdocs.yml"
printf '# Home\n\n[A page](nowhere.md)\n' > "$work/docs/index.md"

seen=""
for options in "--strict" "--strict --quiet"; do
  status=0
  # shellcheck disable=SC2086 # two options
  (cd "$work" && "$work/venv/bin/mkdocs" build $options > log 2>&1) || status=$?
  warnings=$(grep -c nowhere.md "$work/log" || true)
  printf '%-17s exit %s  warnings shown: %s\n' "$options" "$status" "$warnings"
  seen="$seen $status/$warnings"
done
[ "$seen" = " 1/1 0/0" ] || { echo "the behaviour has changed" >&2; exit 1; }
