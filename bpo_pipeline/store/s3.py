"""S3: connecting to it, and its errors as ours."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

import boto3
import stamina
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError, HTTPClientError, ParamValidationError

from bpo_pipeline.errors import AskAPerson, TryAgain

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client

BUSY = frozenset({"SlowDown", "RequestTimeout", "Throttling", "ThrottlingException", "OperationAborted"})
MISSING = frozenset({"NoSuchKey", "NoSuchBucket", "404", "NotFound"})
CONFLICT = 409


class NotThere(AskAPerson):
    """The object or bucket does not exist (any more)."""


class Changed(TryAgain):
    """The object is not the one that was listed: list again."""


def _worth_repeating(problem: Exception) -> bool:
    return isinstance(problem, TryAgain) and not isinstance(problem, Changed)


again = stamina.retry(on=_worth_repeating, attempts=4, timeout=30.0)
"""For calls that may be made twice; what still fails after 30 s is TryAgain for the task above."""


def connect_s3(endpoint: str, *, access_key: str, secret_key: str, region: str = "us-east-1") -> S3Client:
    """A client for any S3 server; an empty endpoint means AWS, empty keys its own way to find credentials.

    Calls give up after 5 s to connect and 30 s without a byte; the stages above try again.
    """
    return boto3.client(
        "s3",
        endpoint_url=endpoint or None,
        aws_access_key_id=access_key or None,
        aws_secret_access_key=secret_key or None,
        region_name=region,
        config=Config(
            connect_timeout=5,
            read_timeout=30,
            retries={"mode": "standard", "total_max_attempts": 1},
            signature_version="s3v4",
            s3={"addressing_style": "path"},
        ),
    )


@contextmanager
def calling(what: str) -> Iterator[None]:
    """Turn boto3's errors into ours: TryAgain, Changed (412), NotThere (404), or a person has to look.

    *what* names bucket and key for the message.
    """
    try:
        yield
    except ClientError as problem:
        code = problem.response.get("Error", {}).get("Code", "")
        status = problem.response.get("ResponseMetadata", {}).get("HTTPStatusCode", 0)
        if code in MISSING:
            message = f"{what} does not exist"
            raise NotThere(message) from problem
        if code == "PreconditionFailed":
            message = f"{what} was changed by somebody else meanwhile"
            raise Changed(message) from problem
        if status >= 500 or status in {CONFLICT, 429} or code in BUSY:
            message = f"S3 cannot answer for {what} now ({status} {code})"
            raise TryAgain(message) from problem
        message = f"S3 refuses {what}: {status} {code}; check bucket, key and credentials"
        raise AskAPerson(message) from problem
    except ParamValidationError as problem:
        message = f"{what} is not a name that S3 takes"
        raise AskAPerson(message) from problem
    except (HTTPClientError, BotoCoreError) as problem:
        # no connection, no answer in time, or a body that ended early
        message = f"S3 could not be reached for {what} ({type(problem).__name__})"
        raise TryAgain(message) from problem
