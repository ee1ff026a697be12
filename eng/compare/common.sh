# Shared by the comparisons with other libraries. Expects `root`, the folder of the repository.

. "$root/eng/common.sh"

# compare_with SCRIPT MODULE ARGUMENT...: builds the program that answers the cases, then runs eng/compare/SCRIPT.py with a Python that has MODULE.
# The program is eng/compare, or PROGRAM in the project's folder PROJECT where these are set.
compare_with() {
  local script="$1" module="$2" python log="$root/artifacts/compare/build.log"
  shift 2
  for python in "${PYTHON:-python3}" /usr/bin/python3; do
    if "$python" -c "import numpy, $module" 2>/dev/null; then break; fi
    python=
  done
  if [ -z "$python" ]; then
    echo "The comparison needs Python with numpy and $module: apt-get install -y python3-numpy python3-$module, or name one by PYTHON." >&2
    exit 2
  fi

  find_dotnet
  DOTNET_ROOT="$(dotnet_root "$dotnet")"
  export DOTNET_ROOT
  mkdir -p "$(dirname "$log")"
  lock_builds
  if ! (cd "$root" && "$dotnet" build "${PROJECT:-eng/compare}" -c Release -v minimal --tl:off) </dev/null >"$log" 2>&1 9>&-; then
    { grep -E ': (error|fatal)' "$log" | LC_ALL=C sort -u | head -n 20 || tail -n 20 "$log"; } >&2
    echo "The build failed; its full log is $log" >&2
    exit 1
  fi
  unlock_builds
  PYTHONDONTWRITEBYTECODE=1 exec "$python" "$root/eng/compare/$script.py" \
    --program "$root/${PROJECT:-eng/compare}/bin/Release/net10.0/${PROGRAM:-Epoche.Compare}" "$@"
}
