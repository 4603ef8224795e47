"""Digests by which a paper is recognised: of its payload and of its file."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping


def canonical(payload: Mapping[str, object]) -> bytes:
    """The payload as bytes that do not depend on the order of its keys (JSON, UTF-8)."""
    text = json.dumps(
        payload,
        ensure_ascii=False,
        sort_keys=True,
        separators=(",", ":"),
        allow_nan=False,
    )
    return text.encode("utf-8")


def payload_digest(payload: Mapping[str, object]) -> str:
    """SHA-256 of the canonical payload, 64 hexadecimal digits."""
    return sha256(canonical(payload))


def sha256(content: bytes) -> str:
    """SHA-256 of a file, 64 hexadecimal digits."""
    return hashlib.sha256(content).hexdigest()
