"""Preparing: packed sets, interrupted runs, pictures that are none."""

import io
import json
import os
import shutil
import signal
import struct
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

import numpy as np
import pytest
from PIL import Image as Pictures

from gatekeeper.capture.photos import photo_files
from gatekeeper.errors import PhotoError, TextError, TrainingError
from gatekeeper.paths import assets
from gatekeeper.text_files import read_table
from trainer.data.faceset import FaceSet
from trainer.data.pictures import pictures_of
from trainer.data.prepare import prepare

ROOT = Path(__file__).parents[2]
MAGIC = struct.pack("<I", 0xCED7230A)


def pack(path: Path, people: list[list[bytes]]) -> None:
    """A .rec and .idx as InsightFace's tools write them: header, pictures, one record for each identity."""
    count = sum(len(pictures) for pictures in people)
    records = [struct.pack("<IfQQ", 2, 0.0, 0, 0) + struct.pack("<ff", count + 1, count + 1 + len(people))]
    ranges, at = [], 1
    for who, pictures in enumerate(people):
        ranges.append((at, at + len(pictures)))
        for packed in pictures:
            records.append(struct.pack("<IfQQ", 0, float(who), at, 0) + packed)
            at += 1
    for first, last in ranges:
        records.append(struct.pack("<IfQQ", 2, 0.0, 0, 0) + struct.pack("<ff", first, last))
    lines = []
    with path.open("wb") as file:
        for key, record in enumerate(records):
            lines.append(f"{key}\t{file.tell()}\n")
            parts = record.split(MAGIC)
            for number, part in enumerate(parts):
                kind = 0 if len(parts) == 1 else 1 if number == 0 else 3 if number == len(parts) - 1 else 2
                file.write(MAGIC + struct.pack("<I", kind << 29 | len(part)) + part + b"\0" * (-len(part) % 4))
    path.with_suffix(".idx").write_text("".join(lines))


def png(seed: int) -> bytes:
    out = io.BytesIO()
    noise = np.random.default_rng(seed).integers(0, 256, (9, 7 + seed, 3), np.uint8)
    Pictures.fromarray(noise).save(out, "PNG")
    return out.getvalue()


def test_a_packed_set_gives_its_pictures_and_people(tmp_path: Path) -> None:
    # A comment in the last one holds the number that begins every record, twice.
    packed = [[png(0), png(1)], [png(2), png(3) + MAGIC + b"x" + MAGIC]]
    pack(tmp_path / "train.rec", packed)
    found = list(pictures_of(tmp_path / "train.rec"))
    assert [p.name for p in found] == ["train/1", "train/2", "train/3", "train/4"]
    assert [p.identity for p in found] == ["0", "0", "1", "1"]
    for seed, picture in enumerate(found):
        wanted = np.asarray(Pictures.open(io.BytesIO(png(seed))))
        assert (picture.read() == wanted).all()


def test_a_damaged_packed_set_is_named(tmp_path: Path) -> None:
    pack(tmp_path / "train.rec", [[png(0), b"no picture"]])
    good, bad = pictures_of(tmp_path / "train.rec")
    assert good.read().shape == (9, 7, 3)
    with pytest.raises(PhotoError, match="train/2 is not a picture"):
        bad.read()
    place = int((tmp_path / "train.idx").read_text().splitlines()[2].split()[1])
    huge = b"BM" + struct.pack("<IIIIiiHHIIiiII", 60, 0, 54, 40, 70_000, 70_000, 1, 24, 0, 0, 1, 1, 0, 0)
    for flag, packed, says in ((1000, b"no picture", "is not a picture"), (0, huge, "has hundreds of megapixels")):
        pack(tmp_path / "train.rec", [[png(0), packed]])
        with (tmp_path / "train.rec").open("r+b") as file:
            file.seek(place + 8)
            file.write(struct.pack("<I", flag))
        _, bad = pictures_of(tmp_path / "train.rec")
        with pytest.raises(PhotoError, match=f"train/2 {says}"):
            bad.read()
    # As a copy that stopped leaves it: the rest is there.
    with (tmp_path / "train.rec").open("r+b") as file:
        file.truncate(int((tmp_path / "train.idx").read_text().splitlines()[2].split()[1]) + 3)
    good, bad = pictures_of(tmp_path / "train.rec")
    assert (good.identity, good.read().shape) == ("0", (9, 7, 3))
    with pytest.raises(PhotoError, match="no record"):
        bad.read()
    (tmp_path / "train.idx").unlink()
    with pytest.raises(TrainingError, match="RecordIO"):
        list(pictures_of(tmp_path / "train.rec"))


def test_a_folder_that_holds_a_link_to_itself_is_looked_through_once(tmp_path: Path) -> None:
    (tmp_path / "set/ada").mkdir(parents=True)
    (tmp_path / "set/ada/1.png").write_bytes(png(0))
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "elsewhere/2.png").write_bytes(png(1))
    (tmp_path / "set/ada/all").symlink_to(tmp_path / "set", target_is_directory=True)
    (tmp_path / "set/bea").symlink_to(tmp_path / "elsewhere", target_is_directory=True)
    found = [(p.name, p.identity) for p in pictures_of(tmp_path / "set", True)]
    assert found == [("set/ada/1.png", "ada"), ("set/bea/2.png", "bea")]
    # A ring of two: from there one comes here again.
    (tmp_path / "elsewhere/back").symlink_to(tmp_path / "set/ada", target_is_directory=True)
    found = [(p.name, p.identity) for p in pictures_of(tmp_path / "set/bea", True)]
    assert found == [("elsewhere/2.png", ""), ("elsewhere/back/1.png", "back")]
    (tmp_path / "set/ada/all").unlink()
    (tmp_path / "set/ada/there").symlink_to(tmp_path / "elsewhere", target_is_directory=True)
    found = [(p.name, p.identity) for p in pictures_of(tmp_path / "set/ada", True)]
    assert found == [("ada/1.png", ""), ("ada/there/2.png", "there")]


def test_two_sources_of_one_name_are_refused(tmp_path: Path) -> None:
    for place in ("a/faces", "b/faces"):
        (tmp_path / place).mkdir(parents=True)
    with pytest.raises(TrainingError, match="called faces"):
        prepare([tmp_path / "a/faces", tmp_path / "b/faces"], tmp_path / "out", 0, 1)


def test_the_person_in_a_picture_comes_from_a_table_or_its_folder(tmp_path: Path) -> None:
    for name in ("b/n01/2.jpg", "b/n02/1.jpg", "c/masked/1.jpg", "0.png"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_bytes(b"")
    assert [(p.name.split("/", 1)[1], p.identity) for p in pictures_of(tmp_path, True)] == [
        *(("0.png", ""), ("b/n01/2.jpg", "n01"), ("b/n02/1.jpg", "n02"), ("c/masked/1.jpg", "c"))
    ]
    assert {p.identity for p in pictures_of(tmp_path)} == {""}
    (tmp_path / "identity.csv").write_text("path,identity\n0.png,17\n")
    assert [p.identity for p in pictures_of(tmp_path)] == ["17", "", "", ""]


def test_what_a_system_put_there_is_nobody_and_everything_left_out_is_said(tmp_path: Path) -> None:
    source = tmp_path / "set"
    for name in (
        "ada/1.png",
        "ada/@eaDir/1.png",
        "ada/._1.png",
        "#recycle/bea/1.png",
        ".Trash-1000/1.png",
        "a.jpg/2.png",
    ):
        (source / name).parent.mkdir(parents=True, exist_ok=True)
        (source / name).write_bytes(b"")
    for name in ("ada/1.GIF", "cy/1.gif", "cy/1.jp2", "cy/notes"):
        (source / name).parent.mkdir(exist_ok=True)
        (source / name).write_bytes(b"")
    said: list[str] = []
    found = [(p.name, p.identity) for p in pictures_of(source, True, said.append)]
    assert found == [("set/a.jpg/2.png", "a.jpg"), ("set/ada/1.png", "ada")]
    assert said == [
        f"{source}: left out, since it belongs to the system: #recycle, .Trash-1000, ada/._1.png, ada/@eaDir.",
        f"{source}: files of other kinds are not read: 2 .gif, 1 .jp2, 1 without a suffix.",
    ]


def test_a_table_of_people_in_another_format_is_named_before_anything_is_done(tmp_path: Path) -> None:
    (tmp_path / "1.png").write_bytes(png(0))
    (tmp_path / "identity.xlsx").write_bytes(b"PK")
    with pytest.raises(TextError, match=r"identity\.xlsx is not read, and there is no identity\.csv"):
        prepare([tmp_path], tmp_path / "out", 0, 1)
    assert not (tmp_path / "out").exists()


def test_lines_without_a_picture_are_reported_with_their_numbers(tmp_path: Path) -> None:
    (tmp_path / "0.png").write_bytes(b"")
    table = tmp_path / "identity.csv"
    table.write_text("path,identity\n9.png,Bea\n0.png,Ada\n" + "".join(f"x{n}.png,Cy\n" for n in range(30)))
    said: list[str] = []
    assert [p.identity for p in pictures_of(tmp_path, report=said.append)] == ["Ada"]
    assert said[0] == f"{table}, line 2: there is no picture 9.png."
    assert said[1] == f"{table}, line 4: there is no picture x0.png."
    assert said[-1] == f"{table}: 11 more lines name no picture."
    assert len(said) == 21


def test_a_table_of_people_is_one_in_capitals_too(tmp_path: Path) -> None:
    (tmp_path / "0.png").write_bytes(b"")
    (tmp_path / "Identity.CSV").write_text("path,identity\n0.png,Ada\n")
    assert [p.identity for p in pictures_of(tmp_path)] == ["Ada"]


def test_a_table_of_people_may_name_whole_paths(tmp_path: Path) -> None:
    (tmp_path / "sub").mkdir()
    for number, written in enumerate([str(tmp_path / "sub/0.png"), "sub//1.png", "sub/../sub/2.png"]):
        (tmp_path / f"sub/{number}.png").write_bytes(b"")
        with (tmp_path / "identity.csv").open("a") as table:
            table.write(f"path,identity\n{written},Ada\n" if number == 0 else f"{written},Ada\n")
    assert [p.identity for p in pictures_of(tmp_path)] == ["Ada"] * 3


@pytest.mark.parametrize(
    "table",
    [
        b"\xef\xbb\xbfpath,identity\r\nsub/1.png,Ada\r\n",
        b"path;identity\nsub/1.png;Ada\n",
        b"Identity\tPath\nAda\tsub\\1.png\n",
        b"path,identity\n.\\sub\\1.png,Ada\n",
    ],
)
def test_a_table_of_people_is_read_as_any_spreadsheet_saves_it(tmp_path: Path, table: bytes) -> None:
    (tmp_path / "sub").mkdir()
    (tmp_path / "sub/1.png").write_bytes(b"")
    (tmp_path / "identity.csv").write_bytes(table)
    assert [p.identity for p in pictures_of(tmp_path)] == ["Ada"]


@pytest.mark.parametrize(
    ("table", "words"),
    [
        (b"file,person\n1.png,Ada\n", "line 1: the column path is missing"),
        (b"path,identity\n1.jpg,Ada\n", "none of the listed pictures is in"),
        (b"path,identity\n/elsewhere/1.png,Ada\n", "none of the listed pictures is in"),
        (b"path,identity\nidentity.csv,Ada\n", "none of the listed pictures is in"),
        (b"path,identity\n1.png,M\xfcller\n", "line 2: this is not UTF-8"),
        (b"path,identity\n1.png,\n", "line 2: path or identity is empty"),
        (b"path,identity\n1.png,Ada\n1.png,Bea\n", "line 3: 1.png shows Bea, but an earlier line says Ada"),
        (b"", "is empty"),
    ],
)
def test_a_table_that_would_leave_everybody_without_a_name_is_named_before_anything_is_done(
    tmp_path: Path, table: bytes, words: str
) -> None:
    (tmp_path / "1.png").write_bytes(png(0))
    (tmp_path / "identity.csv").write_bytes(table)
    with pytest.raises(TextError, match=words) as found:
        prepare([tmp_path], tmp_path / "out", 0, 1)
    assert str(tmp_path / "identity.csv") in found.value.message
    assert found.value.hint


def test_a_mistake_in_any_source_costs_nothing_of_a_finished_set(tmp_path: Path) -> None:
    for name in ("one", "other"):
        (tmp_path / name / "Ada").mkdir(parents=True)
        shutil.copy(photo_files(assets() / "demo/people/resident-001/bare")[0], tmp_path / name / "Ada")
    sources = [tmp_path / "one", tmp_path / "other"]
    prepare(sources, tmp_path / "out", 0, 1, folders_are_people=True)
    before = {path.name: path.read_bytes() for path in (tmp_path / "out").iterdir()}
    (tmp_path / "other/identity.csv").write_text("path,identity\nnobody.jpg,Ada\n")
    with pytest.raises(TextError, match="none of the listed pictures is in"):
        prepare(sources, tmp_path / "out", 0, 1, folders_are_people=True)
    with pytest.raises(TrainingError, match="neither a folder of pictures nor"):
        prepare([tmp_path / "one", tmp_path / "other/identity.csv"], tmp_path / "out", 0, 1)
    assert {path.name: path.read_bytes() for path in (tmp_path / "out").iterdir()} == before
    assert len(FaceSet.load(tmp_path / "out")) == 2


def test_folders_of_people_that_are_none_are_an_error(tmp_path: Path) -> None:
    (tmp_path / "set").mkdir()
    (tmp_path / "set/1.png").write_bytes(png(0))
    with pytest.raises(TrainingError, match=r"Nobody in .* has a name"):
        prepare([tmp_path / "set"], tmp_path / "out", 0, 1, folders_are_people=True)
    (tmp_path / "empty").mkdir()
    with pytest.raises(TrainingError, match="No pictures in"):
        prepare([tmp_path / "empty"], tmp_path / "deep/out", 0, 1)
    assert sorted(place.name for place in tmp_path.iterdir()) == ["empty", "set"]  # nothing of what failed


def test_people_of_the_same_name_or_number_in_two_sources_are_different_people(tmp_path: Path) -> None:
    photos = [path.read_bytes() for path in photo_files(assets() / "demo/people")[:6]]
    pack(tmp_path / "one.rec", [[photos[0]], [photos[1]]])
    pack(tmp_path / "two.rec", [[photos[2]], [photos[3]]])
    for at, place in enumerate(("0", "Zo\udcfc")):  # as latin-1 writes an u with two dots
        (tmp_path / "folders" / place).mkdir(parents=True)
        (tmp_path / "folders" / place / "1.jpg").write_bytes(photos[4 + at])
    sources = [tmp_path / name for name in ("one.rec", "two.rec", "folders")]
    assert prepare(sources, tmp_path / "out", 0, 1, folders_are_people=True)["identities"] == 6
    faces = FaceSet.load(tmp_path / "out")
    assert faces.names == ["one/1", "one/2", "two/1", "two/2", "folders/0/1.jpg", "folders/Zo\\xfc/1.jpg"]
    assert len(set(faces.identities.tolist())) == 6
    table = [row for _, row in read_table(tmp_path / "out/identities.csv", ("source", "name", "identity", "images"))]
    assert [(row["source"], row["name"]) for row in table] == [
        *(("one", "0"), ("one", "1"), ("two", "0"), ("two", "1"), ("folders", "0"), ("folders", "Zo\\xfc"))
    ]


@pytest.mark.slow
def test_an_interrupted_preparation_goes_on_to_the_same_result(tmp_path: Path) -> None:
    source = tmp_path / "people"
    for at, path in enumerate(photo_files(assets() / "demo/people")[:5]):
        (source / f"{at // 2}").mkdir(parents=True, exist_ok=True)
        (source / f"{at // 2}/{at}.jpg").write_bytes(path.read_bytes())
    Pictures.new("RGB", (90, 90), "grey").save(source / "1/0.png")
    whole = prepare([source], tmp_path / "whole", 1, 1, folders_are_people=True)
    assert whole == {"pictures": 6, "faces": 5, "broken": 0, "without_face": 1, "masks": 1, "identities": 3}
    # As a power cut leaves it: two pictures in the journal, the second one's crop half written.
    cut = tmp_path / "cut"
    cut.mkdir()
    first, second, *_ = np.load(tmp_path / "whole/index.npz")["ends"].tolist()
    crops = (tmp_path / "whole/crops.jpegs").read_bytes()
    (cut / "crops.jpegs").write_bytes(b"\1" * first + crops[first : second - 100])
    (cut / "teacher-of-others.npy").touch()
    settings = {"sources": [str(source)], "masks": 1, "people": True}
    points = np.load(tmp_path / "whole/index.npz")["landmarks"].tolist()
    lines = [
        json.dumps(settings),
        json.dumps(["people/0/0.jpg", "0", "", first, points[0], 0]),
        json.dumps(["people/0/1.jpg", "0", "", second - first, points[1], 0]),
        '["people/1/0.png", "1", "wi',
    ]
    (cut / "journal.jsonl").write_text("\n".join(lines))
    assert prepare([source], cut, 1, 1, folders_are_people=True) == whole
    # The first crop was not done again; all the others are what they are in one go.
    assert (cut / "crops.jpegs").read_bytes() == b"\1" * first + crops[first:]
    assert not (cut / "teacher-of-others.npy").exists()
    for name in ("landmarks", "states", "ends"):
        assert (np.load(cut / "index.npz")[name] == np.load(tmp_path / "whole/index.npz")[name]).all()
    for name in ("faces.csv", "identities.csv"):
        assert (cut / name).read_text() == (tmp_path / "whole" / name).read_text()
    assert FaceSet.load(cut).identities.tolist() == [0, 0, 1, 1, 2]


@pytest.mark.slow
@pytest.mark.skipif(os.name == "nt", reason="Windows has no signals that end a process in the middle")
def test_a_preparation_stopped_or_killed_leaves_no_process_and_goes_on_with_what_is_there_now(tmp_path: Path) -> None:
    source, out = tmp_path / "people", tmp_path / "out"
    for at, path in enumerate(photo_files(assets() / "demo/people")[:24]):
        person = source / ("1", "ada", "bea", "2")[at % 4]
        person.mkdir(parents=True, exist_ok=True)
        (person / f"{at}.jpg").write_bytes(path.read_bytes())
    words = [sys.executable, "-m", "trainer.cli", "prepare", str(source), "--out", str(out), "--people"]
    words += ["--masks", "0", "--workers", "1"]
    done = 0
    for number in (signal.SIGINT, signal.SIGKILL):
        process = subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, cwd=ROOT)
        while not (out / "journal.jsonl").is_file() or len((out / "journal.jsonl").read_text().splitlines()) < done + 2:
            with suppress(subprocess.TimeoutExpired):  # a look ten times a second leaves it the processor
                pytest.fail(f"It ended with {process.wait(0.1)}: {process.communicate()}")
        process.send_signal(number)
        # Its workers hold the other end of the pipe: this waits for them as well.
        said, _ = process.communicate(timeout=60)
        done = len((out / "journal.jsonl").read_text().splitlines()) - 1
        assert 0 < done < 24
        if number == signal.SIGINT:
            assert f"{done} pictures are done" in said
            # As a preparation that was whole leaves them, before its pictures changed.
            (out / "manifest.json").write_text('{"masks": 0}')
            (out / "faces.csv").write_text("path,identity\npeople/gone.jpg,7\n")
    with pytest.raises(TrainingError, match="was not finished"):
        FaceSet.load(out)
    (source / "1/00.jpg").write_bytes(photo_files(assets() / "demo/people")[24].read_bytes())
    assert prepare([source], out, 0, 1, folders_are_people=True)["faces"] == 25
    faces = FaceSet.load(out)
    assert sorted(faces.names) == sorted(f"people/{p.relative_to(source).as_posix()}" for p in photo_files(source))
    # A folder called 1 and a name that comes first are two people.
    people = {path.split("/")[1]: who for path, who in zip(faces.names, faces.identities.tolist(), strict=True)}
    assert len(set(people.values())) == len(people) == 4
    (out / "crops.jpegs").write_bytes(b"cut off")
    with pytest.raises(TrainingError, match="no prepared faces"):
        FaceSet.load(out)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("index.npz", b"PK\3\4, and then the disk was full"),
        ("manifest.json", b'{"masks": null}'),
        ("manifest.json", b'{"masks": -2}'),
    ],
)
def test_a_damaged_set_is_named(name: str, content: bytes, faces: FaceSet, tmp_path: Path) -> None:
    shutil.copytree(faces.folder, tmp_path / "faces")
    (tmp_path / "faces" / name).write_bytes(content)
    with pytest.raises(TrainingError, match=r"faces holds no prepared faces: .*trainer prepare"):
        FaceSet.load(tmp_path / "faces")
