#!/usr/bin/env bash
# Makes dist/rollsuggest-VERSION-MACHINE.dmg of dist/rollsuggest.app. Signed by somebody and notarised when the names of both are given:
#   SIGN_IDENTITY="Developer ID Application: …"  NOTARY_PROFILE=…  packaging/macos/dmg.sh
set -euo pipefail
cd "$(dirname "$0")/../.."
app=dist/rollsuggest.app
version=$(sed -n 's/.*"version": "\([^"]*\)".*/\1/p' dist/rollsuggest/build.json)
dmg=dist/rollsuggest-$version-$(uname -m).dmg
if [ -n "${SIGN_IDENTITY:-}" ]; then
    codesign --deep --force --options runtime --timestamp --entitlements packaging/macos/entitlements.plist \
        --sign "$SIGN_IDENTITY" "$app"
else  # sealed by nobody: the build put licences into it after PyInstaller had sealed it
    codesign --deep --force --sign - "$app"
fi
codesign --verify --deep --strict "$app"
tree=build/dmg
rm -rf "$tree" "$dmg"
mkdir -p "$tree"
cp -R "$app" "$tree/"
ln -s /Applications "$tree/Applications"
hdiutil create -volname rollsuggest -srcfolder "$tree" -format UDZO "$dmg"
if [ -n "${SIGN_IDENTITY:-}" ]; then
    codesign --timestamp --sign "$SIGN_IDENTITY" "$dmg"
fi
if [ -n "${NOTARY_PROFILE:-}" ]; then
    xcrun notarytool submit "$dmg" --keychain-profile "$NOTARY_PROFILE" --wait
    xcrun stapler staple "$dmg"
fi
