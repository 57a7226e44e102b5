"""Hyperparameter sweeps over the ranges in a recipe's table `sweep`.

Optuna (https://optuna.org) proposes settings (TPE; Bergstra et al., 2011) and prunes runs that are worse than the median of
the others at the same epoch. Each trial is an ordinary run in its own folder.
"""

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from gatekeeper.errors import TrainingError
from gatekeeper.text_files import read_toml
from trainer.data.faceset import FaceSet
from trainer.data.split import Split
from trainer.learn.recipe import SWEEP, Recipe, path_of
from trainer.learn.train import StoppedError, train

if TYPE_CHECKING:
    from optuna import Study, Trial

STUDY, BEST = "sweep.db", "best.json"
_NAME = "sweep"
_WORK = "work"  # the study's note of its ranges, and of the settings that its trials have in common
_UNTIL_PRUNED = 4  # trials that are never pruned


def sweep(
    faces: FaceSet, parts: Split, recipe: str, changes: dict[str, Any], out: Path, trials: int, device: str = "cpu"
) -> dict[str, Any]:
    """Run until there are `trials` trials in all; returns the contents of `out`/best.json: settings, EER, trial.

    recipe: as for `Recipe.load`; its table `sweep` holds the ranges, as
    `"optimiser.learning_rate" = { low = 1e-4, high = 1e-2, log = true }` or `"loss.margin" = { choices = [0.2, 0.3] }`.
    An interrupted trial is resumed by the next call; one that diverges or collapses counts as failed.

    Raises TrainingError if the table is missing or wrong, if `out` holds a sweep of other ranges or settings, and when stopped
    by Ctrl-C.
    """
    optuna = _optuna()
    settings = Recipe.load(recipe, changes)
    ranges = _ranges(path_of(recipe))
    for end in (0, -1):  # invalid ranges fail here, not after hours of training
        Recipe.load(recipe, changes | {key: _ends(range_)[end] for key, range_ in ranges.items()})
    out.mkdir(parents=True, exist_ok=True)
    try:
        study = optuna.create_study(
            study_name=_NAME,
            storage=f"sqlite:///{out / STUDY}",
            pruner=optuna.pruners.MedianPruner(n_startup_trials=_UNTIL_PRUNED),
            load_if_exists=True,
        )
    except Exception as error:  # SQLAlchemy's, which need not be installed
        raise TrainingError(
            f"{out / STUDY} cannot be used: {str(error).splitlines()[0]}",
            "Choose another --out, or delete that folder.",
        ) from error
    _require_same_work(study, out, settings, ranges)
    # Seeded anew for every call: the same seed would propose the trials of the first call again.
    study.sampler = optuna.samplers.TPESampler(seed=settings.run.seed + len(study.trials))
    _requeue_interrupted(study)

    def run(trial: "Trial") -> float:
        chosen = Recipe.load(recipe, changes | {key: _draw(trial, key, range_) for key, range_ in ranges.items()})
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

    while (done := _finished_trials(study)) < trials:
        study.optimize(run, n_trials=1, catch=())
        if _finished_trials(study) == done:
            raise TrainingError("A trial ended without a result.", f"See {out}.")
    if not any(trial.value is not None for trial in study.get_trials(states=(optuna.trial.TrialState.COMPLETE,))):
        raise TrainingError(
            f"None of {trials} trials finished.", "Narrow the ranges of the table [sweep]: " + _why(study)
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


def _require_same_work(study: "Study", out: Path, recipe: Recipe, ranges: dict[str, dict[str, Any]]) -> None:
    """Raise TrainingError if the study was begun with other ranges or settings; note those it is begun with."""
    fixed = {f"{table}.{key}": value for table, values in recipe.as_dict().items() for key, value in values.items()}
    work = json.loads(json.dumps(fixed | ranges))
    before = study.user_attrs.get(_WORK, work)
    if changed := [key for key in work if before.get(key) != work[key]]:
        raise TrainingError(
            f"{out} holds a sweep of other ranges or settings: {', '.join(changed)}.", "Choose another --out."
        )
    study.set_user_attr(_WORK, work)


def _requeue_interrupted(study: "Study") -> None:
    """Enqueue interrupted trials again, in the folders of their runs."""
    from optuna.trial import TrialState

    for trial in study.get_trials(deepcopy=False):
        if trial.state == TrialState.RUNNING:
            study.tell(trial.number, state=TrialState.FAIL)
    earlier = study.get_trials(deepcopy=False)
    # A trial that was resumed already has a later one in the same folder.
    taken = {trial.user_attrs.get("folder") for trial in earlier if trial.state != TrialState.FAIL}
    for trial in earlier:
        folder = trial.user_attrs.get("folder")
        if trial.state == TrialState.FAIL and folder is not None and folder not in taken:
            taken.add(folder)
            study.enqueue_trial(trial.params, user_attrs={"folder": folder})


def _finished_trials(study: "Study") -> int:
    from optuna.trial import TrialState

    return len(study.get_trials(deepcopy=False, states=(TrialState.COMPLETE, TrialState.PRUNED)))


def _why(study: "Study") -> str:
    return next(
        (trial.user_attrs["failed"] for trial in study.get_trials() if "failed" in trial.user_attrs), "all were slow"
    )


def _ranges(file: Path) -> dict[str, dict[str, Any]]:
    """The table `sweep` of a recipe. Raises TrainingError naming a wrong setting."""
    table = read_toml(file).get(SWEEP)
    if not isinstance(table, dict) or not table:
        raise TrainingError(
            f"{file} has no table [sweep].", 'Write [sweep], and below it "loss.margin" = { low = 0.1, high = 0.5 }.'
        )
    for key, range_ in table.items():
        wide = isinstance(range_, dict) and (
            (range_.keys() == {"choices"} and isinstance(range_["choices"], list) and len(range_["choices"]) > 1)
            or (
                {"low", "high"} <= range_.keys() <= {"low", "high", "log"}
                and all(type(range_[end]) in (int, float) for end in ("low", "high"))
                and (0 if range_.get("log") else float("-inf")) < range_["low"] < range_["high"]
            )
        )
        if not wide:
            raise TrainingError(
                f"{file}: sweep.{key} is {range_!r}.", "Write { low = …, high = …, log = true } or { choices = [ … ] }."
            )
    return table


def _ends(range_: dict[str, Any]) -> list[Any]:
    return list(range_["choices"]) if "choices" in range_ else [range_["low"], range_["high"]]


def _draw(trial: "Trial", key: str, range_: dict[str, Any]) -> Any:
    if "choices" in range_:
        return trial.suggest_categorical(key, range_["choices"])
    low, high, log = range_["low"], range_["high"], bool(range_.get("log"))
    if type(low) is int and type(high) is int:
        return trial.suggest_int(key, low, high, log=log)
    return trial.suggest_float(key, float(low), float(high), log=log)
