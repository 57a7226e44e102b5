"""`python -m gatekeeper.bench.measurements REPORT.json ...`: writes the figures of reports into docs/measurements.md.

A report is the output of a measuring command: `gatekeeper demo --headless --json FILE`, `gatekeeper bench --json > FILE`,
`gatekeeper bench --gallery --json > FILE`. Its kind is recognised by its keys. Rows are found by their first cell; rows
without a report stay as they are. The model's figures always come from its card.
"""

import json
import re
import sys
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

from gatekeeper.errors import ConfigError
from gatekeeper.models.activation import DEFAULT_MODEL
from gatekeeper.paths import assets

PAGE = Path("docs") / "measurements.md"
Report = Mapping[str, Any]

# The key by which a report is known; its rows, the first cell and how the figure is written.
TABLES: dict[str, dict[str, Callable[[Report], str]]] = {
    "strangers_let_in": {
        "residents let in, bare / masked": lambda r: (
            " / ".join(
                f"{r['residents'][kind]['opened']} of {r['residents'][kind]['visits']}" for kind in ("bare", "masked")
            )
            + " visits"
        ),
        "strangers let in / opened for the wrong person": lambda r: (
            f"{r['strangers_let_in']} of {r['strangers']['visits']} visits / {r['wrong_person']}"
        ),
        "came bare to a door that requires a mask: told so, let in before it was on / after": lambda r: _policy(
            r, "required"
        ),
        "came masked to a door where it must be off: told so, let in before it was off / after": lambda r: _policy(
            r, "off"
        ),
    },
    "ratio_one_face": {
        "compared with facenet-pytorch's plain pipeline, one face / four faces": lambda r: (
            f"{r['ratio_one_face']:.1f} × / {r['ratio_four_faces']:.1f} × the frames per second"
        ),
        "frames per second, one face / four faces (2 cores, no GPU)": lambda r: (
            f"{r['frames_per_second']:.0f} / {r['frames_per_second_four_faces']:.0f}"
        ),
        "of them kept with mask status and liveness on": lambda r: (
            f"{100 * r['frames_kept_with_mask_and_liveness']:.1f} %"
        ),
        "first sight to decision at 15 frames per second, median / p95": lambda r: (
            f"{r['seconds_to_decision']['median']:.2f} s / {r['seconds_to_decision']['p95']:.2f} s"
        ),
        "start of `gatekeeper run` to its first decision": lambda r: f"{r['seconds_to_first_decision']:.1f} s",
        "peak memory of `gatekeeper run`": lambda r: f"{r['peak_memory_mb']:.0f} MB",
    },
    "templates": {
        "search among 1,000,000 templates of 128 / 512 numbers": lambda r: (
            f"{r['128']['search_ms']:.1f} / {r['512']['search_ms']:.1f} ms, "
            f"recall@1 {r['128']['recall_at_1']:.2f} / {r['512']['recall_at_1']:.2f}"
        ),
    },
}


def renewed(page: str, reports: list[Report], card: Report) -> str:
    """The page with the figures of the reports and the card. Raises ConfigError for an unknown report or row."""
    for report in [*reports, card]:
        for row, cells in _rows(report):
            found = re.compile(rf"^\| {re.escape(row)} \|.*$", re.MULTILINE)
            line = found.search(page)
            if line is None:
                raise ConfigError("{page} has no row {row!r}.", "Write the table again.", page=PAGE, row=row)
            kept = line[0].strip("| ").split(" | ")[1 + len(cells) :]  # the command stands behind the figures
            page = page.replace(line[0], f"| {' | '.join([row, *cells, *kept])} |")
    return page


def _rows(report: Report) -> Iterator[tuple[str, list[str]]]:
    if "verification" in report:
        measured = report["verification"]
        for row in ("bare - bare", "bare - masked", "masked - masked"):
            pairs = measured[f"pairs_{row.replace(' - ', '_')}"]
            tars = [f"{100 * pairs['tar_at_fmr'][fmr]:.1f}" for fmr in ("1e-2", "1e-3")]
            yield row, [f"{100 * pairs['accuracy']:.2f} %", f"{100 * pairs['eer']:.2f} %", f"{' / '.join(tars)} %"]
        return
    table = next((rows for key, rows in TABLES.items() if key in report), None)
    if table is None:
        raise ConfigError("The report is of an unknown kind.", "Use a report of demo, bench or bench --gallery.")
    for row, written in table.items():
        yield row, [written(report)]


def _policy(report: Report, mask: str) -> str:
    (door,) = (door for door in report["policies"].values() if door["mask"] == mask)
    return f"{door['told']} of {door['people']}, {door['opened_early']} / {door['opened']}"


def main(files: list[str]) -> None:
    """Renew docs/measurements.md in the current folder."""
    reports = [json.loads(Path(file).read_text(encoding="utf-8")) for file in files]
    card = json.loads((assets() / "models" / DEFAULT_MODEL / "card.json").read_text(encoding="utf-8"))
    page = PAGE.read_text(encoding="utf-8")
    PAGE.write_text(renewed(page, reports, card["metrics"]), encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
