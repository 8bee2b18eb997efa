#!/bin/sh
# Installs the programs that `make bench` measures beside ours: LibreOffice's writer, KeePassXC and Gramps. What cannot be
# installed is said in a sentence and left out; the bench then lists it under what was not compared.
set -u

for peer in soffice:libreoffice-writer-nogui keepassxc-cli:keepassxc gramps:gramps; do
    command -v "${peer%%:*}" >/dev/null && continue
    package=${peer##*:}
    if ! command -v apt-get >/dev/null || [ "$(id -u)" -ne 0 ]; then
        echo "$package is not installed, and only root can install it here: not compared."
        continue
    fi
    export DEBIAN_FRONTEND=noninteractive
    [ -n "${listed:-}" ] || apt-get update -qq || true
    listed=yes
    apt-get install -y -qq --no-install-recommends "$package" >/dev/null \
        || echo "$package could not be installed: not compared."
done
