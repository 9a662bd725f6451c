#!/usr/bin/env bash
# Makes dist/rollsuggest.dmg of dist/rollsuggest.app. Signed and notarised when the names of both are given:
#   SIGN_IDENTITY="Developer ID Application: …"  NOTARY_PROFILE=…  packaging/macos/dmg.sh
set -euo pipefail
cd "$(dirname "$0")/../.."
app=dist/rollsuggest.app
if [ -n "${SIGN_IDENTITY:-}" ]; then
    codesign --deep --force --options runtime --timestamp --sign "$SIGN_IDENTITY" "$app"
fi
tree=build/dmg
rm -rf "$tree" dist/rollsuggest.dmg
mkdir -p "$tree"
cp -R "$app" "$tree/"
ln -s /Applications "$tree/Applications"
hdiutil create -volname rollsuggest -srcfolder "$tree" -format UDZO dist/rollsuggest.dmg
if [ -n "${NOTARY_PROFILE:-}" ]; then
    xcrun notarytool submit dist/rollsuggest.dmg --keychain-profile "$NOTARY_PROFILE" --wait
    xcrun stapler staple dist/rollsuggest.dmg
fi
