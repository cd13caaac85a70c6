"""S3's errors become ours in one place."""

from __future__ import annotations

import pytest
from botocore.exceptions import ClientError, ConnectTimeoutError, ParamValidationError, ReadTimeoutError

from bpo_pipeline.errors import AskAPerson, TryAgain
from bpo_pipeline.store.s3 import Changed, NotThere, calling


def answer(status: int, code: str) -> ClientError:
    return ClientError(
        {"Error": {"Code": code}, "ResponseMetadata": {"HTTPStatusCode": status}},  # type: ignore[typeddict-item]
        "GetObject",
    )


@pytest.mark.parametrize(
    ("problem", "ours"),
    [
        (answer(500, "InternalError"), TryAgain),
        (answer(503, "SlowDown"), TryAgain),
        (answer(429, "TooManyRequests"), TryAgain),
        (answer(409, "ConditionalRequestConflict"), TryAgain),
        (answer(400, "RequestTimeout"), TryAgain),
        (ConnectTimeoutError(endpoint_url="http://s3"), TryAgain),
        (ReadTimeoutError(endpoint_url="http://s3"), TryAgain),
        (answer(412, "PreconditionFailed"), Changed),
        (answer(404, "NoSuchKey"), NotThere),
        (answer(404, "404"), NotThere),
        (answer(403, "AccessDenied"), AskAPerson),
        (ParamValidationError(report="Invalid bucket name"), AskAPerson),
    ],
    ids=str,
)
def test_each_error_of_s3_is_one_of_ours(problem: Exception, ours: type[Exception]) -> None:
    with pytest.raises(ours, match="bucket/key") as caught, calling("bucket/key"):
        raise problem

    assert type(caught.value) is ours


def test_our_own_errors_pass() -> None:
    with pytest.raises(KeyError), calling("bucket/key"):
        raise KeyError
