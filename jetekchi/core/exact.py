"""The exact bytes of what is signed: plain values, written the same each time.

How a kind of record is written never changes: its signatures stand under those bytes and are compared with them.
"""

import hashlib
import json
from typing import Any

TIGHT = (",", ":")


def exact(
    values: Any, *, indent: int | None = None, separators: tuple[str, str] | None = None
) -> tuple[bytes, str]:
    """The bytes and their SHA-256."""
    words = json.dumps(values, ensure_ascii=False, sort_keys=True, indent=indent, separators=separators)
    content = words.encode()
    return content, hashlib.sha256(content).hexdigest()
