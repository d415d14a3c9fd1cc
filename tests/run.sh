#!/usr/bin/env bash
# Installs what the tests need and is missing, builds everything once, runs every test project, and ends with one line: N passed, N failed.
set -uo pipefail
cd "$(dirname "$0")/.." || exit 1
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1
# How long a test may say nothing before it is taken for hung; a long run is one test for each kind of fault.
hang=15m
if [ "${1:-}" = "--soak" ]; then
  export COORDINATION_SOAK=1
  hang=60m
fi

# A program that tests need, then the package that brings it. Node and npm are taken only where they are missing altogether: Debian's are older than some machines' own.
missing=()
while read -r program package; do
  [ -n "$(PATH="$PATH:/usr/sbin:$(printf '%s:' /usr/lib/postgresql/*/bin)" command -v "$program")" ] || missing+=("$package")
done <<'PROGRAMS'
chromium chromium
chromium fonts-dejavu-core
initdb postgresql
faketime faketime
ip iproute2
nft nftables
sqlite3 sqlite3
openssl openssl
nginx nginx
promtool prometheus
shellcheck shellcheck
systemd-analyze systemd
kubectl kubernetes-client
node nodejs
npm npm
PROGRAMS

if [ "${#missing[@]}" -gt 0 ]; then
  if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
    echo "Installing ${missing[*]} for the tests ..."
    # RUNLEVEL keeps what is installed from being started: tests start their own, on loopback.
    { apt-get update -qq && RUNLEVEL=1 DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}"; } >/dev/null 2>&1 \
      || echo "Not all of them could be installed: the tests that need them will say that they were skipped."
  else
    echo "Missing, and not to be installed without root: ${missing[*]}. The tests that need them will say that they were skipped."
  fi
fi

logs=$(mktemp -d)
trap 'rm -rf "$logs"' EXIT
echo "Building ..."
if ! dotnet build Coordination.sln -m:2 >"$logs/build" 2>&1; then
  grep -E "error|warn" "$logs/build" | sort -u | head -50
  echo "0 passed, 1 failed"
  exit 1
fi

passed=0 failed=0 skipped=0
for project in tests/*/*.csproj; do
  name=$(basename "$project" .csproj)
  grep -q "<IsTestProject>true" "$project" || continue
  [ -n "$(find "tests/$name" -name '*.cs' -not -path '*/obj/*' -print -quit)" ] || continue
  dotnet test "$project" --no-build --blame-hang-timeout "${hang}" --logger "console;verbosity=detailed" >"$logs/$name" 2>&1
  code=$?
  p=$(sed -nE 's/^ *Passed: *([0-9]+)$/\1/p' "$logs/$name" | tail -1)
  f=$(sed -nE 's/^ *Failed: *([0-9]+)$/\1/p' "$logs/$name" | tail -1)
  s=$(sed -nE 's/^ *Skipped: *([0-9]+)$/\1/p' "$logs/$name" | tail -1)
  # How many kills or simulations, from which seeds: what a test says of itself in a line of its own.
  grep -hE "^ *(Kills|Simulations): " "$logs/$name"
  # A run that broke off without a count is a failure, whatever it printed.
  [ "$code" -ne 0 ] && [ "${f:-0}" -eq 0 ] && f=1
  echo "$name: ${p:-0} passed, ${f:-0} failed, ${s:-0} skipped"
  if [ "${f:-0}" -gt 0 ]; then
    grep -E -A 25 "^ *(Failed|\[xUnit.*\[FAIL\]|The active test run was aborted)" "$logs/$name" | head -150
  fi
  [ "${s:-0}" -gt 0 ] && grep -E -A 3 "^ *Skipped " "$logs/$name" | head -20
  passed=$((passed + ${p:-0})) failed=$((failed + ${f:-0})) skipped=$((skipped + ${s:-0}))
done

[ "$skipped" -gt 0 ] && echo "$passed passed, $failed failed, $skipped skipped" || echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
