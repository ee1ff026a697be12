#!/usr/bin/env bash
# Trains through the bridge what the recipes train natively, and prints both final evaluations: Gymnasium must be importable by EPOCHE_PYTHON.
#   benchmarks/peers/gymnasium_runs.sh ./epoche DIRECTORY-OF-RUNS [RECIPE=NAME]...
set -uo pipefail
epoche="$1" runs="$2"
shift 2
pairs=("$@")
taxi="$("${EPOCHE_PYTHON:-python3}" -c '
import gymnasium
try: gymnasium.make("Taxi-v3"); print("Taxi-v3")
except gymnasium.error.DeprecatedEnv: print("Taxi-v4") # from 1.3 on' 2>/dev/null)"
[ ${#pairs[@]} -gt 0 ] || pairs=(cartpole=CartPole-v1 acrobot=Acrobot-v1 "taxi=$taxi" frozenlake=FrozenLake-v1 pendulum-sac=Pendulum-v1)
"${EPOCHE_PYTHON:-python3}" -c 'import sys, numpy, gymnasium; print("gymnasium", gymnasium.__version__, "numpy", numpy.__version__, "python", sys.version.split()[0])'

# What the last line of --json says, in words.
say() {
  "${EPOCHE_PYTHON:-python3}" -c '
import json, sys
result = json.loads(sys.stdin.readlines()[-1])
evaluation = result["evaluation"]
print("  %-8s return %8.2f +- %6.2f over %d episodes, %d steps, %.0f s" % (
    sys.argv[1], evaluation["mean"], evaluation["std"], evaluation["episodes"], result["env_steps"], result["wall_seconds"]))' "$1"
}

for pair in "${pairs[@]}"; do
  recipe="${pair%%=*}" name="${pair#*=}"
  set_=(--set evaluation.confirm_episodes=200 --set evaluation.confirm_environment=null)
  echo "$recipe"
  "$epoche" train "$recipe" --runs "$runs" --name "$recipe-native" --threads 1 --json --quiet "${set_[@]}" | say native
  "$epoche" train "$recipe" --env "gymnasium:$name" --trust --runs "$runs" --name "$recipe-bridge" --threads 1 --json --quiet \
    "${set_[@]}" | say bridge
done
