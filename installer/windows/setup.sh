#!/bin/sh
# Prepares a Debian machine to build the installers and to try them: NSIS, a C compiler for Windows, Wine, and what
# checks signatures. Safe to run again: what is there already is left alone.
set -eu
cd "$(dirname "$0")/../.."

# nsis makes the setup program; gcc-mingw-w64 the launcher; wine64 runs both; osslsigncode and openssl check the
# interpreter's signatures; the file, icon and desktop-entry checkers look at the .deb; xvfb and xdotool open the setup
# program for the handbook's picture of it.
packages="nsis gcc-mingw-w64-x86-64-win32 binutils-mingw-w64-x86-64 wine wine64 osslsigncode openssl ca-certificates
    desktop-file-utils shared-mime-info dpkg unzip age minisign xvfb xdotool"
missing=""
for package in $packages; do
    status=$(dpkg-query -W -f='${Status}' "$package" 2>/dev/null || true)
    [ "$status" = "install ok installed" ] || missing="$missing $package"
done
[ -n "$missing" ] || exit 0
if [ "$(id -u)" -ne 0 ]; then
    echo "Cần cài các gói hệ thống sau bằng quyền quản trị (as root): apt-get install$missing" >&2
    exit 1
fi
export DEBIAN_FRONTEND=noninteractive
apt-get update -qq
# shellcheck disable=SC2086  # a list of package names is meant to be split
apt-get install -y -qq --no-install-recommends $missing >/dev/null
