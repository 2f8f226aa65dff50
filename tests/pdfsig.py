"""`pdfsig` of poppler: what a program that knows nothing of us says of a seal."""

import shutil
import subprocess
import tempfile
from pathlib import Path


def has_pdfsig() -> bool:
    """Whether it is installed (scripts/needs.sh brings it)."""
    return shutil.which("pdfsig") is not None


def pdfsig(data: bytes) -> str:
    """Its words, complaints included."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "paper.pdf"
        path.write_bytes(data)
        done = subprocess.run(["pdfsig", str(path)], capture_output=True, text=True, timeout=60, check=False)
    return done.stdout + done.stderr
