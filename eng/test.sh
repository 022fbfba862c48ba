#!/bin/sh
# Builds everything and runs all tests, or those of the projects named: ./3db test [PROJECT…], for example ./3db test Postgres Server
# ./3db test --faults runs the long form of the tests of faults (hundreds of kills, ten minutes without an engine, every link
# spoilt for five minutes in each way, every planted fault): hours.
# Ends with a line "N passed, N failed, N skipped". Exit code 1 when a test failed, or a project did not run.
set -eu

root=$(CDPATH= cd -- "$(dirname -- "$0")/.." && pwd)
cd "$root"
command -v dotnet >/dev/null 2>&1 || { echo "3db: the .NET SDK is not here. Install version 10 (https://dot.net)." >&2; exit 1; }

if [ "${1:-}" = --faults ]; then
  shift
  export THREEDB_FAULTS=long
  set -- Sync Cli Connectors.Age Connectors.FalkorDb Connectors.Neo4j Connectors.Valkey "$@"
fi

passed=0 failed=0 skipped=0 broken=0
logs=$root/artifacts/test-logs
mkdir -p "$logs"

# The tests of the command line run the program as it is built for users.
"$root/3db" --version >/dev/null

printf 'Building the tests …\n'
if ! dotnet build ThreeDb.slnx -c Release -v quiet -nologo --disable-build-servers >"$logs/build.log" 2>&1; then
  cat "$logs/build.log"
  echo "0 passed, 0 failed, 0 skipped"
  exit 1
fi

wanted() {
  [ $# -gt 1 ] || return 0
  project=$1
  shift
  for name; do
    case $project in "$name" | "ThreeDb.$name" | "ThreeDb.$name.Tests" | "ThreeDb.$name"Tests) return 0 ;; esac
  done
  return 1
}

number() {
  sed -n "s/.*[ ,]$2: \([0-9]*\).*/\1/p" "$1" | tail -n 1
}

for folder in test/*Tests; do
  project=${folder#test/}
  wanted "$project" "$@" || continue
  log=$logs/$project.log
  began=$(date +%s)
  dotnet "artifacts/bin/$project/release/$project.dll" -noColor >"$log" 2>&1 </dev/null && code=0 || code=$?
  total=$(number "$log" Total)
  if [ -z "$total" ]; then
    cat "$log"
    printf '%-36s did not run (exit code %s)\n' "$project" "$code"
    broken=$((broken + 1))
    continue
  fi
  wrong=$(($(number "$log" Errors) + $(number "$log" Failed)))
  left=$(number "$log" Skipped)
  passed=$((passed + total - wrong - left)) failed=$((failed + wrong)) skipped=$((skipped + left))
  [ "$wrong" -eq 0 ] || cat "$log"
  [ "$left" -eq 0 ] || grep -A 1 '\[SKIP\]' "$log" || true
  [ "$code" -eq 0 ] || [ "$wrong" -gt 0 ] || { cat "$log"; broken=$((broken + 1)); }
  printf '%-36s %5s passed, %s failed, %s skipped  (%s s)\n' "$project" $((total - wrong - left)) "$wrong" "$left" $(($(date +%s) - began))
done

table=$root/artifacts/planted-faults.md
[ ! -f "$table" ] || [ "$table" -ot "$logs/build.log" ] || cat "$table"
[ "$broken" -eq 0 ] || printf '%s projects did not end as they should.\n' "$broken"
[ $((passed + failed + skipped)) -gt 0 ] || { echo "3db: no test project matches '$*'." >&2; broken=1; }
failed=$((failed + broken))
printf '%s passed, %s failed, %s skipped\n' "$passed" "$failed" "$skipped"
[ "$failed" -eq 0 ]
