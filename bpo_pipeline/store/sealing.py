"""Sealing: personal values are encrypted at rest, each client under a key of its own.

The client's key comes from the deployment's master key (``BPO_MASTER_KEY``) by HKDF-SHA256, so one client's key opens
nothing of another's. AES-256-GCM with a fresh nonce; client and owner of the value are bound in, so a sealed value
that is moved to another row or client does not open. Source: NIST SP 800-38D, RFC 5869.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import os

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from bpo_pipeline.errors import AskAPerson

KEY_BYTES = 32
NONCE_BYTES = 12
VERSION = b"\x01"


class Seal:
    """One client's seal."""

    def __init__(self, master_key: str, client: str) -> None:
        """*master_key* is 32 bytes in URL-safe base64. Raises AskAPerson when it is not."""
        self._client = client
        master = _key(master_key)
        self._cipher = AESGCM(_derived(master, f"seal:{client}"))
        self._mark_key = _derived(master, f"mark:{client}")

    def __repr__(self) -> str:
        """Without any key."""
        return f"Seal(client={self._client!r})"

    def close(self, owner: str, content: bytes) -> bytes:
        """Seal *content* for *owner*, such as ``employee/1000``."""
        nonce = os.urandom(NONCE_BYTES)
        return VERSION + nonce + self._cipher.encrypt(nonce, content, self._bound(owner))

    def open(self, owner: str, sealed: bytes) -> bytes:
        """What was sealed for *owner*. Raises AskAPerson for another key, client or owner, or an altered value."""
        if sealed[:1] != VERSION:
            message = f"{owner} of {self._client} is not sealed in a way that is known here"
            raise AskAPerson(message)
        try:
            return self._cipher.decrypt(sealed[1 : 1 + NONCE_BYTES], sealed[1 + NONCE_BYTES :], self._bound(owner))
        except InvalidTag:
            message = f"{owner} of {self._client} cannot be opened: another BPO_MASTER_KEY, or it was altered or moved"
            raise AskAPerson(message) from None

    def mark(self, value: str) -> str:
        """A fingerprint under the client's key: equal values are equal, and trying all account numbers is no use."""
        return hmac.new(self._mark_key, value.encode(), hashlib.sha256).hexdigest()

    def _bound(self, owner: str) -> bytes:
        return f"{self._client}\0{owner}".encode()


def _derived(master: bytes, purpose: str) -> bytes:
    return HKDF(SHA256(), KEY_BYTES, salt=None, info=f"bpo:{purpose}".encode()).derive(master)


def _key(text: str) -> bytes:
    try:
        key = base64.b64decode(text.encode(), altchars=b"-_", validate=True)
    except (binascii.Error, ValueError):
        key = b""
    if len(key) != KEY_BYTES:
        message = "BPO_MASTER_KEY must be 32 random bytes in URL-safe base64; the local stack draws one at bpo stack up"
        raise AskAPerson(message)
    return key
