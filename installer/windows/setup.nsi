; The setup program.
;   makensis -INPUTCHARSET UTF8 -DSTAGE=… -DTEMPLATES=… -DOUT=… -DVERSION=0.1.0 -DNUMBERS=0.1.0.0 -DSIZE_KB=…
;     -DICON=… -DPANEL=… -DCOMPRESSOR=lzma setup.nsi
;
; Nobody is asked for an administrator's password and nothing is fetched. Exit codes of a silent run (/S): 3 the Windows
; is too old (/MAU=folder leaves the Excel forms there), 4 a newer version is installed, 5 the program is open, 6 the
; data could not be copied, 7 the new files could not be put in place. Up to 6, what was installed before still works.
; The program itself runs it with /CHO to wait until it is closed, /MOLAI to be opened again, /LUI to go back to an older
; version. An installation keeps the setup program it came from (bo-cai.exe) and the one before (bo-cai-truoc.exe).

Unicode true
Target amd64-unicode
ManifestSupportedOS all
ManifestDPIAware true
SetCompressor /SOLID ${COMPRESSOR}
!if "${COMPRESSOR}" == "lzma"
  SetCompressorDictSize 64
!endif
RequestExecutionLevel user
AllowSkipFiles off
CRCCheck force

!include MUI2.nsh
!include LogicLib.nsh
!include WinVer.nsh
!include FileFunc.nsh
!include WordFunc.nsh

!define KEY "Software\Microsoft\Windows\CurrentVersion\Uninstall\So-Tu-Quan"
!define KIND "SoTuQuan.GoiDuLieu"
!define PACK_KIND "SoTuQuan.GoiIn"
!define PROGRAM "So-Tu-Quan.exe"
!define LINK "Sổ Tự Quản.lnk"
; Windows 10 version 1809, the oldest that Qt 6.8 is made for.
!define OLDEST_BUILD 17763

Name "Sổ Tự Quản"
OutFile "${OUT}"
InstallDir "$LOCALAPPDATA\Programs\So-Tu-Quan"
InstallDirRegKey HKCU "${KEY}" "InstallLocation"
BrandingText "Sổ Tự Quản ${VERSION}"

VIProductVersion "${NUMBERS}"
VIFileVersion "${NUMBERS}"
VIAddVersionKey /LANG=1066 "ProductName" "Sổ Tự Quản"
VIAddVersionKey /LANG=1066 "FileDescription" "Cài đặt Sổ Tự Quản"
VIAddVersionKey /LANG=1066 "FileVersion" "${VERSION}"
VIAddVersionKey /LANG=1066 "ProductVersion" "${VERSION}"
VIAddVersionKey /LANG=1066 "CompanyName" "So Tu Quan"
VIAddVersionKey /LANG=1066 "LegalCopyright" "Apache License 2.0"

!define MUI_ICON "${ICON}"
!define MUI_UNICON "${ICON}"
!define MUI_WELCOMEFINISHPAGE_BITMAP "${PANEL}"
!define MUI_ABORTWARNING
!define MUI_LANGDLL_WINDOWTITLE "Sổ Tự Quản"
!define MUI_LANGDLL_INFO "Ngôn ngữ / Language:"
!define MUI_LANGDLL_REGISTRY_ROOT HKCU
!define MUI_LANGDLL_REGISTRY_KEY "${KEY}"
!define MUI_LANGDLL_REGISTRY_VALUENAME "Language"
!define MUI_WELCOMEPAGE_TITLE "$(WelcomeTitle)"
!define MUI_WELCOMEPAGE_TEXT "$(WelcomeText)"
!insertmacro MUI_PAGE_WELCOME
!insertmacro MUI_PAGE_INSTFILES
!define MUI_FINISHPAGE_TITLE "$(FinishTitle)"
!define MUI_FINISHPAGE_TEXT "$(FinishText)"
!define MUI_FINISHPAGE_RUN "$INSTDIR\${PROGRAM}"
!define MUI_FINISHPAGE_RUN_TEXT "$(FinishRun)"
!insertmacro MUI_PAGE_FINISH
!insertmacro MUI_UNPAGE_CONFIRM
!insertmacro MUI_UNPAGE_INSTFILES
!insertmacro MUI_LANGUAGE "Vietnamese"
!insertmacro MUI_LANGUAGE "English"
!insertmacro MUI_RESERVEFILE_LANGDLL
!include setup-words.nsh

; ---- before anything is written ----

Function .onInit
  ${GetParameters} $R0
  ${IfNot} ${AtLeastBuild} ${OLDEST_BUILD}
    Call LeaveForms
    SetErrorLevel 3
    Quit
  ${EndIf}
  ReadRegStr $0 HKCU "${KEY}" "DisplayVersion"
  ClearErrors
  ${GetOptions} $R0 "/LUI" $1
  ${If} ${Errors}
  ${AndIf} $0 != ""
    ${VersionCompare} $0 "${VERSION}" $1
    ${If} $1 == 1
      MessageBox MB_OK|MB_ICONEXCLAMATION "${NEWER_INSTALLED}" /SD IDOK
      SetErrorLevel 4
      Quit
    ${EndIf}
  ${EndIf}
  StrCpy $LANGUAGE ${LANG_VIETNAMESE}
  !insertmacro MUI_LANGDLL_DISPLAY
FunctionEnd

; This Windows will not run the program: the forms for Excel let the station work all the same.
Function LeaveForms
  ClearErrors
  ${GetOptions} $R0 "/MAU=" $1
  ${If} ${Errors}
    StrCpy $1 "$DOCUMENTS\Mau-Excel-So-Tu-Quan"
    MessageBox MB_YESNO|MB_ICONEXCLAMATION "${OLD_WINDOWS}" /SD IDNO IDYES leave
    Return
  ${EndIf}
leave:
  SetOutPath "$1"
  File "${TEMPLATES}/*.xlsx"
  MessageBox MB_OK|MB_ICONINFORMATION "${FORMS_LEFT}" /SD IDOK
FunctionEnd

; ---- installing ----

!macro REFUSE_WHILE_OPEN UN
Function ${UN}RefuseWhileOpen
  StrCpy $2 0
again:
  ${If} ${FileExists} "$INSTDIR\${PROGRAM}"
    ; Windows lets nobody write to a program that runs.
    ClearErrors
    FileOpen $0 "$INSTDIR\${PROGRAM}" a
    ${If} ${Errors}
      ; The program that asked for this is about to close.
      ClearErrors
      ${GetParameters} $R0
      ${GetOptions} $R0 "/CHO" $1
      ${IfNot} ${Errors}
      ${AndIf} $2 < 120
        IntOp $2 $2 + 1
        Sleep 500
        Goto again
      ${EndIf}
      MessageBox MB_RETRYCANCEL|MB_ICONEXCLAMATION "$(IsOpen)" /SD IDCANCEL IDRETRY again
      SetErrorLevel 5
      Quit
    ${EndIf}
    FileClose $0
  ${EndIf}
FunctionEnd
!macroend
!insertmacro REFUSE_WHILE_OPEN ""
!insertmacro REFUSE_WHILE_OPEN "un."

; What an earlier installation, or a part of one, has put there. Nothing else in the folder is touched.
!macro REMOVE_PROGRAM
  Delete "$INSTDIR\${PROGRAM}"
  Delete "$INSTDIR\tuquan.exe"
  Delete "$INSTDIR\PHIEN-BAN.txt"
  RMDir /r "$INSTDIR\python"
  RMDir /r "$INSTDIR\lib"
  RMDir /r "$INSTDIR\desktop"
  RMDir /r "$INSTDIR\resources"
  RMDir /r "$INSTDIR\docs"
  RMDir /r "$INSTDIR\GIAY-PHEP"
!macroend

; What is clicked opens the program; another program's choice of the same ending stays when this one goes.
!macro OPEN_KIND ending kind name
  WriteRegStr HKCU "Software\Classes\${ending}" "" "${kind}"
  WriteRegStr HKCU "Software\Classes\${kind}" "" "${name}"
  WriteRegStr HKCU "Software\Classes\${kind}\DefaultIcon" "" "$INSTDIR\${PROGRAM},0"
  WriteRegStr HKCU "Software\Classes\${kind}\shell\open\command" "" '"$INSTDIR\${PROGRAM}" --bundle "%1"'
!macroend

!macro FORGET_KIND ending kind
  DeleteRegKey HKCU "Software\Classes\${kind}"
  ReadRegStr $0 HKCU "Software\Classes\${ending}" ""
  ${If} $0 == "${kind}"
    DeleteRegKey HKCU "Software\Classes\${ending}"
  ${EndIf}
!macroend

; The way back, and what a rescue stick carries to a PC without a network.
Function KeepSetup
  ReadRegStr $0 HKCU "${KEY}" "DisplayVersion"
  ${If} $0 != ""
  ${AndIf} $0 != "${VERSION}"
  ${AndIf} $EXEPATH != "$INSTDIR\bo-cai-truoc.exe"
    Delete "$INSTDIR\bo-cai-truoc.exe"
    Delete "$INSTDIR\PHIEN-BAN-TRUOC.txt"
    Rename "$INSTDIR\bo-cai.exe" "$INSTDIR\bo-cai-truoc.exe"
    Rename "$INSTDIR\PHIEN-BAN.txt" "$INSTDIR\PHIEN-BAN-TRUOC.txt"
  ${EndIf}
  ${If} $EXEPATH != "$INSTDIR\bo-cai.exe"
    Delete "$INSTDIR\bo-cai.exe"
    CopyFiles /SILENT /FILESONLY "$EXEPATH" "$INSTDIR\bo-cai.exe"
  ${EndIf}
FunctionEnd

; A virus scanner holds fresh files for a moment.
!macro MOVE NAME
  StrCpy $1 0
  ${Do}
    ClearErrors
    Rename "$INSTDIR\moi\${NAME}" "$INSTDIR\${NAME}"
    ${IfNot} ${Errors}
      ${ExitDo}
    ${EndIf}
    IntOp $1 $1 + 1
    ${If} $1 = 20
      MessageBox MB_OK|MB_ICONSTOP "$(NotInPlace)" /SD IDOK
      SetErrorLevel 7
      Quit
    ${EndIf}
    Sleep 500
  ${Loop}
!macroend

Section "-program"
  Call RefuseWhileOpen
  RMDir /r "$INSTDIR\moi"
  SetOutPath "$INSTDIR\moi"
  File /r "${STAGE}/*.*"

  DetailPrint "$(Copying)"
  nsExec::ExecToLog '"$INSTDIR\moi\tuquan.exe" keep-copy'
  Pop $0
  ${If} $0 != 0
    SetOutPath "$TEMP"
    RMDir /r "$INSTDIR\moi"
    RMDir "$INSTDIR"
    MessageBox MB_OK|MB_ICONEXCLAMATION "$(NotCopied)" /SD IDOK
    SetErrorLevel 6
    Quit
  ${EndIf}

  SetOutPath "$INSTDIR"
  Call KeepSetup
  !insertmacro REMOVE_PROGRAM
  !insertmacro MOVE "GIAY-PHEP"
  !insertmacro MOVE "python"
  !insertmacro MOVE "lib"
  !insertmacro MOVE "desktop"
  !insertmacro MOVE "resources"
  !insertmacro MOVE "docs"
  !insertmacro MOVE "PHIEN-BAN.txt"
  !insertmacro MOVE "tuquan.exe"
  !insertmacro MOVE "${PROGRAM}"
  RMDir "$INSTDIR\moi"

  WriteUninstaller "$INSTDIR\go-cai-dat.exe"
  CreateShortCut "$SMPROGRAMS\${LINK}" "$INSTDIR\${PROGRAM}"
  CreateShortCut "$DESKTOP\${LINK}" "$INSTDIR\${PROGRAM}"

  !insertmacro OPEN_KIND ".tqb" "${KIND}" "$(BundleName)"
  !insertmacro OPEN_KIND ".tqgi" "${PACK_KIND}" "$(PackName)"
  System::Call 'shell32::SHChangeNotify(i 0x08000000, i 0, p 0, p 0)'

  WriteRegStr HKCU "${KEY}" "DisplayName" "Sổ Tự Quản"
  WriteRegStr HKCU "${KEY}" "DisplayVersion" "${VERSION}"
  WriteRegStr HKCU "${KEY}" "DisplayIcon" "$INSTDIR\${PROGRAM}"
  WriteRegStr HKCU "${KEY}" "Publisher" "So Tu Quan"
  WriteRegStr HKCU "${KEY}" "InstallLocation" "$INSTDIR"
  WriteRegStr HKCU "${KEY}" "UninstallString" '"$INSTDIR\go-cai-dat.exe"'
  WriteRegStr HKCU "${KEY}" "QuietUninstallString" '"$INSTDIR\go-cai-dat.exe" /S'
  WriteRegDWORD HKCU "${KEY}" "EstimatedSize" ${SIZE_KB}
  WriteRegDWORD HKCU "${KEY}" "NoModify" 1
  WriteRegDWORD HKCU "${KEY}" "NoRepair" 1

  ClearErrors
  ${GetParameters} $R0
  ${GetOptions} $R0 "/MOLAI" $1
  ${IfNot} ${Errors}
    Exec '"$INSTDIR\${PROGRAM}"'
  ${EndIf}
SectionEnd

; ---- removing ----

Function un.onInit
  StrCpy $LANGUAGE ${LANG_VIETNAMESE}
  !insertmacro MUI_UNGETLANGUAGE
FunctionEnd

Section "Uninstall"
  Call un.RefuseWhileOpen
  ; The program alone knows where its data is.
  InitPluginsDir
  nsExec::ExecToLog '"$INSTDIR\tuquan.exe" where --to "$PLUGINSDIR\cho.txt"'
  Pop $0
  StrCpy $1 ""
  ${If} $0 == 0
    FileOpen $2 "$PLUGINSDIR\cho.txt" r
    FileReadUTF16LE $2 $1
    FileClose $2
  ${EndIf}

  !insertmacro REMOVE_PROGRAM
  RMDir /r "$INSTDIR\moi"
  Delete "$INSTDIR\bo-cai.exe"
  Delete "$INSTDIR\bo-cai-truoc.exe"
  Delete "$INSTDIR\PHIEN-BAN-TRUOC.txt"
  Delete "$INSTDIR\go-cai-dat.exe"
  RMDir "$INSTDIR"
  Delete "$SMPROGRAMS\${LINK}"
  Delete "$DESKTOP\${LINK}"
  !insertmacro FORGET_KIND ".tqb" "${KIND}"
  !insertmacro FORGET_KIND ".tqgi" "${PACK_KIND}"
  DeleteRegKey HKCU "${KEY}"
  System::Call 'shell32::SHChangeNotify(i 0x08000000, i 0, p 0, p 0)'

  ${If} $1 != ""
    DetailPrint "$(DataKept)"
    MessageBox MB_OK|MB_ICONINFORMATION "$(DataKept)" /SD IDOK
  ${EndIf}
SectionEnd
