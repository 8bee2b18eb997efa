#!/bin/sh
# Prepares a Debian machine to run and test the program: system libraries that Qt needs, a virtual
# environment, and the locked packages. Safe to run again: what is there already is left alone.
set -eu
cd "$(dirname "$0")/../.."

stamp=.venv/.ready
if [ -f "$stamp" ] && [ ! requirements.lock -nt "$stamp" ] && [ ! pyproject.toml -nt "$stamp" ] \
    && [ ! installer/linux/setup.sh -nt "$stamp" ]; then
    exit 0
fi

# python3-venv makes the environment; the lib* packages are what Qt's window and offscreen platforms load;
# age, minisign and unzip are the independent tools that the tests open and verify our bundles with, qpdf our paper; gcc
# compiles the recorder of writes and flushes from which the tests make power cuts; postgresql is the server of the
# consolidated register, which the tests start themselves.
packages="python3-venv libgl1 libegl1 libdbus-1-3 libfontconfig1 libglib2.0-0 libxkbcommon0
    libxkbcommon-x11-0 libxcb-cursor0 libxcb-icccm4 libxcb-image0 libxcb-keysyms1 libxcb-render-util0
    libxcb-randr0 libxcb-render0 libxcb-shape0 libxcb-shm0 libxcb-sync1 libxcb-xfixes0 libxcb-xinerama0
    libxcb-xkb1 libx11-xcb1 libcups2 age minisign unzip qpdf gcc libc6-dev postgresql"
missing=""
if command -v dpkg-query >/dev/null; then
    for package in $packages; do
        status=$(dpkg-query -W -f='${Status}' "$package" 2>/dev/null || true)
        [ "$status" = "install ok installed" ] || missing="$missing $package"
    done
fi
if [ -n "$missing" ]; then
    if [ "$(id -u)" -ne 0 ]; then
        echo "Cần cài các gói hệ thống sau bằng quyền quản trị (as root): apt-get install$missing" >&2
        exit 1
    fi
    export DEBIAN_FRONTEND=noninteractive
    apt-get update -qq
    # shellcheck disable=SC2086  # a list of package names is meant to be split
    apt-get install -y -qq --no-install-recommends $missing >/dev/null
fi

[ -x .venv/bin/python ] || "${PYTHON:-python3}" -m venv .venv
.venv/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
.venv/bin/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
touch "$stamp"
