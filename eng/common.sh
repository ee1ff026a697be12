# Shared by the scripts in the root of the repository: finds the .NET SDK and lets one build run at a time.
# Expects `root`, the folder of the repository.

export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 DOTNET_CLI_WORKLOAD_UPDATE_NOTIFY_DISABLE=true

missing_sdk() {
  echo "Epoche needs the .NET 10 SDK: install it from https://dotnet.microsoft.com/download/dotnet/10.0" \
    "(or with: curl -sSL https://dot.net/v1/dotnet-install.sh | bash -s -- --channel 10.0) and try again." >&2
  exit 1
}

# Sets `dotnet` to a host that has an SDK which global.json accepts.
find_dotnet() {
  for dotnet in "$(command -v dotnet || true)" "${DOTNET_ROOT:-}/dotnet" "$HOME/.dotnet/dotnet"; do
    if [ -x "$dotnet" ] && (cd "$root" && "$dotnet" --version) >/dev/null 2>&1; then
      return
    fi
  done
  missing_sdk
}

# The folder of the runtime, which a program of its own (not started by `dotnet`) has to be told.
dotnet_root() {
  local host="$1" target
  while target="$(readlink "$host")"; do
    case "$target" in
      /*) host="$target" ;;
      *) host="$(dirname "$host")/$target" ;;
    esac
  done
  (cd "$(dirname "$host")" && pwd -P)
}

# Waits for other builds of this clone. Build servers outlive a build and inherit its files:
# everything started while the lock is held must be run with `9>&-`.
lock_builds() {
  mkdir -p "$root/artifacts"
  exec 9>"$root/artifacts/.lock"
  if command -v flock >/dev/null; then
    flock 9
  fi
}

unlock_builds() {
  exec 9>&-
}
