#!/usr/bin/env bash
# The check of action.yml: lines for the log of the job, and SARIF. What it ends with becomes the output `code`, so that reports are uploaded before the job fails.
# Environment: VERSION of the package, FOLDERS separated by blanks, FAIL_ON, BASELINE (may be empty), SINCE (a revision; may be empty), REPORTS (a folder), GITHUB_OUTPUT.
set -uo pipefail

read -r -a folders <<< "$FOLDERS"
options=(--fail-on "$FAIL_ON")
[[ -n "$BASELINE" ]] && options+=(--baseline "$BASELINE")
[[ -n "$SINCE" ]] && options+=(--changed-since "$SINCE")
program=(npx --yes "edge-network@$VERSION")
# A checkout of the program itself, for trying these steps by hand.
[[ -n "${PROGRAM:-}" ]] && program=(node "$PROGRAM")

"${program[@]}" check --format sarif "${options[@]}" -- "${folders[@]}" > "$REPORTS/edge-network.sarif"
code=$?
# Wrong usage, or nothing to check: what there is of SARIF would look like a repository without findings.
[[ $code -gt 1 ]] && exit "$code"
"${program[@]}" check --format github "${options[@]}" -- "${folders[@]}"
echo "code=$code" >> "$GITHUB_OUTPUT"
exit 0
