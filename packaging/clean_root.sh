#!/usr/bin/env bash
# Installs a .deb in a fresh Debian made for it, runs its self-test and opens its window once. As root; needs debootstrap.
#   packaging/clean_root.sh dist/rollsuggest_0.1.0_amd64.deb [FOLDER]      FOLDER: a root that is there already
set -euo pipefail
deb=$(readlink -f "$1")
root=${2:-$(mktemp -d)/root}
mirror=$(awk '/^URIs:/ {print $2; exit}' /etc/apt/sources.list.d/*.sources)
[ -d "$root/usr" ] || debootstrap --variant=minbase bookworm "$root" "$mirror"
cp "$deb" "$root/tmp/rollsuggest.deb"
mountpoint -q "$root/proc" || mount -t proc proc "$root/proc"
mountpoint -q "$root/dev/shm" || { mkdir -p "$root/dev/shm"; mount -t tmpfs tmpfs "$root/dev/shm"; }
trap 'umount "$root/dev/shm" "$root/proc"' EXIT
inside() { chroot "$root" /usr/bin/env -i HOME=/root PATH=/usr/sbin:/usr/bin:/sbin:/bin DEBIAN_FRONTEND=noninteractive "$@"; }
inside apt-get update -qq
inside apt-get install -y -qq --no-install-recommends /tmp/rollsuggest.deb
inside du -sm /opt/rollsuggest
inside rollsuggest self-test
inside apt-get install -y -qq --no-install-recommends xvfb xauth
code=0
inside timeout 20 xvfb-run -a rollsuggest || code=$?
[ "$code" = 124 ] && echo "the window stood open for 20 s" || { echo "the window closed by itself: $code"; exit 1; }
