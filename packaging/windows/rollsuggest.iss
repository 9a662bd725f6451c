; Inno Setup 6.3 or later: iscc packaging\windows\rollsuggest.iss, after packaging\app\build.py, which writes the version.
; For one person, without an administrator. Signed when SignTool is configured as "sign" and /DSign=1 is given.
#include "..\..\build\version.iss"
[Setup]
AppId={{6B0B9A60-6D1C-4E2B-9C7E-3F1B7B6A5D10}
AppName=rollsuggest
AppVersion={#Version}
DefaultDirName={localappdata}\Programs\rollsuggest
PrivilegesRequired=lowest
DisableProgramGroupPage=yes
DisableDirPage=auto
OutputDir=..\..\dist
OutputBaseFilename=rollsuggest-{#Version}-setup
SetupIconFile=..\..\build\icons\rollsuggest.ico
UninstallDisplayIcon={app}\rollsuggest.exe
Compression=lzma2/max
SolidCompression=yes
ArchitecturesAllowed=x64compatible
ArchitecturesInstallIn64BitMode=x64compatible
#ifdef Sign
SignTool=sign
#endif
[Languages]
Name: "en"; MessagesFile: "compiler:Default.isl"
Name: "pt"; MessagesFile: "compiler:Languages\BrazilianPortuguese.isl"
Name: "es"; MessagesFile: "compiler:Languages\Spanish.isl"
Name: "de"; MessagesFile: "compiler:Languages\German.isl"
Name: "fr"; MessagesFile: "compiler:Languages\French.isl"
Name: "ja"; MessagesFile: "compiler:Languages\Japanese.isl"
[InstallDelete]
; What an older version had and this one has not.
Type: filesandordirs; Name: "{app}\_internal"
Type: filesandordirs; Name: "{app}\licences"
[Files]
Source: "..\..\dist\rollsuggest\*"; DestDir: "{app}"; Flags: recursesubdirs ignoreversion
[Icons]
Name: "{autoprograms}\rollsuggest"; Filename: "{app}\rollsuggest.exe"
[Registry]
; What "Start with this computer" wrote goes with the program.
Root: HKCU; Subkey: "Software\Microsoft\Windows\CurrentVersion\Run"; ValueType: none; ValueName: "io.github.rollsuggest"; Flags: uninsdeletevalue dontcreatekey
[Run]
Filename: "{app}\rollsuggest.exe"; Flags: nowait postinstall skipifsilent
