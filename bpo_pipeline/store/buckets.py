"""Buckets of clients: listing an inbox, taking what is there, writing to an outbox."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bpo_pipeline.errors import Refused
from bpo_pipeline.model.reasons import Reason
from bpo_pipeline.store.s3 import Changed, NotThere, again, calling

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client

LARGEST_OWN_FILE = 256 * 1024 * 1024
"""Bytes; more than any file that we write ourselves."""


@dataclass(frozen=True, slots=True)
class ObjectInfo:
    """One object as listed."""

    key: str
    etag: str
    """Changes with the content; names the very bytes that were listed."""
    size: int
    """Bytes."""
    last_modified: dt.datetime
    """UTC, by the server's clock."""


class Buckets:
    """The clients' own buckets; nothing in them is changed in place."""

    def __init__(self, s3: S3Client) -> None:
        self._s3 = s3

    def list_inbox(self, bucket: str, prefix: str = "incoming/", *, after: str = "") -> Iterator[ObjectInfo]:
        """All objects under the prefix, in the order of their keys, page by page; folder markers are left out.

        *after* leaves out all keys up to this one. Raises TryAgain, NotThere for an unknown bucket.
        """
        token = ""
        while True:
            page, token = self._page(bucket, prefix, token, after)
            yield from page
            if not token:
                return

    @again
    def get(self, bucket: str, key: str, *, limit_bytes: int, etag: str = "") -> bytes:
        """The object's bytes; with *etag* the very ones that were listed.

        Raises Refused (too_large) above *limit_bytes* without reading them, Changed when it is
        another object by now, NotThere when it is gone.
        """
        with calling(f"{bucket}/{key}"):
            condition = {"IfMatch": etag} if etag else {}
            answer = self._s3.get_object(Bucket=bucket, Key=key, **condition)  # type: ignore[arg-type]
            size = answer["ContentLength"]
            if size > limit_bytes:
                answer["Body"].close()
                sentence = f"The file has {size} bytes, more than the {limit_bytes} that are taken."
                raise Refused(Reason.TOO_LARGE, sentence)
            return answer["Body"].read()

    def info(self, bucket: str, key: str) -> ObjectInfo | None:
        """What lies under a key now, or None."""
        return next((one for one in self.list_inbox(bucket, prefix=key) if one.key == key), None)

    @again
    def hash(self, bucket: str, key: str, *, etag: str) -> str:
        """SHA-256 of an object that is too large to be taken into memory, in lower-case hexadecimal digits."""
        digest = hashlib.sha256()
        with calling(f"{bucket}/{key}"):
            body = self._s3.get_object(Bucket=bucket, Key=key, IfMatch=etag)["Body"]
            for part in body.iter_chunks(1 << 20):
                digest.update(part)
        return digest.hexdigest()

    @again
    def find(self, bucket: str, key: str) -> bytes | None:
        """The bytes of an object that we wrote ourselves, or None when there is none."""
        try:
            with calling(f"{bucket}/{key}"):
                return self._s3.get_object(Bucket=bucket, Key=key)["Body"].read()
        except NotThere:
            return None

    @again
    def put(self, bucket: str, key: str, body: bytes, content_type: str, *, if_none_match: bool = False) -> bool:
        """Write an object. With *if_none_match* one that is there already stays, and the answer is False."""
        condition = {"IfNoneMatch": "*"} if if_none_match else {}
        try:
            with calling(f"{bucket}/{key}"):
                self._s3.put_object(Bucket=bucket, Key=key, Body=body, ContentType=content_type, **condition)  # type: ignore[arg-type]
        except Changed:
            return False
        return True

    def folder(self, bucket: str) -> Folder:
        """One client's bucket, as posting targets write import files to it."""
        return Folder(self, bucket)

    def move(self, bucket: str, key: str, to: str, *, etag: str) -> bool:
        """Move the object that was listed with *etag*: copy, then delete. Moving twice is moving once.

        False when the client has put something else under this key meanwhile; that stays for the
        next listing. Both steps name the etag, so a new file is never deleted for the old one.
        """
        try:
            self._copy(bucket, key, to, etag)
            self._delete(bucket, key, etag)
        except Changed:
            return False
        except NotThere:
            return self.exists(bucket, to)
        return True

    @again
    def exists(self, bucket: str, key: str) -> bool:
        """Whether there is an object of that key."""
        try:
            with calling(f"{bucket}/{key}"):
                self._s3.head_object(Bucket=bucket, Key=key)
        except NotThere:
            return False
        return True

    @again
    def ensure_bucket(self, bucket: str) -> None:
        """Make the bucket unless it is there."""
        try:
            with calling(bucket):
                self._s3.head_bucket(Bucket=bucket)
        except NotThere:
            with calling(bucket):
                try:
                    self._s3.create_bucket(Bucket=bucket)
                except (self._s3.exceptions.BucketAlreadyOwnedByYou, self._s3.exceptions.BucketAlreadyExists):
                    return  # somebody else was first
        return

    @again
    def _page(self, bucket: str, prefix: str, token: str, after: str) -> tuple[list[ObjectInfo], str]:
        with calling(f"{bucket}/{prefix}"):
            following = {"ContinuationToken": token} if token else {"StartAfter": after} if after else {}
            answer = self._s3.list_objects_v2(Bucket=bucket, Prefix=prefix, **following)  # type: ignore[arg-type]
        page = [
            ObjectInfo(one["Key"], one["ETag"], one["Size"], one["LastModified"].astimezone(dt.UTC))
            for one in answer.get("Contents", [])
            if not one["Key"].endswith("/")
        ]
        return page, answer.get("NextContinuationToken", "")

    @again
    def _copy(self, bucket: str, key: str, to: str, etag: str) -> None:
        with calling(f"{bucket}/{key}"):
            source = {"Bucket": bucket, "Key": key}
            self._s3.copy_object(Bucket=bucket, Key=to, CopySource=source, CopySourceIfMatch=etag)  # type: ignore[arg-type]

    @again
    def _delete(self, bucket: str, key: str, etag: str) -> None:
        with calling(f"{bucket}/{key}"):
            self._s3.delete_object(Bucket=bucket, Key=key, IfMatch=etag)


class Folder:
    """One bucket that files are left in and read back from."""

    def __init__(self, buckets: Buckets, bucket: str) -> None:
        self._buckets = buckets
        self._bucket = bucket

    def put(self, key: str, body: bytes, content_type: str, *, if_none_match: bool = True) -> bool:
        """Write an object, unless there is one of that name already (then it stays, and the answer is False)."""
        return self._buckets.put(self._bucket, key, body, content_type, if_none_match=if_none_match)

    def get(self, key: str) -> bytes | None:
        """The object's bytes, or None when there is none."""
        try:
            return self._buckets.get(self._bucket, key, limit_bytes=LARGEST_OWN_FILE)
        except NotThere:
            return None
