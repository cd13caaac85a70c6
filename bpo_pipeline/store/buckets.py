"""Buckets of clients: listing an inbox, taking what is there, writing to an outbox."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bpo_pipeline.errors import Refused
from bpo_pipeline.model.reasons import Reason
from bpo_pipeline.store.s3 import Changed, NotThere, again, calling

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client


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

    def list_inbox(self, bucket: str, prefix: str = "incoming/") -> Iterator[ObjectInfo]:
        """All objects under the prefix, in the order of their keys, page by page; folder markers are left out.

        Raises TryAgain, NotThere for an unknown bucket.
        """
        token = ""
        while True:
            page, token = self._page(bucket, prefix, token)
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

    @again
    def put(self, bucket: str, key: str, body: bytes, content_type: str) -> None:
        """Write an object; the same bytes again change nothing."""
        with calling(f"{bucket}/{key}"):
            self._s3.put_object(Bucket=bucket, Key=key, Body=body, ContentType=content_type)

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
    def _page(self, bucket: str, prefix: str, token: str) -> tuple[list[ObjectInfo], str]:
        with calling(f"{bucket}/{prefix}"):
            following = {"ContinuationToken": token} if token else {}
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
