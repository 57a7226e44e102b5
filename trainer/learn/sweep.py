"""Sweeps: the settings of a recipe's table `sweep` are tried within their ranges, where the search hopes for most.

Optuna (https://optuna.org) proposes the settings (TPE; Bergstra et al., 2011) and ends early the runs that are worse than the
median of the others at the same epoch. Each trial is an ordinary run in a folder of its own.
"""

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from gatekeeper.errors import TrainingError
from gatekeeper.text_files import read_toml
from trainer.data.faceset import FaceSet
from trainer.data.split import Split
from trainer.learn.recipe import Recipe, path_of
from trainer.learn.train import StoppedError, train

if TYPE_CHECKING:
    from optuna import Study, Trial

STUDY, BEST = "sweep.db", "best.json"
_NAME = "sweep"
_UNTIL_PRUNED = 4  # trials that go to their end, for the others to be held against


def sweep(
    faces: FaceSet, parts: Split, recipe: str, changes: dict[str, Any], out: Path, trials: int, device: str = "cpu"
) -> dict[str, Any]:
    """Run so many trials in all, those of earlier calls counted; returns what `out`/best.json then holds: settings, EER, trial.

    recipe: as `Recipe.load` takes it; its table `sweep` names the ranges, as
    `"optimiser.learning_rate" = { low = 1e-4, high = 1e-2, log = true }` or `"loss.margin" = { choices = [0.2, 0.3] }`.
    A trial that was interrupted goes on in the next call; one that diverges or collapses counts, as one that failed.

    Raises TrainingError where the table is missing or wrong, and where it is stopped by Ctrl-C.
    """
    optuna = _optuna()
    ranges = _ranges(path_of(recipe))
    for end in (0, -1):  # what no recipe takes is found out before hours of training
        Recipe.load(recipe, changes | {key: _ends(one)[end] for key, one in ranges.items()})
    out.mkdir(parents=True, exist_ok=True)
    study = optuna.create_study(
        study_name=_NAME,
        storage=f"sqlite:///{out / STUDY}",
        sampler=optuna.samplers.TPESampler(seed=Recipe.load(recipe, changes).run.seed),
        pruner=optuna.pruners.MedianPruner(n_startup_trials=_UNTIL_PRUNED),
        load_if_exists=True,
    )
    _take_up(study)

    def run(trial: "Trial") -> float:
        chosen = Recipe.load(recipe, changes | {key: _draw(trial, key, one) for key, one in ranges.items()})
        folder = out / str(trial.user_attrs.get("folder", f"trial-{trial.number:03}"))
        trial.set_user_attr("folder", folder.name)
        eers: list[float] = []

        def hopeless(row: dict[str, Any]) -> bool:
            if row["epoch"] > len(eers):
                eers.append(row["eer"])
                trial.report(min(eers), row["epoch"])
            return bool(trial.should_prune())

        try:
            train(faces, parts, chosen, folder, device, hopeless)
        except StoppedError:
            raise
        except TrainingError as error:
            trial.set_user_attr("failed", str(error))
            raise optuna.TrialPruned from error
        eers = [row["eer"] for row in json.loads((folder / "epochs.json").read_text(encoding="utf-8"))]
        if len(eers) < chosen.run.epochs and trial.should_prune():
            raise optuna.TrialPruned
        return min(eers)

    while (done := _done(study)) < trials:
        study.optimize(run, n_trials=1, catch=())
        if _done(study) == done:
            raise TrainingError("A trial ended without a figure.", f"See {out}.")
    if not any(trial.value is not None for trial in study.get_trials(states=(optuna.trial.TrialState.COMPLETE,))):
        raise TrainingError(
            f"None of {trials} trials came to its end.", "Narrow the ranges of the table [sweep]: " + _why(study)
        )
    best = study.best_trial
    found = {"eer": best.value, "settings": best.params, "run": best.user_attrs["folder"], "trials": done}
    (out / BEST).write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")
    return found


def _optuna() -> Any:
    try:
        import optuna
    except ImportError as error:
        raise TrainingError("Sweeps need Optuna, which is not installed.", "pip install gatekeeper[sweep]") from error
    optuna.logging.set_verbosity(optuna.logging.WARNING)
    return optuna


def _take_up(study: "Study") -> None:
    """Trials of a program that was stopped or killed are proposed again, in the folders of their runs."""
    from optuna.trial import TrialState

    for trial in study.get_trials(deepcopy=False):
        if trial.state == TrialState.RUNNING:
            study.tell(trial.number, state=TrialState.FAIL)
    known = study.get_trials(deepcopy=False)
    # What has been taken up already has another trial in the same folder.
    taken = {trial.user_attrs.get("folder") for trial in known if trial.state != TrialState.FAIL}
    for trial in known:
        folder = trial.user_attrs.get("folder")
        if trial.state == TrialState.FAIL and folder is not None and folder not in taken:
            taken.add(folder)
            study.enqueue_trial(trial.params, user_attrs={"folder": folder})


def _done(study: "Study") -> int:
    from optuna.trial import TrialState

    return len(study.get_trials(deepcopy=False, states=(TrialState.COMPLETE, TrialState.PRUNED)))


def _why(study: "Study") -> str:
    return next((one.user_attrs["failed"] for one in study.get_trials() if "failed" in one.user_attrs), "all were slow")


def _ranges(file: Path) -> dict[str, dict[str, Any]]:
    """The table `sweep` of a recipe. Raises TrainingError that names the setting at fault."""
    table = read_toml(file).get("sweep")
    if not isinstance(table, dict) or not table:
        raise TrainingError(
            f"{file} has no table [sweep].", 'Write [sweep], and below it "loss.margin" = { low = 0.1, high = 0.5 }.'
        )
    for key, one in table.items():
        wide = isinstance(one, dict) and (
            (one.keys() == {"choices"} and isinstance(one["choices"], list) and len(one["choices"]) > 1)
            or (
                {"low", "high"} <= one.keys() <= {"low", "high", "log"}
                and all(type(one[end]) in (int, float) for end in ("low", "high"))
                and (0 if one.get("log") else float("-inf")) < one["low"] < one["high"]
            )
        )
        if not wide:
            raise TrainingError(
                f"{file}: sweep.{key} is {one!r}.", "Write { low = …, high = …, log = true } or { choices = [ … ] }."
            )
    return table


def _ends(one: dict[str, Any]) -> list[Any]:
    return list(one["choices"]) if "choices" in one else [one["low"], one["high"]]


def _draw(trial: "Trial", key: str, one: dict[str, Any]) -> Any:
    if "choices" in one:
        return trial.suggest_categorical(key, one["choices"])
    low, high, log = one["low"], one["high"], bool(one.get("log"))
    if type(low) is int and type(high) is int:
        return trial.suggest_int(key, low, high, log=log)
    return trial.suggest_float(key, float(low), float(high), log=log)
