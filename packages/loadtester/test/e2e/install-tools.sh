#!/usr/bin/env bash
# Installs the programs that the load tester's tests run: from packages of the system, or built with Go into ~/.cache/loadtester-tools/bin.
set -euo pipefail

declare -A packages=([hey]=hey [bats]=bats [wrk]=wrk [curl]=curl [openssl]=openssl [unshare]=util-linux [go]=golang-go)
declare -A modules=([helm]=helm.sh/helm/v3/cmd/helm@v3.20.2 [ghz]=github.com/bojand/ghz/cmd/ghz@v0.120.0)
bin=${XDG_CACHE_HOME:-$HOME/.cache}/loadtester-tools/bin
export PATH=$PATH:$bin

missing=()
for program in "${!packages[@]}"; do
  command -v "$program" >/dev/null || missing+=("${packages[$program]}")
done
if [[ ${#missing[@]} -gt 0 ]]; then
  sudo=(); [[ $EUID -eq 0 ]] || sudo=(sudo)
  "${sudo[@]}" apt-get update -qq
  "${sudo[@]}" apt-get install -y -qq "${missing[@]}"
fi
for program in "${!modules[@]}"; do
  command -v "$program" >/dev/null || GOBIN=$bin CGO_ENABLED=0 go install "${modules[$program]}"
done
