"""The bench of many cameras measures real doors that open."""

import pytest

from gatekeeper.bench.doors import bench_doors


@pytest.mark.slow
def test_one_camera_is_measured_by_its_decisions_and_what_limits_it_is_named() -> None:
    for seconds in (6.0, 20.0, 60.0):  # a machine with other work may see too few frames of the first visits
        report = bench_doors(1, seconds=seconds)
        assert report["at"].keys() == {"1"}
        one = report["at"]["1"]
        if one["decisions"]:
            break
    assert one["decisions"] > 0
    assert one["p95_seconds"] >= one["median_seconds"] > 0
    assert report["limit"] in one["stage_ms"]
    assert 0 < one["frames_seen_per_second"] <= 16
