"""Tables as Excel, LibreOffice, a Mac and Windows write them: read, or refused with file, line and remedy."""

from pathlib import Path

import pytest

from gatekeeper.errors import TextError
from gatekeeper.text_files import posix, read_table

TEXT = "path,identity\r\na/1.jpg,Zoë\r\nb/2.jpg,Bo\r\n"
ROWS = [(2, {"path": "a/1.jpg", "identity": "Zoë"}), (3, {"path": "b/2.jpg", "identity": "Bo"})]


@pytest.mark.parametrize(
    "data",
    [
        TEXT.encode(),
        TEXT.encode("utf-8-sig"),
        TEXT.encode("utf-16"),
        b"\xfe\xff" + TEXT.encode("utf-16-be"),
        TEXT.replace(",", ";").encode(),
        TEXT.replace(",", "\t").encode("utf-16"),
        TEXT.replace(",", " | ").encode(),
        TEXT.replace("\r\n", "\n").encode(),
        TEXT.replace("\r\n", "\r").encode(),
        TEXT.replace("path,identity", ' Path , "IDENTITY"').replace(' "', '"').encode(),
        TEXT.replace("Zoë", '"Zoë"').encode(),
        TEXT.replace("\r\n", ",,\r\n").encode(),  # Excel fills every line up to the longest
        (TEXT + "\r\n , \r\n").encode(),
        TEXT.replace("a/1.jpg", '="a/1.jpg"')
        .replace("Bo", '"=""Bo"""')
        .encode(),  # so that Excel takes no cell for a number
    ],
)
def test_unambiguous_tables_are_read(tmp_path: Path, data: bytes) -> None:
    (tmp_path / "t.csv").write_bytes(data)
    assert list(read_table(tmp_path / "t.csv", ("path", "identity"))) == ROWS


def test_the_line_that_tells_excel_the_delimiter_is_heeded(tmp_path: Path) -> None:
    (tmp_path / "t.csv").write_text("sep=;\npath;identity\na;x,y\n")
    assert list(read_table(tmp_path / "t.csv", ("path", "identity"))) == [(3, {"path": "a", "identity": "x,y"})]


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("above", ["\n", "\r\n \r\n", "{0}{0}\n", "sep={0}\n\n"])
def test_empty_lines_above_the_headings_do_not_hide_the_delimiter(tmp_path: Path, delimiter: str, above: str) -> None:
    above = above.format(delimiter)
    text = above + TEXT.replace("\r\n", "\n").replace(",", delimiter)
    (tmp_path / "t.csv").write_bytes(text.encode())
    lines = above.count("\n")
    assert list(read_table(tmp_path / "t.csv", ("path", "identity"))) == [(n + lines, row) for n, row in ROWS]


def test_a_cell_of_several_lines_does_not_shift_the_numbers(tmp_path: Path) -> None:
    (tmp_path / "t.csv").write_text('path,identity\n"a\nb",x\nc,y\n')
    assert [line for line, _ in read_table(tmp_path / "t.csv", ("path", "identity"))] == [2, 4]


@pytest.mark.parametrize(
    ("data", "says", "remedy"),
    [
        (
            TEXT.replace("Zoë", "Bob").replace("Bo\r", "Zoë\r").encode("latin-1"),
            "line 3: this is not UTF-8",
            "CSV UTF-8",
        ),
        (TEXT.replace("ë", "e").encode("utf-16-le"), "line 1: this is not text", "CSV UTF-8"),
        (b"PK\3\4\x14\0\6\0\x08\0\xff\xfe", "line 1: this is n", "CSV UTF-8"),
        (b"file,person\r\na,b\r\n", "line 1: the column path is missing; there are: file, person", "path, identity"),
        (b"path,path,identity\r\n", "line 1: there are two columns path", "Remove"),
        (b"path,identity,mood\r\n", "line 1: unknown column 'mood'", "path, identity, groups"),
        (b"path,identity\r\na,b,c\r\n", "line 2: 3 cells under 2 headings", "quotes"),
        (b'path,identity\r\na,b\r\n"c,d\r\n', "line 3: unexpected end of data", "quotes"),
        (b"path,identity\r\n" + b"a" * 200_000 + b",b\r\n", "line 2: field larger", ""),
        (b"", "t.csv is empty", "path, identity"),
        (b"\r\n\r\n", "t.csv is empty", "path, identity"),
    ],
)
def test_ambiguous_tables_are_refused_with_file_line_and_remedy(
    tmp_path: Path, data: bytes, says: str, remedy: str
) -> None:
    path = tmp_path / "t.csv"
    path.write_bytes(data)
    with pytest.raises(TextError, match=says) as caught:
        list(read_table(path, ("path", "identity"), ("groups",)))
    assert str(path) in caught.value.message
    assert remedy in caught.value.hint


def test_a_missing_table_and_a_folder_are_refused_by_name(tmp_path: Path) -> None:
    for path in (tmp_path / "nix.csv", tmp_path):
        with pytest.raises(TextError, match=str(path)):
            list(read_table(path, ("path",)))


def test_paths_of_windows_and_of_a_mac_are_those_of_here() -> None:
    assert posix(".\\Zoe\u0308\\1.jpg") == posix("./Zo\u00eb/1.jpg") == "Zo\u00eb/1.jpg"
