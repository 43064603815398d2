#!/usr/bin/env bash
# Packs the project, installs the package into an empty folder as a user would, and runs it there under both names.
set -eu
folder=$1
mkdir -p "$folder"
npm pack --silent --pack-destination "$folder" >/dev/null
npm install --no-audit --no-fund --ignore-scripts --prefix "$folder/installed" "$folder"/svcscope-*.tgz >/dev/null
du -sh "$folder/installed/node_modules" | sed 's/\t.*/ installed/'
"$folder/installed/node_modules/.bin/svcscope" resolve -f examples/shop --no-headers | head -n 1
"$folder/installed/node_modules/.bin/kubectl-svcscope" resolve svc/web -n prod -f examples/shop -o name
