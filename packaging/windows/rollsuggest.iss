; Inno Setup 6.4 or later: iscc packaging\windows\rollsuggest.iss, after packaging\app\build.py, which writes the version.
; For one person, without an administrator. Signed when SignTool is configured as "sign" and /DSign=1 is given.
#include "..\..\build\version.iss"
[Setup]
AppId={{6B0B9A60-6D1C-4E2B-9C7E-3F1B7B6A5D10}
AppName=rollsuggest
AppVersion={#Version}
AppPublisher=The rollsuggest project
; What Qt needs: Windows 10, 1809.
MinVersion=10.0.17763
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
Name: "ar"; MessagesFile: "compiler:Languages\Arabic.isl"
[Messages]
; The library is the person's and stays; whoever removes the program hears where.
en.UninstalledAll=%1 was removed. What it learned of your photos stays in AppData\Local\rollsuggest.
pt.UninstalledAll=%1 foi removido. O que ele aprendeu sobre suas fotos continua em AppData\Local\rollsuggest.
es.UninstalledAll=%1 se ha quitado. Lo que aprendió de tus fotos sigue en AppData\Local\rollsuggest.
de.UninstalledAll=%1 ist entfernt. Was es über deine Fotos gelernt hat, bleibt in AppData\Local\rollsuggest.
fr.UninstalledAll=%1 a été supprimé. Ce qu'il a appris de vos photos reste dans AppData\Local\rollsuggest.
ja.UninstalledAll=%1 を削除しました。写真について学んだことは AppData\Local\rollsuggest に残っています。
ar.UninstalledAll=%1 أُزيل. ما عرفه عن صورك يبقى في AppData\Local\rollsuggest.
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
