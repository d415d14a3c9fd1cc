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
gpg gnupg
nginx nginx
sslscan sslscan
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

# One more thing that passes or fails; where the source does not answer it is neither, and the line says so.
bash tests/audit.sh
case $? in
  0) echo "1 0 0" >"$logs/audit.counts" ;;
  3) echo "0 0 0" >"$logs/audit.counts" ;;
  *) echo "0 1 0" >"$logs/audit.counts" ;;
esac

# What a log says was passed, failed or skipped.
count() { sed -nE "s/^ *$2: *([0-9]+)\$/\1/p" "$logs/$1" | tail -1; }

# Runs one project, or the part of it that a filter chooses, and says what came of it. The last line of its log is what it counts for.
run_project() {
  name=$(basename "$1" .csproj)${2:+, $2}
  dotnet test "$1" ${2:+--filter "$2"} --no-build --blame-hang-timeout "$hang" --logger "console;verbosity=detailed" >"$logs/$name" 2>&1
  code=$?
  p=$(count "$name" Passed) f=$(count "$name" Failed) s=$(count "$name" Skipped)
  # A run that broke off without a count is a failure, whatever it printed.
  [ "$code" -ne 0 ] && [ "${f:-0}" -eq 0 ] && f=1
  {
    # How many kills or simulations, from which seeds: what a test says of itself in a line of its own.
    grep -hE "^ *(Kills|Simulations): " "$logs/$name"
    echo "$name: ${p:-0} passed, ${f:-0} failed, ${s:-0} skipped, $(sed -nE 's/^ *Total time: *//p' "$logs/$name" | tail -1)"
    if [ "${f:-0}" -gt 0 ]; then
      grep -E -A 15 "^ *(Failed [^:]|The active test run was aborted)" "$logs/$name" | grep -vE "^ *Passed [^:]" | head -150
    fi
    [ "${s:-0}" -gt 0 ] && grep -E -A 3 "^ *Skipped " "$logs/$name" | head -20
  } >"$logs/$name.said"
  cat "$logs/$name.said"
  echo "${p:-0} ${f:-0} ${s:-0}" >"$logs/$name.counts"
}
export -f run_project count
export logs hang

projects=()
for project in tests/*/*.csproj; do
  name=$(basename "$project" .csproj)
  grep -q "<IsTestProject>true" "$project" || continue
  [ -n "$(find "tests/$name" -name '*.cs' -not -path '*/obj/*' -print -quit)" ] || continue
  case $name in
    Coordination.Faults) ;;
    # The longest begin, so that nobody waits for them at the end; the very longest in three parts.
    Coordination.Scenarios)
      projects=("$project|FullyQualifiedName~Scenarios.When_" "$project|FullyQualifiedName~Scenarios.Browser" "$project|FullyQualifiedName!~Scenarios.When_&FullyQualifiedName!~Scenarios.Browser" "${projects[@]}") ;;
    *) projects+=("$project") ;;
  esac
done

# Most tests wait more than they work, so two projects run at a time; those whose processes are killed and frozen run alone.
# shellcheck disable=SC2016
printf '%s\n' "${projects[@]}" | xargs -P 2 -I {} bash -c 'run_project "${1%%|*}" "$(cut -s -d"|" -f2 <<<"$1")"' - {}
run_project tests/Coordination.Faults/Coordination.Faults.csproj

scanned=0
if [ "${COORDINATION_SOAK:-}" = 1 ]; then
  # Scanners from outside against what was built.
  tests/scan.sh || scanned=1
fi

read -r passed failed skipped < <(cat "$logs"/*.counts | awk '{ p += $1; f += $2; s += $3 } END { print p + 0, f + 0, s + 0 }')
failed=$((failed + scanned))
[ "$(find "$logs" -name '*.counts' | wc -l)" -eq $((${#projects[@]} + 2)) ] || failed=$((failed + 1))
# Once more by name alone, where whoever sees only the end of this finds them.
grep -hE "^ *Failed [^:]" "$logs"/*.said
[ "$skipped" -gt 0 ] && echo "$passed passed, $failed failed, $skipped skipped" || echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
