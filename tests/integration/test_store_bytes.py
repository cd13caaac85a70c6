"""Vault and buckets on a real SeaweedFS: originals once, inboxes listed and emptied without losing a byte."""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import Any

import pytest
from conftest import S3Server

from bpo_pipeline.errors import AskAPerson, Refused, TryAgain
from bpo_pipeline.model.document import content_hash
from bpo_pipeline.store import Buckets, Vault, connect_s3
from bpo_pipeline.store.s3 import Changed, NotThere

pytestmark = pytest.mark.integration
CONTENT = b"%PDF-1.7 made up"
HASH = content_hash(CONTENT)
NewBucket = Callable[[], str]


def test_an_original_is_kept_once_and_comes_back_unchanged(vault: Vault) -> None:
    for _ in range(2):
        vault.put_original("acme", HASH, CONTENT, "application/pdf")

    assert vault.get_original("acme", HASH) == CONTENT


def test_two_workers_may_store_the_same_original_at_once(vault: Vault) -> None:
    with ThreadPoolExecutor(2) as pool:
        list(pool.map(lambda _: vault.put_original("acme", HASH, CONTENT, "application/pdf"), range(8)))

    assert vault.get_original("acme", HASH) == CONTENT


def test_an_original_under_a_wrong_hash_is_not_taken(vault: Vault) -> None:
    with pytest.raises(ValueError, match="does not belong"):
        vault.put_original("acme", "0" * 64, CONTENT, "application/pdf")


@pytest.mark.parametrize("stored", [CONTENT[:-1], CONTENT + b" ", b""])
def test_truncated_or_changed_bytes_are_never_taken_for_the_original(
    s3_server: S3Server, new_bucket: NewBucket, no_waiting: None, stored: bytes
) -> None:
    bucket = new_bucket()
    s3_server.client().put_object(Bucket=bucket, Key=f"acme/{HASH}/original", Body=stored)

    with pytest.raises(TryAgain, match="not the original's"):
        Vault(s3_server.client(), bucket).get_original("acme", HASH)


def test_a_reading_is_kept_beside_its_original_and_replaced_by_a_later_one(vault: Vault) -> None:
    vault.put_json("acme", HASH, "reading", {"pages": 1})
    vault.put_json("acme", HASH, "reading", {"pages": 2, "name": "Büro \ud800"})

    assert vault.get_json("acme", HASH, "reading") == {"pages": 2, "name": "Büro \ud800"}
    with pytest.raises(NotThere):
        vault.get_json("beta", HASH, "reading")


def test_an_inbox_is_listed_page_by_page_without_folder_markers(
    buckets: Buckets, new_bucket: NewBucket, s3_server: S3Server
) -> None:
    bucket = new_bucket()
    keys = ["incoming/a b+c&d.pdf", "incoming/sub/ü.pdf", "incoming/z.pdf"]
    for key in keys:
        buckets.put(bucket, key, b"1", "application/pdf")
    buckets.put(bucket, "elsewhere/x.pdf", b"1", "application/pdf")
    s3_server.client().put_object(Bucket=bucket, Key="incoming/empty-folder/")

    class TwoPerPage(Buckets):
        def __init__(self) -> None:
            super().__init__(_Paged(s3_server.client()))  # type: ignore[arg-type]

    assert [one.key for one in TwoPerPage().list_inbox(bucket)] == sorted(keys)
    listed = next(iter(buckets.list_inbox(bucket)))
    assert listed.size == 1
    assert listed.last_modified.utcoffset() is not None


class _Paged:
    def __init__(self, s3: Any) -> None:
        self._s3 = s3

    def list_objects_v2(self, **call: Any) -> Any:
        return self._s3.list_objects_v2(MaxKeys=2, **call)


def test_an_object_over_the_limit_is_refused_unread(buckets: Buckets, new_bucket: NewBucket) -> None:
    bucket = new_bucket()
    buckets.put(bucket, "incoming/a.pdf", CONTENT, "application/pdf")

    assert buckets.get(bucket, "incoming/a.pdf", limit_bytes=len(CONTENT)) == CONTENT
    with pytest.raises(Refused, match="more than the 15") as refusal:
        buckets.get(bucket, "incoming/a.pdf", limit_bytes=len(CONTENT) - 1)
    assert refusal.value.disposition.code == "reject:too_large"


def test_an_object_replaced_after_the_listing_is_not_taken_for_the_listed_one(
    buckets: Buckets, new_bucket: NewBucket
) -> None:
    bucket = new_bucket()
    buckets.put(bucket, "incoming/a.pdf", b"first", "application/pdf")
    listed = next(iter(buckets.list_inbox(bucket)))
    buckets.put(bucket, "incoming/a.pdf", b"second", "application/pdf")

    with pytest.raises(Changed):
        buckets.get(bucket, "incoming/a.pdf", limit_bytes=100, etag=listed.etag)
    assert not buckets.move(bucket, "incoming/a.pdf", "taken/a.pdf", etag=listed.etag)

    assert buckets.get(bucket, "incoming/a.pdf", limit_bytes=100) == b"second"
    assert not buckets.exists(bucket, "taken/a.pdf")


def test_moving_twice_is_moving_once(buckets: Buckets, new_bucket: NewBucket) -> None:
    bucket = new_bucket()
    key, to = "incoming/ü x+y.pdf", "taken/2026-11-20/ü x+y.pdf"
    buckets.put(bucket, key, CONTENT, "application/pdf")
    listed = next(iter(buckets.list_inbox(bucket)))

    moved = [buckets.move(bucket, key, to, etag=listed.etag) for _ in range(2)]

    assert moved == [True, True]
    assert list(buckets.list_inbox(bucket)) == []
    assert buckets.get(bucket, to, limit_bytes=100) == CONTENT
    assert not buckets.move(bucket, "incoming/never.pdf", "taken/never.pdf", etag=listed.etag)


def test_a_file_left_in_a_folder_is_not_written_over(buckets: Buckets, new_bucket: NewBucket) -> None:
    folder = buckets.folder(new_bucket())

    written = [folder.put("import/1.xml", body, "application/xml") for body in (b"first", b"second")]

    assert written == [True, False]
    assert folder.get("import/1.xml") == b"first"
    assert folder.get("import/2.xml") is None
    assert folder.put("import/1.xml", b"third", "application/xml", if_none_match=False)
    assert folder.get("import/1.xml") == b"third"


def test_making_a_bucket_twice_is_harmless_and_a_missing_one_is_said(buckets: Buckets, new_bucket: NewBucket) -> None:
    bucket = new_bucket()
    buckets.ensure_bucket(bucket)

    with pytest.raises(NotThere, match="nobodys-inbox"):
        list(buckets.list_inbox("nobodys-inbox"))


def test_wrong_credentials_ask_a_person(s3_server: S3Server) -> None:
    stranger = Buckets(connect_s3(s3_server.endpoint, access_key="stranger", secret_key="wrong"))

    with pytest.raises(AskAPerson, match="check bucket, key and credentials"):
        stranger.put("bpo-vault", "x", b"", "text/plain")


@contextmanager
def _server_that_says(answer: bytes) -> Iterator[str]:
    """A server on a free port that reads a request, says this and hangs up."""
    listener = socket.create_server(("127.0.0.1", 0))

    def serve() -> None:
        while True:
            try:
                connection, _ = listener.accept()
            except OSError:
                return
            with connection:
                connection.recv(65536)
                connection.sendall(answer)

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{listener.getsockname()[1]}"
    listener.shutdown(socket.SHUT_RDWR)
    listener.close()
    thread.join(5)


@pytest.mark.parametrize(
    "answer",
    [
        b"",
        b"HTTP/1.1 503 Slow Down\r\nContent-Length: 0\r\n\r\n",
        b"HTTP/1.1 500 Internal\r\nContent-Length: 3\r\n\r\nabc",
        b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nonly the beginning",
        b"not HTTP at all\r\n\r\n",
    ],
    ids=["hangs-up", "503", "500", "cut-body", "nonsense"],
)
def test_an_ailing_server_is_try_again(no_waiting: None, answer: bytes) -> None:
    with _server_that_says(answer) as endpoint:
        ailing = Vault(connect_s3(endpoint, access_key="a", secret_key="b"), "bpo-vault")

        with pytest.raises(TryAgain):
            ailing.get_original("acme", HASH)


def test_a_server_that_is_away_is_try_again(no_waiting: None) -> None:
    with socket.create_server(("127.0.0.1", 0)) as unused:
        port = unused.getsockname()[1]

    with pytest.raises(TryAgain, match="could not be reached"):
        Vault(connect_s3(f"http://127.0.0.1:{port}", access_key="a", secret_key="b"), "v").get_json("c", "d", "e")
