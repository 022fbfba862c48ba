#!/bin/sh
# Writes docs/openapi anew, as the server describes itself.
set -eu
cd "$(dirname "$0")/.."
dotnet build test/ThreeDb.ArchitectureTests -c Release -v q
THREEDB_UPDATE=1 dotnet artifacts/bin/ThreeDb.ArchitectureTests/release/ThreeDb.ArchitectureTests.dll -noColor \
  -method "*.The_committed_document_is_what_the_server_gives"
