"""LibreOffice, where it is installed (`apt-get install libreoffice-calc`): no cell of our tables becomes a formula."""

from __future__ import annotations

import csv
import io
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from annotator.core.records.dataset import Dataset
from annotator.core.text.cell import plain
from annotator.formats.csv.format import FORMAT as CSV
from annotator.formats.csv.xlsx import FORMAT as XLSX
from tests.clients.sample import sample
from tests.formats.csv.test_xlsx import ODD, one
from tests.formats.reading import write
from tests.formats.standoff.hostile import hostile

SOFFICE = shutil.which("soffice")
UTF_8 = "Text - txt - csv (StarCalc):44,34,76,1"
pytestmark = pytest.mark.skipif(SOFFICE is None, reason="LibreOffice is not installed")


def converted(files: dict[str, bytes], form: str, folder: Path, *more: str) -> dict[str, str]:
    """What LibreOffice makes of the files, by their stems."""
    assert SOFFICE is not None
    for name, held in files.items():
        (folder / name).write_bytes(held)
    out = folder / "out"
    command = [SOFFICE, f"-env:UserInstallation=file://{folder}/profile", "--headless", *more, "--convert-to", form]
    command += ["--outdir", str(out), *(str(folder / name) for name in files)]
    subprocess.run(command, capture_output=True, check=True, timeout=300)
    return {path.stem: path.read_text("utf-8-sig") for path in out.iterdir()}


def tables() -> dict[str, Dataset]:
    """The sample, articles that break readers, and notes that look like formulas."""
    return {"sample": sample(), "hostile": hostile(), **{f"note{n}": one(note) for n, note in enumerate(ODD)}}


def test_no_formulas(tmp_path: Path) -> None:
    """In CSV and in the workbook; a file of somebody else with a formula shows that they would be found."""
    held = {f"{name}-csv.csv": write(CSV, data)[""] for name, data in tables().items()}
    held |= {f"{name}-xlsx.xlsx": write(XLSX, data)[""] for name, data in tables().items()}
    held["theirs.csv"] = b'a,b\r\n1,=1+1\r\n2,"=HYPERLINK(""x"")"\r\n'
    found = converted(held, "fods", tmp_path)
    formulas = {name: len(re.findall(r"table:formula=", text)) for name, text in found.items()}
    assert formulas.pop("theirs") == 2
    assert set(formulas) == {name.partition(".")[0] for name in held} - {"theirs"}
    assert set(formulas.values()) == {0}


def test_the_workbook_has_every_cell(tmp_path: Path) -> None:
    """Saved by LibreOffice as CSV, the sample's cells are those of our own CSV."""
    file = write(XLSX, sample())[""]
    found = converted({"sample.xlsx": file}, f"csv:{UTF_8}", tmp_path)["sample"]
    ours = write(CSV, sample())[""].decode("utf-8-sig")
    wanted = [[plain(cell) for cell in row] for row in csv.reader(io.StringIO(ours, newline=""))]
    assert list(csv.reader(io.StringIO(found, newline=""))) == wanted
