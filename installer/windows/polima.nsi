; The Windows installer: makensis -DVERSION=0.1.0 polima.nsi, after `build.py bundle` ran on Windows.
; Compiled by makensis on Linux with a stand-in folder; NEVER run on Windows so far. Installs for the
; current user, so no administrator is needed; the data in the user's folder stays when it is removed.
Unicode true
!include "MUI2.nsh"

!ifndef VERSION
  !error "Give the version: makensis -DVERSION=0.1.0 polima.nsi"
!endif
!ifndef FOLDER
  !define FOLDER "..\..\dist\polima"
!endif
!ifndef OUT
  !define OUT "..\..\dist\polima-desktop-${VERSION}-setup.exe"
!endif
!define KEY "Software\Microsoft\Windows\CurrentVersion\Uninstall\SI-POLIMA"

Name "SI POLIMA"
OutFile "${OUT}"
InstallDir "$LOCALAPPDATA\Programs\SI POLIMA"
RequestExecutionLevel user
SetCompressor /SOLID lzma

!insertmacro MUI_PAGE_DIRECTORY
!insertmacro MUI_PAGE_INSTFILES
!insertmacro MUI_UNPAGE_CONFIRM
!insertmacro MUI_UNPAGE_INSTFILES
!insertmacro MUI_LANGUAGE "Indonesian"

Section
  SetOutPath "$INSTDIR"
  File /r "${FOLDER}/*"
  WriteUninstaller "$INSTDIR\hapus.exe"
  CreateShortcut "$SMPROGRAMS\SI POLIMA.lnk" "$INSTDIR\polimaw.exe"
  WriteRegStr HKCU "${KEY}" "DisplayName" "SI POLIMA"
  WriteRegStr HKCU "${KEY}" "DisplayVersion" "${VERSION}"
  WriteRegStr HKCU "${KEY}" "DisplayIcon" "$INSTDIR\polimaw.exe"
  WriteRegStr HKCU "${KEY}" "UninstallString" '"$INSTDIR\hapus.exe"'
SectionEnd

Section "Uninstall"
  Delete "$SMPROGRAMS\SI POLIMA.lnk"
  RMDir /r "$INSTDIR"
  DeleteRegKey HKCU "${KEY}"
SectionEnd
