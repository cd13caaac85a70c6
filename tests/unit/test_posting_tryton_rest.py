"""What each answer of Tryton means: again, read back, pause, or a person."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from bpo_pipeline.errors import BackOfficeError, Refused, TryAgain, Uncertain
from bpo_pipeline.posting import KeyNotAccepted, ServerFault
from bpo_pipeline.posting.targets.tryton_rest import TrytonRest


@contextmanager
def answering(raw: bytes) -> Iterator[TrytonRest]:
    """A server that reads one request and sends *raw*."""
    server = socket.create_server(("127.0.0.1", 0))

    def serve() -> None:
        client, _ = server.accept()
        client.recv(65536)
        if raw:
            client.sendall(raw)
        client.close()

    threading.Thread(target=serve, daemon=True).start()
    url = f"http://127.0.0.1:{server.getsockname()[1]}"
    yield TrytonRest(url=url, database="x", key="secret", company=1, timeout_seconds=2)
    server.close()


def answer(status: str, body: bytes = b"") -> bytes:
    return f"HTTP/1.1 {status}\r\nContent-Length: {len(body)}\r\nConnection: close\r\n\r\n".encode() + body


@pytest.mark.parametrize(
    ("raw", "for_reading", "for_writing"),
    [
        (answer("401 Unauthorized"), KeyNotAccepted, KeyNotAccepted),
        (answer("503 Service Unavailable"), TryAgain, TryAgain),
        (answer("409 Conflict"), TryAgain, TryAgain),
        (answer("429 Too Many Requests"), TryAgain, TryAgain),
        (answer("502 Bad Gateway"), TryAgain, Uncertain),
        (answer("504 Gateway Timeout"), TryAgain, Uncertain),
        (answer("500 Internal Server Error", b"<html>Oops</html>"), ServerFault, ServerFault),
        (answer("400 Bad Request", b'{"message": "The period is closed."}'), Refused, Refused),
        (answer("403 Forbidden"), Refused, Refused),
        (b"", TryAgain, Uncertain),
        (b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{", TryAgain, Uncertain),
    ],
)
def test_an_answer_becomes_the_error_that_says_what_to_do(
    raw: bytes, for_reading: type[BackOfficeError], for_writing: type[BackOfficeError]
) -> None:
    with answering(raw) as rest, pytest.raises(BackOfficeError) as reading:
        rest.search("party.party", [], ("name",))
    with answering(raw) as rest, pytest.raises(BackOfficeError) as writing:
        rest.create("account.invoice", {})

    assert (type(reading.value), type(writing.value)) == (for_reading, for_writing)
    assert "secret" not in f"{reading.value} {writing.value}"


def test_a_refused_connection_was_never_sent() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
    rest = TrytonRest(url=f"http://127.0.0.1:{port}", database="x", key="secret", company=1)

    with pytest.raises(TryAgain) as problem:
        rest.create("account.invoice", {})

    assert not isinstance(problem.value, Uncertain)


def test_the_sentence_of_a_refusal_is_tryton_s_own() -> None:
    raw = answer("400 Bad Request", b'{"status": 400, "message": "The period is closed.", "description": "Open it."}')

    with answering(raw) as rest, pytest.raises(Refused, match=r": The period is closed. Open it.$"):
        rest.press("account.invoice", 1, "post")
