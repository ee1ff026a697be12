@echo off
rem Builds the solution in Release, runs every test project and ends with a line such as `412 passed, 0 failed, 3 skipped`.
rem --soak runs the slow tests (trait category=soak) and only them; --filter TEXT only those whose full name contains TEXT.
setlocal enabledelayedexpansion
set "root=%~dp0"
set "results=%root%artifacts\test"
set DOTNET_CLI_TELEMETRY_OPTOUT=1
set DOTNET_NOLOGO=1
set "trait=-trait- category=soak"
set "method="

:arguments
if "%~1"=="" goto :start
if /i "%~1"=="--soak" (
  set "trait=-trait category=soak"
  shift
  goto :arguments
)
if /i "%~1"=="--filter" if not "%~2"=="" (
  set "method=-method *%~2*"
  shift
  shift
  goto :arguments
)
echo test [--soak] [--filter TEXT] 1>&2
exit /b 2

:start
where dotnet >nul 2>nul || goto :missing
pushd "%root%"
dotnet --version >nul 2>nul || (popd & goto :missing)
if not defined EPOCHE_DATA if exist "%root%..\shared\data" set "EPOCHE_DATA=%root%..\shared\data"
if exist "%results%" rmdir /s /q "%results%"
mkdir "%results%"
echo Building everything ^(about two minutes on two cores, the first time^), then some 7,000 tests ^(about ten^) ...
dotnet build Epoche.slnx -c Release -v minimal --tl:off > "%results%\build.log" 2>&1
if errorlevel 1 (
  findstr /c:": error" "%results%\build.log" 1>&2
  echo The build failed; its full log is %results%\build.log 1>&2
  echo 0 passed, 1 failed
  popd
  exit /b 1
)
set /a passed=0, failed=0, skipped=0
for /d %%d in (tests\*.Tests) do (
  set "name=%%~nxd"
  set "log=%results%\!name!.log"
  echo !name!
  "%%d\bin\Release\net10.0\!name!.exe" -noLogo -noColor !trait! !method! > "!log!" 2>&1
  set "code=!errorlevel!"
  findstr /v /c:"Discover" /c:"  Starting: " /c:"  Finished: " /c:"=== TEST EXECUTION SUMMARY" "!log!"
  set "found="
  for /f "tokens=3,5,7,9,12 delims=:, " %%a in ('findstr /r /c:" Total: " "!log!"') do (
    set found=1
    if not "%%b"=="" (
      set /a "failed+=%%b+%%c, skipped+=%%d, passed+=%%a-%%c-%%d-%%e"
    )
  )
  if not defined found (
    echo !name! ended without a summary, exit code !code!; see !log!
    set /a failed+=1
  )
)
popd
if %skipped% gtr 0 (echo %passed% passed, %failed% failed, %skipped% skipped) else (echo %passed% passed, %failed% failed)
if %failed% gtr 0 exit /b 1
if %passed% equ 0 exit /b 1
exit /b 0

:missing
echo Epoche needs the .NET 10 SDK: install it from https://dotnet.microsoft.com/download/dotnet/10.0 (or with: winget install Microsoft.DotNet.SDK.10) and try again. 1>&2
exit /b 1
