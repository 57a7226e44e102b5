"""docs/measurements.md, as `python -m gatekeeper.bench.measurements` writes it from reports."""

import json
from pathlib import Path
from typing import Any

import pytest

from gatekeeper.bench.measurements import PAGE, renewed
from gatekeeper.errors import ConfigError
from gatekeeper.models.activation import DEFAULT_MODEL
from gatekeeper.paths import assets

DEMO: dict[str, Any] = {
    "residents": {"bare": {"visits": 7, "opened": 6}, "masked": {"visits": 5, "opened": 4}},
    "strangers": {"visits": 3},
    "strangers_let_in": 1,
    "wrong_person": 2,
    "policies": {
        "laboratory": {"mask": "required", "people": 9, "told": 8, "opened_early": 0, "opened": 7},
        "cash desk": {"mask": "off", "people": 9, "told": 9, "opened_early": 1, "opened": 6},
    },
}
BENCH: dict[str, Any] = {
    "ratio_one_face": 12.34,
    "ratio_four_faces": 9.87,
    "frames_per_second": 101.6,
    "frames_per_second_four_faces": 55.2,
    "frames_kept_with_mask_and_liveness": 0.912,
    "seconds_to_decision": {"median": 0.2, "p95": 0.3},
    "seconds_to_first_decision": 1.5,
    "peak_memory_mb": 300.4,
}
GALLERY: dict[str, Any] = {
    "templates": 1_000_000,
    "128": {"search_ms": 2.0, "recall_at_1": 1.0},
    "512": {"search_ms": 8.0, "recall_at_1": 1.0},
}


@pytest.fixture(scope="module")
def page() -> str:
    return (Path(__file__).parents[1] / PAGE).read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def card() -> dict[str, Any]:
    found: dict[str, Any] = json.loads((assets() / "models" / DEFAULT_MODEL / "card.json").read_text())["metrics"]
    return found


def test_reports_go_to_their_rows_and_every_other_line_stays(page: str, card: dict[str, Any]) -> None:
    written = renewed(page, [DEMO, BENCH, GALLERY], card)
    changed = [new for old, new in zip(page.splitlines(), written.splitlines(), strict=True) if old != new]
    assert "| residents let in, bare / masked | 6 of 7 / 4 of 5 visits | `gatekeeper demo --headless` |" in changed
    assert any("| 8 of 9, 0 / 7 |" in line for line in changed)
    assert any("| 12.3 × / 9.9 × the frames per second | `gatekeeper bench` |" in line for line in changed)
    assert len(changed) <= len([*DEMO, *BENCH])
    assert renewed(written, [DEMO, BENCH, GALLERY], card) == written


def test_the_model_s_figures_are_those_of_its_card(page: str, card: dict[str, Any]) -> None:
    assert renewed(page, [], card) == page, "renew it: python -m gatekeeper.bench.measurements"


def test_a_report_of_another_command_and_a_row_that_is_gone_are_named(page: str, card: dict[str, Any]) -> None:
    with pytest.raises(ConfigError, match="unknown kind"):
        renewed(page, [{"pairs": 1}], card)
    with pytest.raises(ConfigError, match="residents let in"):
        renewed(page.replace("| residents let in", "| people let in"), [DEMO], card)
