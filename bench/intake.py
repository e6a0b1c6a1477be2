"""Rows a second and peak memory of a load, at 1, 10 and 100 times the sample office's month.

Run by hand: ``python bench/intake.py [--scales 1,10,100] [--workbook ROWS] [--json FILE]``. Each
load runs in a process of its own, smallest first; growth is printed as a ratio of two loads of
one run, so that it does not depend on the machine.
"""

from __future__ import annotations

import argparse
import json
import resource
import subprocess
import sys
import tempfile
import time
import zipfile
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pandas as pd

from pmo_lib.params import sample_store
from pmo_lib.tables.loading import load
from pmo_lib.tables.sample import make_sample

HERE = Path(__file__).parent
PERIOD = "2026-10"
NOW = datetime(2026, 11, 2, tzinfo=UTC)


def main() -> None:
    """Write the returns, load each in a process of its own, and print the table."""
    asked = argparse.ArgumentParser(description=(__doc__ or "").split("\n", maxsplit=1)[0])
    asked.add_argument("--scales", default="1,10,100")
    asked.add_argument("--workbook", type=int, default=0, metavar="ROWS")
    asked.add_argument("--json", type=Path)
    asked.add_argument("--one", nargs=2, metavar=("MAPPING", "FOLDER"), help=argparse.SUPPRESS)
    given = asked.parse_args()
    if given.one:
        print(json.dumps(measured(Path(given.one[0]), Path(given.one[1]))))
        return
    with tempfile.TemporaryDirectory() as place:
        lines = [
            {"scale": scale} | in_process(HERE / "intake.yml", returns(Path(place), scale))
            for scale in map(int, given.scales.split(","))
        ]
        if given.workbook:
            lines.append({"scale": "sheet"} | in_process(*workbook(Path(place), given.workbook)))
    show(lines)
    if given.json:
        given.json.write_text(json.dumps(lines, indent=1) + "\n", encoding="utf-8")


def returns(place: Path, scale: int) -> Path:
    """Write the office's month as two texts, so many offices one below the other."""
    folder = place / f"x{scale}"
    folder.mkdir()
    store = make_sample(sample_store())
    projects, milestones = month(store)
    for name, rows in (("projects", projects), ("milestones", milestones)):
        for copy in range(scale):
            rows.assign(project_id=rows["project_id"] + f"-{copy}").to_csv(
                folder / f"{name}.csv", mode="a", header=copy == 0, index=False
            )
    return folder


def month(store: Any) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Take the last month from the sample, written as people write."""
    projects = store.read("projects")[
        ["project_id", "name", "category", "start", "finish", "budget"]
    ]
    links = store.read("project_clients").drop_duplicates("project_id")[["project_id", "client_id"]]
    progress = store.read("progress", where={"period": PERIOD})
    status = store.read("status_reports", where={"period": PERIOD})
    overall = status[(status["dimension"] == "overall") & (status["assessor"] == "owner")]
    rows = projects.merge(links).merge(progress, on="project_id")
    rows = rows.merge(overall[["project_id", "rating_as_written", "narrative"]], how="left")
    frame = pd.DataFrame(
        {name: rows[name] for name in ("project_id", "name", "client_id", "category")}
    )
    for name in ("start", "finish"):
        frame[name] = rows[name].dt.strftime("%d/%m/%Y")
    frame["budget"] = ("£" + (rows["budget"] / 1e6).map("{:,.2f}".format)).where(
        rows["budget"].notna()
    )
    for name in ("earned_value", "actual_cost", "manager_eac"):
        frame[name] = ("£" + rows[name].map("{:,.0f}".format)).where(rows[name].notna())
    frame["percent_complete"] = (rows["percent_complete"] * 100).map("{:.1f}%".format)
    frame["overall"], frame["narrative"] = rows["rating_as_written"], rows["narrative"]
    marks = store.read("milestones", where={"period": PERIOD})
    named = marks[["project_id", "milestone_id", "name"]].copy()
    for name in ("baseline_date", "forecast_date"):
        named[name] = marks[name].dt.strftime("%d/%m/%Y")
    return frame, named


def workbook(place: Path, rows: int) -> tuple[Path, Path]:
    """Write one sheet of so many rows and twelve columns, and a mapping for it."""
    folder = place / "sheet"
    folder.mkdir()
    names = ["Id", "Name", *[f"Figure {n}" for n in range(10)]]
    with zipfile.ZipFile(folder / "large.xlsx", "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in _PARTS.items():
            archive.writestr(name, text)
        with archive.open("xl/worksheets/sheet1.xml", "w", force_zip64=True) as sheet:
            sheet.write(_SHEET.encode())
            sheet.write(_row([_text(name) for name in names]))
            for number in range(rows):
                cells = [_text(f"J{number}"), _text(f"Project {number}")]
                sheet.write(_row(cells + [f"<c><v>{number * 1.5 + n}</v></c>" for n in range(10)]))
            sheet.write(b"</sheetData></worksheet>")
    fields = {"id": {"type": "id", "heading": "Id"}, "name": {"type": "line", "heading": "Name"}}
    fields |= {f"f{n}": {"type": "number", "heading": f"Figure {n}"} for n in range(10)}
    columns = {"project_id": {"from": "id"}, "name": {"from": "name"}}
    columns |= {"lifecycle": {"value": "live"}, "budget": {"from": "f0"}}
    unstored = [{"field": f"f{n}", "table": "projects", "rule": "bench"} for n in range(1, 10)]
    records = {
        "reader": {"type": "workbook"},
        "fields": fields,
        "unstored": unstored,
        "tables": {"projects": [{"columns": columns}]},
    }
    files = [{"name": "large.xlsx", "period": PERIOD}]
    mapping = {"source": "sheet", "title": "One large sheet", "files": files}
    path = place / "sheet.yml"
    path.write_text(json.dumps(mapping | {"records": {"rows": records}}), encoding="utf-8")
    return path, folder


def _row(cells: list[str]) -> bytes:
    return f"<row>{''.join(cells)}</row>".encode()


def _text(text: str) -> str:
    return f'<c t="inlineStr"><is><t>{text}</t></is></c>'


def in_process(mapping: Path, folder: Path) -> dict[str, Any]:
    """Measure a load in a process of its own."""
    command = [sys.executable, __file__, "--one", str(mapping), str(folder)]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def measured(mapping: Path, folder: Path) -> dict[str, Any]:
    """Load, and tell the records, the seconds and the memory."""
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    started, busy = time.perf_counter(), time.process_time()
    with tempfile.TemporaryDirectory() as place:
        result = load(mapping, folder, Path(place) / "store", loaded_at=NOW)
    records = sum(line.count.read for line in result.counts if line.kind)
    return {
        "records": records,
        "rejected": result.rejected,
        "seconds": time.perf_counter() - started,
        "cpu_seconds": time.process_time() - busy,
        "start_mb": before / 1024,
        "peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
    }


def show(lines: list[dict[str, Any]]) -> None:
    """Print a line a load, and how time and memory grew since the one before."""
    head = f"{'scale':>6} {'records':>10} {'rows/s':>8} {'cpu s':>7} {'peak MB':>8}"
    print(f"{head}   grew: rows cpu memory")
    last: dict[str, Any] | None = None
    for line in lines:
        rate = line["records"] / line["seconds"]
        told = (
            f"{line['scale']:>6} {line['records']:>10,} {rate:>8,.0f} {line['cpu_seconds']:>7.1f}"
        )
        told += f" {line['peak_mb']:>8.0f}"
        if last is not None and line["scale"] != "sheet":
            grown = [line[name] / last[name] for name in ("records", "cpu_seconds", "peak_mb")]
            told += "   " + " ".join(f"x{ratio:.1f}" for ratio in grown)
        print(told)
        last = line


_PARTS = {
    "[Content_Types].xml": '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/'
    'package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.'
    'openxmlformats-package.relationships+xml"/><Override PartName="/xl/workbook.xml" ContentType='
    '"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/><Override '
    'PartName="/xl/worksheets/sheet1.xml" ContentType="application/vnd.openxmlformats-'
    'officedocument.spreadsheetml.worksheet+xml"/></Types>',
    "_rels/.rels": '<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/'
    'package/2006/relationships"><Relationship Id="r1" Type="http://schemas.openxmlformats.org/'
    'officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>',
    "xl/workbook.xml": '<?xml version="1.0"?><workbook xmlns="http://schemas.openxmlformats.org/'
    'spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/'
    'relationships"><sheets><sheet name="Large" sheetId="1" r:id="r1"/></sheets></workbook>',
    "xl/_rels/workbook.xml.rels": '<?xml version="1.0"?><Relationships xmlns="http://schemas.'
    'openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="http://schemas.'
    'openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"'
    "/></Relationships>",
}
_SHEET = (
    '<?xml version="1.0"?><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/'
    'main"><sheetData>'
)

if __name__ == "__main__":
    main()
