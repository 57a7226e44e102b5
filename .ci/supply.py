#!/usr/bin/env python3
"""What the program is made of: licences, advisories, a bill of materials. Run it as `uv run .ci/supply.py COMMAND`.

licences        every package that the program needs has a licence of licences.toml; needs no network
audit           none of them, here or as old as pyproject.toml admits, is of a version that an advisory of advisories.json
                names; needs no network
refresh         ask PyPI, by pip-audit, about the versions installed here, and put what it knows on that list
release         the same as audit, and PyPI was asked about each of these versions: before a release
sbom FILE       write what is installed here as CycloneDX JSON (with cyclonedx-bom), for a release
"""

import json
import re
import subprocess
import sys
import tempfile
import textwrap
import tomllib
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from importlib import metadata
from pathlib import Path
from typing import Any

from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet

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


def oldest(requirements: Iterable[str]) -> dict[str, str]:
    """The oldest version that each requirement admits, by normalised name: whoever has it keeps it when gatekeeper comes."""
    wanted = map(Requirement, requirements)
    return {
        _normal(one.name): part.version
        for one in wanted
        for part in one.specifier
        if part.operator in {">=", "==", "~="}
    }


def refused_licences(packages: Mapping[str, Any], rules: Mapping[str, Any]) -> list[str]:
    """What is wrong with the licences of packages (name -> metadata), a sentence each."""
    return [
        f"{name}: its licence is {said or 'not told'}, which licences.toml does not allow."
        for name, about in sorted(packages.items())
        if name not in rules["packages"] and not _allowed(said := _licence(about, rules["words"]), rules["allowed"])
    ]


def open_advisories(versions: Mapping[str, str], stored: Mapping[str, Any]) -> list[str]:
    """What is known against these versions (name -> version) and not accepted, a line each."""
    return [line for number, line in _named(versions, stored) if number not in stored["accepted"]]


def accepted_advisories(versions: Mapping[str, str], stored: Mapping[str, Any]) -> list[str]:
    """What is known against these versions and was accepted, with the reason, a line each."""
    why = stored["accepted"]
    return [f"accepted: {line}: {why[number]}" for number, line in _named(versions, stored) if number in why]


def _named(versions: Mapping[str, str], stored: Mapping[str, Any]) -> list[tuple[str, str]]:
    """The number of each advisory that names one of these versions, and what it says."""
    found = []
    for one in stored["advisories"]:
        version = versions.get(one["package"])
        if version and SpecifierSet(one["affected"]).contains(version.partition("+")[0], prereleases=True):
            told = f"{one['package']} {version}: {one['id']} (affected: {one['affected']}; {one['source']})"
            found.append((one["id"], told))
    return found


def never_asked(versions: Mapping[str, str], stored: Mapping[str, Any]) -> list[str]:
    """The packages about whose present version PyPI was not asked."""
    asked = (stored["asked"] or {}).get("versions", {})
    return [f"{name} {version}" for name, version in sorted(versions.items()) if asked.get(name) != version]


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


def _versions() -> dict[str, str]:
    return {name: one.version for name, one in needed().items() if name != "gatekeeper"}


def _audit(*, release: bool = False) -> int:
    stored = json.loads(ADVISORIES.read_text())
    if not stored["advisories"]:
        print("The list of advisories is empty, so nothing is known: `uv run .ci/supply.py refresh`, with a network.")
        return 1
    versions = _versions()
    bad, unknown = open_advisories(versions, stored), never_asked(versions, stored)
    admitted = open_advisories(oldest(metadata.requires("gatekeeper") or []), stored)
    bad += [f"admitted by pyproject.toml: {line}" for line in admitted]
    seen = max(one["seen"] for one in stored["advisories"])
    accepted = accepted_advisories(versions, stored)
    fine = f"{len(stored['advisories'])} advisories, the last seen on {seen}: none names a version here"
    print("\n".join(accepted + (bad or [f"{fine}{', but those above' if accepted else ''}."])))
    print(f"{len(versions.keys() & set(stored['looked_up']))} of {len(versions)} packages were looked up by hand.")
    if unknown:
        print(f"PyPI was not asked about {len(unknown)} of {len(versions)} packages at their versions; `refresh` does.")
    return 1 if bad or (release and unknown) else 0


def _refresh() -> int:
    versions = _versions()
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
    known = [one for one in told if "vulns" in one]
    if len(known) < len(versions) // 2:
        print("The package index here knows no advisories (PyPI itself does), so nothing was changed.", file=sys.stderr)
        return 1
    ADVISORIES.write_text(listed(with_answers(json.loads(ADVISORIES.read_text()), known, versions, datetime.now(UTC))))
    return _audit()


def with_answers(
    stored: Mapping[str, Any], known: Iterable[Mapping[str, Any]], versions: Mapping[str, str], now: datetime
) -> dict[str, Any]:
    """The list with what pip-audit answered (its `dependencies`) about these versions."""
    today, asked, advisories = f"{now:%Y-%m-%d}", {}, list(stored["advisories"])
    for one in known:
        name = _normal(one["name"])
        asked[name] = versions[name]
        for found in one["vulns"]:
            new = {
                "package": name,
                "id": found["id"],
                "aliases": found.get("aliases", []),
                "affected": f"=={one['version']}",
                "source": f"https://osv.dev/vulnerability/{found['id']}",
                "seen": today,
            }
            if all(any(old[key] != new[key] for key in ("package", "id", "affected")) for old in advisories):
                advisories.append(new)
    advisories.sort(key=lambda one: one["package"])
    return {**stored, "asked": {"on": today, "versions": asked}, "advisories": advisories}


def listed(stored: Mapping[str, Any]) -> str:
    """The list as a file: an advisory is a line, so that what is new can be seen."""
    advisories = ",\n".join("  " + json.dumps(one) for one in stored["advisories"])
    looked_up = textwrap.fill(json.dumps(stored["looked_up"]), 120, subsequent_indent="  ", break_on_hyphens=False)
    accepted = ",\n".join(f"  {json.dumps(number)}: {json.dumps(why)}" for number, why in stored["accepted"].items())
    rest = f' "advisories": [\n{advisories}\n ],\n "accepted": {{\n{accepted}\n }}'
    return f'{{\n "asked": {json.dumps(stored["asked"])},\n "looked_up":\n  {looked_up},\n{rest}\n}}\n'


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
        case ["release"]:
            return _audit(release=True)
        case ["sbom", file]:
            return _sbom(file)
    print(__doc__, file=sys.stderr)
    return 2


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
