#!/usr/bin/env bash
# Installs the system tools that some tests need, where it may; elsewhere says loudly which tests will be skipped.
# It never fails for want of a tool: pytest names the skipped tests, and fails them where CI=true.
set -uo pipefail

declare -A PACKAGE_OF=(
  [chromium]=chromium
  [writer]=libreoffice-writer
  [calc]=libreoffice-calc
  [fontconfig]=fontconfig
  [font]=fonts-noto-cjk
  [typescript]=typescript
)
declare -A TESTS_OF=(
  [chromium]="the site in a browser"
  [writer]="reading .doc and .wps files"
  [calc]="the workbook opened by an office program"
  [fontconfig]="the site in a browser (fonts cannot be looked up), recognising text in images (OCR)"
  [font]="the site in a browser (Chinese would be drawn as boxes), recognising text in images (OCR)"
  [typescript]="the TypeScript types of the published files"
)
PACKAGES_OF_NPM=tests/contract/package.json
NPM_FOLDER=.venv/npm

has() { command -v "$1" >/dev/null 2>&1; }

# LibreOffice is split into packages on Debian alone; elsewhere soffice brings both programs.
has_office() {
  if has dpkg-query; then
    [[ $(dpkg-query -W -f='${Status}' "$1" 2>/dev/null) == "install ok installed" ]] || { ! on_debian && has soffice; }
  else
    has soffice
  fi
}

on_debian() { has apt-get && [[ -r /etc/debian_version ]]; }

present() {
  case $1 in
    chromium) has chromium || has chromium-browser || has google-chrome ;;
    writer) has_office libreoffice-writer ;;
    calc) has_office libreoffice-calc ;;
    fontconfig) has fc-list ;;
    font) has fc-list && [[ -n $(fc-list :lang=zh-cn family 2>/dev/null) ]] ;;
    typescript) [[ -e $NPM_FOLDER/node_modules/.bin/tsc ]] && cmp -s "$PACKAGES_OF_NPM" "$NPM_FOLDER/package.json" ;;
  esac
}

find_missing() {
  missing=()
  local tool
  for tool in chromium writer calc fontconfig font typescript; do
    present "$tool" || missing+=("$tool")
  done
}

# Prints the words that stand before a privileged command, or fails where there is no right to run one.
privilege() {
  if [[ $(id -u) == 0 ]]; then echo env; elif has sudo && sudo -n true 2>/dev/null; then echo "sudo -n env"; else return 1; fi
}

# Node comes in a wheel, so that npm stands in .venv; what it installs is pinned in package.json.
install_typescript() {
  echo "Installing the TypeScript compiler into $NPM_FOLDER (once)"
  mkdir -p "$NPM_FOLDER" && rm -rf "$NPM_FOLDER/node_modules" && cp "$PACKAGES_OF_NPM" "$NPM_FOLDER/package.json" || return 1
  PATH=$PWD/.venv/bin:$PATH npm install --prefix "$NPM_FOLDER" --no-package-lock --no-audit --no-fund --ignore-scripts \
    --loglevel=error >/dev/null
}

install_missing() {
  local as_root apt packages=() tool
  as_root="$(privilege) DEBIAN_FRONTEND=noninteractive" || return 1
  apt="$as_root apt-get -qq -o DPkg::Lock::Timeout=300 -o Dpkg::Use-Pty=0"
  for tool in "${missing[@]}"; do
    [[ $tool == typescript ]] || packages+=("${PACKAGE_OF[$tool]}")
  done
  ((${#packages[@]})) || return 0
  echo "Installing system tools for the tests: ${packages[*]} (once; takes a few minutes)"
  # An old package list still serves most installs, so a failed update is no reason to stop.
  $apt update || echo "apt-get update failed; going on with the package list at hand"
  $apt install --yes --no-install-recommends "${packages[@]}" >/dev/null
}

report_missing() {
  echo "================ SYSTEM TOOLS ARE MISSING ================" >&2
  local tool
  for tool in "${missing[@]}"; do
    echo "  ${PACKAGE_OF[$tool]}: without it these tests are skipped: ${TESTS_OF[$tool]}" >&2
  done
  echo "  On Debian or Ubuntu: apt-get install --no-install-recommends chromium libreoffice-writer libreoffice-calc fontconfig fonts-noto-cjk" >&2
  echo "==========================================================" >&2
}

find_missing
if [[ " ${missing[*]} " == *" typescript "* ]]; then
  install_typescript || echo "The TypeScript compiler could not be installed here (npm failed)." >&2
  find_missing
fi
if ((${#missing[@]})) && on_debian; then
  install_missing || echo "The system tools could not be installed here (no right to, or apt-get failed)." >&2
  find_missing
fi
if ((${#missing[@]})); then report_missing; fi
exit 0
