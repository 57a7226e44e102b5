#!/usr/bin/env python3
"""What the program is made of: licences, advisories, a bill of materials. Run it as `uv run .ci/supply.py COMMAND`.

licences        every package that the program needs has a licence of licences.toml; needs no network
audit           none of them has a known vulnerability, by the list in advisories.json; fails while that is empty
refresh         bring that list up to date with pip-audit (PyPI's advisories), for the versions installed here
sbom FILE       write what is installed here as CycloneDX JSON (with cyclonedx-bom), for a release
"""

import json
import re
import subprocess
import sys
import tempfile
import tomllib
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from importlib import metadata
from pathlib import Path
from typing import Any

from packaging.requirements import Requirement

HERE = Path(__file__).parent
ADVISORIES = HERE / "advisories.json"
LICENCES = HERE / "licences.toml"


def needed(root: str = "gatekeeper") -> dict[str, metadata.Distribution]:
    """The package and all that it needs on this machine, without extras, by normalised name."""
    found: dict[str, metadata.Distribution] = {}
    todo = [root]
    while todo:
        name = _normal(todo.pop())
        if name in found:
            continue
        found[name] = distribution = metadata.distribution(name)
        wanted = map(Requirement, distribution.requires or [])
        todo += [one.name for one in wanted if one.marker is None or one.marker.evaluate({"extra": ""})]
    return found


def refused_licences(packages: Mapping[str, Any], rules: Mapping[str, Any]) -> list[str]:
    """What is wrong with the licences of packages (name -> metadata), a sentence each."""
    return [
        f"{name}: its licence is {said or 'not told'}, which licences.toml does not allow."
        for name, about in sorted(packages.items())
        if name not in rules["packages"] and not _allowed(said := _licence(about, rules["words"]), rules["allowed"])
    ]


def open_advisories(versions: Mapping[str, str], stored: Mapping[str, Any]) -> tuple[list[str], list[str]]:
    """What is known against these versions (name -> version) and not accepted; and of which nobody has asked."""
    bad, unknown = [], []
    for name, version in sorted(versions.items()):
        asked = stored["audited"].get(name, {})
        if version not in asked:
            unknown.append(f"{name} {version}")
        for number in asked.get(version, []):
            if number not in stored["accepted"]:
                bad.append(f"{name} {version}: {number}")
    return bad, unknown


def _licence(about: Any, words: Mapping[str, str]) -> str:
    said = about.get("License-Expression") or ""
    if not said:
        told = (about.get("License") or "").strip()
        classes = [one.split("::")[-1].strip() for one in about.get_all("Classifier", []) if one.startswith("License")]
        said = told if told and len(told) < 80 else next((one for one in classes if one != "OSI Approved"), "")
        said = words.get(said, said)
    return said


def _allowed(said: str, allowed: Iterable[str]) -> bool:
    """Whether one alternative of an SPDX expression needs nothing but what is allowed."""
    flat = said.replace("(", " ").replace(")", " ")
    return any(all(part.strip() in allowed for part in one.split(" AND ")) for one in flat.split(" OR "))


def _normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def _licences() -> int:
    packages = {name: one.metadata for name, one in needed().items() if name != "gatekeeper"}
    wrong = refused_licences(packages, tomllib.loads(LICENCES.read_text()))
    print("\n".join(wrong) or f"{len(packages)} packages, every one with a licence that is allowed.")
    return 1 if wrong else 0


def _audit() -> int:
    stored = json.loads(ADVISORIES.read_text())
    bad, unknown = open_advisories({name: one.version for name, one in needed().items()}, stored)
    if stored["refreshed"] is None:
        print("The list of advisories is empty, so nothing is known: `uv run .ci/supply.py refresh`, with a network.")
        return 1
    print(f"Advisories of {stored['refreshed']}. Not asked about at that version: {', '.join(unknown) or 'none'}.")
    print("\n".join(bad) or "None is known against the others.")
    return 1 if bad else 0


def _refresh() -> int:
    versions = {name: one.version for name, one in needed().items() if name != "gatekeeper"}
    with tempfile.TemporaryDirectory() as place:
        wanted = Path(place, "requirements.txt")
        wanted.write_text("".join(f"{name}=={version.partition('+')[0]}\n" for name, version in versions.items()))
        done = subprocess.run(
            ["uvx", "pip-audit", "--no-deps", "--disable-pip", "-r", wanted, "-f", "json"],
            capture_output=True,
            text=True,
            check=False,
        )
    try:
        told = json.loads(done.stdout)["dependencies"]
    except (ValueError, KeyError):
        print(f"pip-audit gave no list, so nothing was changed: {done.stderr[-500:]}", file=sys.stderr)
        return 1
    asked = {_normal(one["name"]): [v["id"] for v in one["vulns"]] for one in told if "vulns" in one}
    if len(asked) < len(versions) // 2:
        print("The package index here knows no advisories (PyPI itself does), so nothing was changed.", file=sys.stderr)
        return 1
    stored = json.loads(ADVISORIES.read_text())
    stored["refreshed"] = f"{datetime.now(UTC):%Y-%m-%d}"
    stored["audited"] = {name: {versions[name]: found} for name, found in sorted(asked.items())}
    ADVISORIES.write_text(json.dumps(stored, indent=1) + "\n")
    return _audit()


def _sbom(file: str) -> int:
    command = ["uvx", "--from", "cyclonedx-bom", "cyclonedx-py", "environment", sys.executable, "--output-reproducible"]
    return subprocess.run([*command, "--of", "JSON", "-o", file], check=False).returncode


def main(words: list[str]) -> int:
    """Run one command."""
    match words:
        case ["licences"]:
            return _licences()
        case ["audit"]:
            return _audit()
        case ["refresh"]:
            return _refresh()
        case ["sbom", file]:
            return _sbom(file)
    print(__doc__, file=sys.stderr)
    return 2


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
