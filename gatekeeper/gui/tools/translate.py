"""`python -m gatekeeper.gui.tools.translate`: renews assets/translations from the code and says what has no translation yet.

A new text: write it in English inside `self.tr(...)`, run this, translate it in the .ts files (by hand or in Qt Linguist),
run this again. The .qm files are made from them; both are kept, so that a clean checkout speaks every language.
"""

import shutil
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree

from gatekeeper.gui.core.language import SPOKEN
from gatekeeper.paths import assets

FOLDER = assets() / "translations"


def renew(folder: Path) -> dict[str, list[str]]:
    """Write the .ts files of a folder anew from the code, translations kept, and the .qm files from them.

    Returns what each language lacks: the texts without a (finished) translation.
    """
    sources = sorted(str(path) for path in Path(__file__).parent.parent.rglob("*.py"))
    missing = {}
    folder.mkdir(exist_ok=True)
    for language in SPOKEN:
        file = folder / f"gatekeeper_{language}.ts"
        # English needs its plurals only. Without line numbers: a text that merely moves changes nothing.
        how = ["-no-obsolete", "-locations", "none", *(["-pluralonly"] if language == "en" else [])]
        _tool("lupdate", *sources, *how, "-source-language", "en", "-target-language", language, "-ts", str(file))
        missing[language] = [
            message.findtext("source", "")
            for message in ElementTree.parse(file).iter("message")
            if (found := message.find("translation")) is None or found.get("type") is not None
        ]
        _tool("lrelease", "-silent", str(file), "-qm", str(file.with_suffix(".qm")))
    return missing


def _tool(name: str, *words: str) -> None:
    """One of Qt's translation tools, which come with PySide6."""
    tool = shutil.which(f"pyside6-{name}", path=str(Path(sys.executable).parent)) or f"pyside6-{name}"
    subprocess.run([tool, *words], check=True, capture_output=True, text=True)


if __name__ == "__main__":
    lacking = renew(FOLDER)
    for language, texts in lacking.items():
        for text in texts:
            print(f"{language}: {text}")
    sys.exit(1 if any(lacking.values()) else 0)
