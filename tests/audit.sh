#!/usr/bin/env bash
# Asks the package source for known weaknesses of what the product uses. Exit code 0: there are none of moderate severity or above; 1: there are; 3: the source does not answer.
# A source that keeps no advisories says of every package that it has none. So a package whose weakness everybody knows is asked for first: who does not know of that one knows nothing.
set -uo pipefail
cd "$(dirname "$0")/.." || exit 1
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1
severe='"severity": *"(Moderate|High|Critical)"'
probe=$(mktemp -d)
trap 'rm -rf "$probe"' EXIT
cat >"$probe/probe.csproj" <<'PROJECT'
<Project Sdk="Microsoft.NET.Sdk">
  <PropertyGroup><TargetFramework>net10.0</TargetFramework></PropertyGroup>
  <ItemGroup><PackageReference Include="Newtonsoft.Json" Version="12.0.1" /></ItemGroup>
</Project>
PROJECT

list() { timeout 300 dotnet list "$1" package --vulnerable --include-transitive --format json; }
if ! timeout 300 dotnet restore "$probe/probe.csproj" >/dev/null 2>&1 || ! list "$probe/probe.csproj" 2>/dev/null | grep -qE "$severe"; then
  echo "dependency audit: the package source does not answer"
  exit 3
fi

if ! found=$(list Coordination.sln 2>/dev/null); then
  echo "dependency audit: the package source does not answer"
  exit 3
fi

if grep -qE "$severe" <<<"$found"; then
  echo "dependency audit: packages with known weaknesses of moderate severity or above:"
  timeout 300 dotnet list Coordination.sln package --vulnerable --include-transitive | grep -E "^ *>|^Project" | sort -u
  exit 1
fi

echo "dependency audit: no known weakness of moderate severity or above"
