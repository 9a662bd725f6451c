#!/usr/bin/env bash
# Makes dist/rollsuggest-x86_64.AppImage of dist/rollsuggest. Needs `appimagetool` on the PATH (it is fetched by nobody here).
set -euo pipefail
cd "$(dirname "$0")/../.."
id=io.github.rollsuggest
tree=build/rollsuggest.AppDir
rm -rf "$tree"
mkdir -p "$tree/usr/lib" "$tree/usr/share/metainfo"
cp -a dist/rollsuggest "$tree/usr/lib/rollsuggest"
cp "packaging/linux/$id.desktop" "$tree/"
cp "packaging/linux/$id.metainfo.xml" "$tree/usr/share/metainfo/$id.appdata.xml"
cp build/icons/256.png "$tree/$id.png"
printf '#!/bin/sh\nexec "$(dirname "$(readlink -f "$0")")/usr/lib/rollsuggest/rollsuggest" "$@"\n' > "$tree/AppRun"
chmod +x "$tree/AppRun"
ARCH="$(uname -m)" appimagetool --no-appstream "$tree" "dist/rollsuggest-$(uname -m).AppImage"
