"""`python -m gatekeeper.gui.tools.translate`: renews assets/translations from the code and says what has no translation yet.

A new text of the window: write it in English inside `self.tr(...)`. A new message of the core: `Message("... {name} ...",
name=...)`, or an error with a template and parameters. Run this, translate it in the .ts files (by hand or in Qt Linguist),
run this again. The .qm files are made from them; both are kept, so that a clean checkout speaks every language.
"""

import ast
import inspect
import json
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from xml.etree import ElementTree

import gatekeeper
from gatekeeper import errors
from gatekeeper.gui.core.language import SPOKEN
from gatekeeper.messages import PLURAL, fields
from gatekeeper.models.card import CARD
from gatekeeper.models.card_page import SHOWN
from gatekeeper.paths import assets

FOLDER = assets() / "translations"
PACKAGE = Path(gatekeeper.__file__).parent
_ERRORS = {
    name for name, kind in inspect.getmembers(errors, inspect.isclass) if issubclass(kind, errors.GatekeeperError)
}


@dataclass(frozen=True, slots=True)
class Call:
    """A place in the code that makes a message. templates: its literal texts; literal: whether all its texts are literal;
    params: the names of the parameters, None where the code does not say; made_up: whether a text is put together there, which
    nobody can translate."""

    place: str
    templates: tuple[str, ...]
    literal: bool
    params: frozenset[str] | None
    made_up: bool


def calls(path: Path) -> Iterator[Call]:
    """The calls of a file that make messages: `Message`, errors, and its own functions whose first parameter is a template."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    helpers = {
        node.name
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef)
        and [argument.arg for argument in node.args.args if argument.arg not in ("self", "cls")][:1] == ["template"]
    }
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call):
            continue
        name = ast.unparse(node.func).split(".")[-1]
        if name in _ERRORS:
            texts = [*node.args[:2], *(keyword.value for keyword in node.keywords if keyword.arg == "hint")]
        elif name == "Message" or name in helpers:
            texts = node.args[:1]
        else:
            continue
        parts = [leaf for text in texts for leaf in _leaves(text)]
        templates = [str(part.value) for part in parts if isinstance(part, ast.Constant)]
        made_up = any(isinstance(part, ast.JoinedStr | ast.BinOp) or _is_format(part) for part in parts)
        params = frozenset(keyword.arg for keyword in node.keywords if keyword.arg is not None)
        literal = name not in helpers and all(keyword.arg is not None for keyword in node.keywords)
        yield Call(
            f"{path.name}:{node.lineno}",
            tuple(templates),
            len(templates) == len(parts),
            params if literal else None,
            made_up,
        )


def templates() -> set[str]:
    """Every template of the core, and the texts on the cards of the models that come with the program."""
    found = {template for path in PACKAGE.rglob("*.py") for call in calls(path) for template in call.templates}
    for card in sorted((assets() / "models").glob(f"*/{CARD}")):
        values = json.loads(card.read_text(encoding="utf-8"))
        found |= {str(values[key]) for key in SHOWN if values.get(key)}
    return {template for template in found if re.search(r"[A-Za-z]", re.sub(r"\{[^{}]*\}", "", template))}


def renew(folder: Path) -> dict[str, list[str]]:
    """Write the .ts files of a folder again from the code, keeping translations, and the .qm files from them.

    Returns, for each language, the texts without a (finished) translation.
    """
    sources = sorted(str(path) for path in (PACKAGE / "gui").rglob("*.py"))
    missing = {}
    folder.mkdir(exist_ok=True)
    with TemporaryDirectory() as temporary:
        core = Path(temporary) / "core.py"
        core.write_text(_as_source(templates()), encoding="utf-8")
        for language in SPOKEN:
            file = folder / f"gatekeeper_{language}.ts"
            # English needs only the plurals of the window: a message of the core has its own. No line numbers are written, so
            # that a text that merely moves changes nothing.
            how = ["-no-obsolete", "-locations", "none", *(["-pluralonly"] if language == "en" else [])]
            read = sources if language == "en" else [*sources, str(core)]
            _tool("lupdate", *read, *how, "-source-language", "en", "-target-language", language, "-ts", str(file))
            missing[language] = [
                message.findtext("source", "")
                for message in ElementTree.parse(file).iter("message")
                if (found := message.find("translation")) is None or found.get("type") is not None
            ]
            _tool("lrelease", "-silent", str(file), "-qm", str(file.with_suffix(".qm")))
    return missing


def _leaves(node: ast.expr) -> list[ast.expr]:
    if isinstance(node, ast.IfExp):
        return [*_leaves(node.body), *_leaves(node.orelse)]
    return [node]


def _is_format(node: ast.expr) -> bool:
    return isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in ("format", "join")


def _as_source(found: set[str]) -> str:
    """The templates in a form that lupdate reads: in `tr`, where it sees plurals too, in a class named after their context."""
    lines = ["class core:", "    def say(self):"]
    for text in sorted(found):
        counted = ', "", n' if PLURAL in text and "n" in fields(text) else ""
        lines.append(f"        self.tr({json.dumps(text, ensure_ascii=False)}{counted})")
    return "\n".join(lines) + "\n"


def _tool(name: str, *arguments: str) -> None:
    """One of Qt's translation tools, which come with PySide6."""
    tool = shutil.which(f"pyside6-{name}", path=str(Path(sys.executable).parent)) or f"pyside6-{name}"
    subprocess.run([tool, *arguments], check=True, capture_output=True, text=True)


if __name__ == "__main__":
    lacking = renew(FOLDER)
    for language, texts in lacking.items():
        for text in texts:
            print(f"{language}: {text}")
    sys.exit(1 if any(lacking.values()) else 0)
