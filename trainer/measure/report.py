"""A network's report: one self-contained HTML file, and report.json with every number."""

import base64
import json
from html import escape
from pathlib import Path
from typing import Any

import numpy as np
from safetensors.torch import load_file
from torch import nn

from gatekeeper.errors import TrainingError
from gatekeeper.files import replacing
from gatekeeper.text_files import posix, read_table
from gatekeeper.vision.networks import build
from trainer.data.faceset import FaceSet
from trainer.data.split import read
from trainer.learn.run_files import BEST, RECIPE, intact, require_unlearnt, steps_of
from trainer.measure.evaluate import Histogram, evaluate
from trainer.measure.figures import confusion, histogram, lines

_STYLE = """
body { font: 15px/1.5 system-ui, sans-serif; max-width: 60rem; margin: 2rem auto; padding: 0 1rem; color: #222 }
table { border-collapse: collapse; margin: 1rem 0 } td, th { border-bottom: 1px solid #ddd; padding: .25rem .8rem;
text-align: right } td:first-child, th:first-child { text-align: left } img { max-width: 100% }
"""


def finished(run: Path) -> tuple[nn.Module, dict[str, Any]]:
    """A run's best network and its recipe. Raises TrainingError if no epoch is finished."""
    for name in (RECIPE, BEST):
        if not (run / name).is_file():
            raise TrainingError(
                f"{run} holds no run with a finished epoch: {name} is missing.", "Run `trainer train` first."
            )
    settings = intact(run / RECIPE, _settings)
    network = build(settings["network"]["architecture"], model_options(settings))
    intact(run / BEST, lambda file: network.load_state_dict(load_file(file)))
    return network.eval(), settings


def model_options(settings: dict[str, Any]) -> dict[str, Any]:
    """The options that the network of a run's recipe is built with."""
    return {key: settings["network"][key] for key in ("dim", "pooling", "dropout")}


def _settings(file: Path) -> dict[str, Any]:
    settings: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
    model_options(settings), settings["network"]["architecture"], settings["network"]["chip"]
    return settings


def report_run(run: Path, folder: Path, groups: Path | None = None, device: str = "cpu") -> Path:
    """Measure a run's best network on the prepared and split faces of `folder` and write its report into `run`.

    groups: a CSV of path and group. Raises TrainingError if the run or the faces are missing, or if it may have
    learnt from those who are tested.
    """
    network, settings = finished(run)
    network.to(device)
    losses = [step["loss"] for step in steps_of(run)]
    labels: dict[str, str] | None = None
    if groups is not None:
        labels = {posix(line["path"]): line["group"] for _, line in read_table(groups, ("path", "group"))}
    faces = FaceSet.load(folder).shaped(settings["network"]["chip"])
    parts = read(faces)
    require_unlearnt(run, faces, parts)
    if labels is not None:
        labels = {path: labels[name] for path in faces.names if (name := posix(path)) in labels}
    if labels is not None and not any(faces.names[row] in labels for row in np.unique(parts.test.rows)):
        raise TrainingError(f"{groups} names no picture of the test pairs.", "Write paths as in faces.csv.")
    figures = evaluate(network, faces, parts.evaluation, parts.test, device, labels)
    return write_report(figures, run, f"{run.name}: {settings['network']['architecture']}", losses)


def write_report(figures: dict[str, Any], out: Path, title: str, losses: list[float] | None = None) -> Path:
    """Write report.html and report.json into `out` from the result of `evaluate`; returns the page's path."""
    out.mkdir(parents=True, exist_ok=True)
    with replacing(out / "report.json") as part:
        part.write_text(json.dumps(figures, indent=1, allow_nan=False) + "\n", encoding="utf-8")
    protocol, found = figures["protocol"], figures["all"]
    curves = Histogram(
        np.array(protocol["histogram"]["same"]),
        np.array(protocol["histogram"]["different"]),
        protocol["iou"],
        protocol["threshold"],
    )
    parts = {"all": found, **figures["parts"]}
    roc = {name: (part["roc"]["fmr"], part["roc"]["tar"]) for name, part in parts.items()}
    body = [
        f"<h1>{escape(title)}</h1>",
        f"<p>Accuracy <b>{_interval({'accuracy': found['accuracy'], **found['accuracy_interval']}, 'accuracy')}</b> on "
        f"{found['pairs']} test pairs of {found['people']} people, with the threshold "
        f"{protocol['threshold']:.3f} taken from the evaluation pairs of other people (histogram IOU "
        f"{protocol['iou']:.4f}).</p>",
        _image(histogram(curves, "Distances of the evaluation pairs")),
        _image(confusion(protocol["confusion"], "Test pairs")),
        _table(
            ["", "precision", "recall", "f1", "support"],
            [
                [name, *(f"{row[key]:.4f}" for key in ("precision", "recall", "f1")), f"{row['support']:.0f}"]
                for name, row in protocol["report"].items()
            ],
        ),
        "<h2>Verification</h2>",
        _table(
            ["pairs", "n", "accuracy", "ten folds", "EER", *(f"TAR@FMR {fmr}" for fmr in found["tar_at_fmr"])],
            [
                [
                    name,
                    str(part["pairs"]),
                    _interval({"accuracy": part["accuracy"], **part["accuracy_interval"]}, "accuracy"),
                    f"{folds['accuracy']:.2%} ± {folds['error']:.2%}" if (folds := part["ten_folds"]) else "–",
                    _interval(part["eer"], "eer"),
                    *(
                        _interval(tar, "tar") + ("" if tar["supported"] else " *")
                        for tar in part["tar_at_fmr"].values()
                    ),
                ]
                for name, part in parts.items()
            ],
        ),
        "<p>In brackets: 95 % intervals, bootstrapped over people. * too few pairs of people for this FMR (rule of three).</p>",
        f"<p>Fewer than ten pairs of a kind, not measured: {escape(', '.join(figures['too_few_pairs']) or 'none')}.</p>",
        _image(lines(roc, "ROC", "FMR", "TAR", logarithmic=True)),
    ]
    if templates := figures["templates"]:
        tars = "; ".join(
            f"TAR at FMR {fmr}: {_interval(tar, 'tar')}{'' if tar['supported'] else ' *'}"
            for fmr, tar in templates["tar_at_fmr"].items()
        )
        body += [
            "<h2>Templates of several pictures</h2>",
            f"<p>Each person's pictures, bare and masked, form two templates; every first is compared with every second, "
            f"{templates['people']} people: EER {_interval(templates['eer'], 'eer')}; {tars}.</p>",
        ]
    if search := figures["identification"]:
        firsts = "; ".join(f"among the first {k}: {_interval(v, 'value')}" for k, v in search["cmc"].items())
        opens = "; ".join(f"found at FPIR {k}: {_interval(v, 'value')}" for k, v in search["open_set"].items())
        body += [
            "<h2>Search in a gallery</h2>",
            f"<p>{search['gallery_people']} people, {search['probes']} probes. {firsts}.</p>",
            f"<p>With a third of the people left out of the gallery, over several draws: {opens or 'too few people'}.</p>",
        ]
    if losses:
        body += [
            "<h2>Training</h2>",
            _image(lines({"": ([float(i) for i in range(len(losses))], losses)}, "Loss", "step", "loss")),
        ]
    page = out / "report.html"
    with replacing(page) as part:
        part.write_text(
            f"<!doctype html><html lang=en><meta charset=utf-8><title>{escape(title)}</title><style>{_STYLE}</style>"
            + "\n".join(body)
            + "</html>\n",
            encoding="utf-8",
        )
    return page


def _image(png: bytes) -> str:
    return f'<p><img alt="" src="data:image/png;base64,{base64.b64encode(png).decode()}"></p>'


def _table(columns: list[str], rows: list[list[str]]) -> str:
    head = "".join(f"<th>{escape(column)}</th>" for column in columns)
    body = "".join("<tr>" + "".join(f"<td>{escape(cell)}</td>" for cell in row) + "</tr>" for row in rows)
    return f"<table><tr>{head}</tr>{body}</table>"


def _interval(figure: dict[str, float], name: str) -> str:
    if figure["low"] is None:
        return f"{figure[name]:.2%}"
    return f"{figure[name]:.2%} [{figure['low']:.2%}, {figure['high']:.2%}]"
