#!/usr/bin/env bash
# Compiles runtime.c, the first part of the AppImage, into build/runtime, with the licences of what is linked in.
# On Debian 12, whose squashfuse it is written for; as root it installs what it needs. From another Linux:
#   docker run --rm -v "$PWD:/src" debian:12 /src/packaging/linux/runtime.sh
set -euo pipefail
cd "$(dirname "$0")/../.."
if [ "$(id -u)" = 0 ]; then
    apt-get update -qq
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends gcc libc6-dev libsquashfuse-dev libfuse3-dev \
        zlib1g-dev liblzma-dev libzstd-dev liblz4-dev liblzo2-dev > /dev/null
fi
libraries=(squashfuse_ll squashfuse fuse3 zstd lzma lz4 lzo2 z)
out=build/runtime
rm -rf "$out"
mkdir -p "$out"
cc -O2 -Wall -Wextra -static -s -I/usr/include/squashfuse -I/usr/include/fuse3 -o "$out/runtime" packaging/linux/runtime.c \
    "${libraries[@]/#/-l}"
for library in "${libraries[@]}" c; do
    dpkg -S "$(realpath "$(cc "-print-file-name=lib$library.a")")" | cut -d: -f1
done | sort -u | while read -r package; do
    cp "/usr/share/doc/$package/copyright" "$out/system-$package.txt"
    dpkg-query -W -f='${Package}\t${Version}\n' "$package" >> "$out/packages.tsv"
done
cat "$out/packages.tsv"
