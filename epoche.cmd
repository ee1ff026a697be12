@echo off
rem Starts the `epoche` program of this clone; builds it first when a source is newer than the last build.
setlocal
set "root=%~dp0"
set "out=%root%artifacts\epoche"
set DOTNET_CLI_TELEMETRY_OPTOUT=1
set DOTNET_NOLOGO=1

rem The sources of the last build are kept as copies: xcopy /D /L names the files that are newer than their copy, quicker than PowerShell starts.
set "stale="
if not exist "%out%\windows\epoche.exe" set stale=1
if not exist "%out%\seen" set stale=1
if not defined stale (
  pushd "%root%"
  for /f "delims=" %%f in ('xcopy src "%out%\seen" /D /L /S /Y /I 2^>nul ^| findstr /b /i /l /c:"src" ^| findstr /v /i /l /c:"\obj\Release" /c:"\bin\Release"') do set stale=1
  popd
)
if defined stale call :build || exit /b 1
"%out%\windows\epoche.exe" %*
exit /b %errorlevel%

:build
where dotnet >nul 2>nul || goto :missing
pushd "%root%"
dotnet --version >nul 2>nul || (popd & goto :missing)
if not exist "%out%" mkdir "%out%"
echo Building epoche: once, and again after a change of its sources. Takes one to two minutes; the first time it asks NuGet for packages. 1>&2
if exist "%out%\seen" rmdir /s /q "%out%\seen"
if exist "%out%\next" rmdir /s /q "%out%\next"
xcopy src "%out%\copy" /S /Y /I /Q >nul
dotnet publish src\Epoche.Cli -c Release -o "%out%\next" -p:AheadOfTime=true -v minimal --tl:off > "%out%\build.log" 2>&1
if errorlevel 1 dotnet publish src\Epoche.Cli -c Release -o "%out%\next" -v minimal --tl:off > "%out%\build.log" 2>&1
if errorlevel 1 (
  findstr /c:": error" "%out%\build.log" 1>&2
  echo The build failed; its full log is %out%\build.log 1>&2
  popd
  exit /b 1
)
if exist "%out%\windows" rmdir /s /q "%out%\windows"
if exist "%out%\windows" (
  echo The program is running and cannot be replaced: close it and try again. 1>&2
  popd
  exit /b 1
)
move "%out%\next" "%out%\windows" >nul
move "%out%\copy" "%out%\seen" >nul
popd
exit /b 0

:missing
echo Epoche needs the .NET 10 SDK: install it from https://dotnet.microsoft.com/download/dotnet/10.0 (or with: winget install Microsoft.DotNet.SDK.10) and try again. 1>&2
exit /b 1
