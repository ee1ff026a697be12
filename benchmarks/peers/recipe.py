"""Reads a recipe of Epoche: the subset of YAML that recipes use (maps, numbers, words, lists in brackets, comments), flattened to dotted keys.

No YAML package is needed, and a key that the peer does not know is an error: the peer must never be compared under other settings than the recipe's.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

DEFAULT_RECIPE = Path(__file__).resolve().parents[2] / "src" / "Epoche.Experiments" / "Recipes" / "cartpole.yaml"

Value = float | int | bool | str | list


@dataclass(frozen=True)
class Settings:
    """The recipe's numbers under the recipe's names (steps are environment steps). Defaults are those of Epoche's options."""

    environment: str = "CartPole-v1"
    kind: str = "dqn"
    steps: int = 50_000
    environments: int = 1
    discount: float = 0.99
    double: bool = False
    loss: str = "huber"
    huber_delta: float = 1.0
    batch_size: int = 64
    warm_up_steps: int = 1_000
    train_every_steps: int = 256
    updates_per_train: int = 128
    target_every_steps: int = 0
    target_every_updates: int = 0
    target_tau: float = 1.0
    normalize_observations: bool = False
    network_hidden: tuple[int, ...] = (256, 256)
    network_activation: str = "relu"
    network_kernel: str = "glorot-uniform"
    network_bias: str = "zeros"
    network_dropout: float = 0.0
    optimizer_kind: str = "adam"
    optimizer_learning_rate: float = 2.3e-3
    optimizer_beta1: float = 0.9
    optimizer_beta2: float = 0.999
    optimizer_epsilon: float = 1e-8
    optimizer_clip_norm: float = 0.0
    replay_capacity: int = 100_000
    replay_n_step: int = 1
    epsilon_start: float = 1.0
    epsilon_end: float = 0.04
    epsilon_steps: int = 8_000
    evaluation_every_steps: int = 1_000
    evaluation_episodes: int = 100
    evaluation_confirm_environment: str = "CartPole-v1"
    evaluation_confirm_episodes: int = 1_000
    evaluation_final_episodes: int = 1_000
    evaluation_stop_when_perfect: bool = True

    def epsilon(self, step: int) -> float:
        done = min(1.0, step / self.epsilon_steps)
        return self.epsilon_start + (self.epsilon_end - self.epsilon_start) * done


def load(path: Path, overrides: list[str]) -> Settings:
    """The settings of a recipe, with KEY=VALUE overrides in its dotted keys."""
    values = flatten(path.read_text(encoding="utf-8"))
    for override in overrides:
        key, equals, text = override.partition("=")
        if not equals:
            raise SystemExit(f"--set {override}: expected KEY=VALUE")
        values[key] = parse(text)
    known = {name.replace("_", ".", 1) if name.split("_")[0] in SECTIONS else name: name for name in Settings.__dataclass_fields__}
    unknown = [key for key in values if key not in known]
    if unknown:
        raise SystemExit(f"{path}: this peer does not know {', '.join(unknown)}; it would not be the same algorithm. Known: {', '.join(known)}")
    settings = Settings(**{known[key]: tuple(value) if isinstance(value, list) else value for key, value in values.items()})
    for name in ONE_VALUE:
        only = Settings.__dataclass_fields__[name].default
        if getattr(settings, name) != only:
            raise SystemExit(f"{path}: {name} is {getattr(settings, name)}; this peer implements {only} alone")
    return settings


SECTIONS = {"network", "optimizer", "replay", "epsilon", "evaluation"}

# Settings of which the peer implements the default alone.
ONE_VALUE = ("environment", "kind", "huber_delta", "target_tau", "normalize_observations", "network_activation", "network_dropout", "optimizer_kind",
             "evaluation_stop_when_perfect")


def flatten(text: str) -> dict[str, Value]:
    """Dotted keys of nested maps."""
    values: dict[str, Value] = {}
    scopes: list[tuple[int, str]] = []
    for line in text.splitlines():
        content = line.split("#", 1)[0].rstrip()
        if not content:
            continue
        indent = len(content) - len(content.lstrip())
        key, _, value = content.strip().partition(":")
        while scopes and scopes[-1][0] >= indent:
            scopes.pop()
        if value.strip():
            values[".".join([*(scope for _, scope in scopes), key])] = parse(value)
        else:
            scopes.append((indent, key))
    return values


def parse(text: str) -> Value:
    text = text.strip()
    if text.startswith("["):
        return [parse(item) for item in text.strip("[]").split(",") if item.strip()]
    if text in ("true", "false"):
        return text == "true"
    for kind in (int, float):
        try:
            return kind(text)
        except ValueError:
            continue
    return text.strip("\"'")
