"""The vault: originals by content hash, written once; readings and drafts beside them."""

from __future__ import annotations

import base64
import json
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from bpo_pipeline.errors import TryAgain
from bpo_pipeline.model.document import content_hash
from bpo_pipeline.store.s3 import Changed, NotThere, again, calling

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client


class Vault:
    """Bytes of documents under ``<client>/<sha256>/`` in one bucket."""

    def __init__(self, s3: S3Client, bucket: str) -> None:
        self._s3 = s3
        self._bucket = bucket

    @again
    def put_original(self, client: str, sha256: str, content: bytes, media_type: str) -> None:
        """Store a file's bytes under their hash; the first copy stays, a second one changes nothing.

        The server checks what it received against the hash. Raises ValueError when *sha256* is not
        the hash of *content*.
        """
        if content_hash(content) != sha256:
            message = "the hash does not belong to the content"
            raise ValueError(message)
        key = f"{client}/{sha256}/original"
        try:
            with calling(key):
                self._s3.put_object(
                    Bucket=self._bucket,
                    Key=key,
                    Body=content,
                    ContentType=media_type,
                    IfNoneMatch="*",
                    ChecksumSHA256=base64.b64encode(bytes.fromhex(sha256)).decode(),
                )
        except Changed:
            return  # it is there: another worker, or an earlier run, put the same bytes

    @again
    def get_original(self, client: str, sha256: str) -> bytes:
        """The bytes that were received. Raises TryAgain when they arrive truncated or changed."""
        key = f"{client}/{sha256}/original"
        with calling(key):
            content = self._s3.get_object(Bucket=self._bucket, Key=key)["Body"].read()
        if content_hash(content) != sha256:
            message = f"{key} arrived with {len(content)} bytes that are not the original's"
            raise TryAgain(message)
        return content

    @again
    def put_json(self, client: str, sha256: str, name: str, value: dict[str, Any]) -> None:
        """Store a stage's result, e.g. *name* ``reading``; a later one replaces it."""
        key = f"{client}/{sha256}/{name}.json"
        body = json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=True).encode()
        with calling(key):
            self._s3.put_object(Bucket=self._bucket, Key=key, Body=body, ContentType="application/json")

    @again
    def get_json(self, client: str, sha256: str, name: str) -> dict[str, Any]:
        """A stage's result. Raises NotThere when that stage has not stored one, TryAgain when it arrives cut."""
        key = f"{client}/{sha256}/{name}.json"
        with calling(key):
            body = self._s3.get_object(Bucket=self._bucket, Key=key)["Body"].read()
        try:
            value: dict[str, Any] = json.loads(body)
        except ValueError as problem:
            message = f"{key} arrived as something else than JSON"
            raise TryAgain(message) from problem
        return value

    @again
    def delete(self, client: str, sha256: str, names: Sequence[str]) -> int:
        """Delete named parts of a document (``original``, ``reading.json``); gives how many there were."""
        deleted = 0
        for name in names:
            key = f"{client}/{sha256}/{name}"
            try:
                with calling(key):
                    self._s3.head_object(Bucket=self._bucket, Key=key)
                    self._s3.delete_object(Bucket=self._bucket, Key=key)
            except NotThere:
                continue  # deleted before
            deleted += 1
        return deleted
