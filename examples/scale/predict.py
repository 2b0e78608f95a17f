"""`fashion-wasm predict -` as a program for pipes: rows of CSV come in, the same rows with labels go out."""

import csv
import os
import shutil
import subprocess
from pathlib import Path

CLI = Path(__file__).resolve().parents[2] / "dist" / "node" / "cli.js"
# Where the pixels are is said, not found out from the first row of each partition: where ids are missing, the first pixel would be
# taken for one.
ROWS_ALONE = ["--no-header", "--keep", "0", "--pixel-columns", "1..784"]


def predict_command(options: list[str]) -> list[str]:
    """With full paths, since some engines start programs without a PATH; one thread, since each processor has its own program."""
    node = os.environ.get("FASHION_WASM_NODE") or shutil.which("node")
    if node is None:
        raise RuntimeError("there is no node on the PATH → set FASHION_WASM_NODE to where it is on the workers")
    return [node, str(CLI), "predict", "-", "--top-k", "10", "--threads", "1", *options]


def columns_of(header: str) -> list[str]:
    """The columns that `predict` writes for a table with this header: asked for once, since partitions have none."""
    command = predict_command(["--keep", header.split(",", 1)[0]])
    asked = subprocess.run(command, input=header + "\n", stdout=subprocess.PIPE, text=True, check=True)
    return next(csv.reader(asked.stdout.splitlines()))
