"""Files in a private bucket of an S3-compatible service."""

import mimetypes
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

import boto3
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError

CONNECT_SECONDS, READ_SECONDS = 2.0, 5.0
ATTEMPTS = 2
_MISSING = "NoSuchKey"
_NOWHERE = frozenset({"", ".", ".."})


@dataclass(frozen=True, slots=True)
class Bucket:
    """Where a bucket is, and who may read and write it; without `endpoint` it is Amazon's."""

    endpoint: str
    region: str
    name: str
    access_key: str = field(repr=False)
    secret_key: str = field(repr=False)


class S3Files:
    """Keeps each file as an object of its name; threads may share it.

    The objects have no permissions of their own: they are as private as the bucket.
    """

    def __init__(self, bucket: Bucket, *, read_seconds: float = READ_SECONDS) -> None:
        """Wait `read_seconds` at most for each sign of life, and ask `ATTEMPTS` times."""
        self._bucket = bucket.name
        self._s3 = boto3.client(
            "s3",
            endpoint_url=bucket.endpoint or None,
            region_name=bucket.region,
            aws_access_key_id=bucket.access_key,
            aws_secret_access_key=bucket.secret_key,
            config=_config(read_seconds),
        )

    def put(self, name: str, content: bytes) -> None:
        """Keep a file; the service refuses one whose hash is not the signed one."""
        kind, _ = mimetypes.guess_type(name)
        with _trouble_as_oserror():
            self._s3.put_object(
                Bucket=self._bucket,
                Key=_key(name),
                Body=content,
                ContentType=kind or "application/octet-stream",
            )

    def get(self, name: str) -> bytes | None:
        """Return a file, None when there is none of this name."""
        try:
            with _trouble_as_oserror():
                answer = self._s3.get_object(Bucket=self._bucket, Key=_key(name))
                content: bytes = answer["Body"].read()
        except FileNotFoundError:
            return None
        return content

    def remove(self, name: str) -> None:
        """Remove a file; one that is not there is removed."""
        with _trouble_as_oserror():
            self._s3.delete_object(Bucket=self._bucket, Key=_key(name))

    def names(self, folder: str) -> set[str]:
        """Return the names of all files in a folder."""
        pages = self._s3.get_paginator("list_objects_v2")
        with _trouble_as_oserror():
            asked = pages.paginate(Bucket=self._bucket, Prefix=f"{_key(folder)}/")
            return {found["Key"] for page in asked for found in page.get("Contents", ())}


def _config(read_seconds: float) -> Config:
    return Config(
        signature_version="s3v4",
        s3={"addressing_style": "path", "payload_signing_enabled": True},
        connect_timeout=CONNECT_SECONDS,
        read_timeout=read_seconds,
        retries={"mode": "standard", "total_max_attempts": ATTEMPTS},
        max_pool_connections=32,
        # what only some services know is not sent, and nothing is taken from the surroundings
        request_checksum_calculation="when_required",
        response_checksum_validation="when_required",
        ignore_configured_endpoint_urls=True,
        proxies={},
    )


def _key(name: str) -> str:
    """Return the key of a name; one that a server on the way could read as a way out is refused."""
    if not _NOWHERE.isdisjoint(name.split("/")):
        message = "a name leads out of the folder"
        raise ValueError(message)
    return name


@contextmanager
def _trouble_as_oserror() -> Iterator[None]:
    """Raise what goes wrong as OSError, which names neither keys nor addresses."""
    try:
        yield
    except ClientError as error:
        code = error.response.get("Error", {}).get("Code", "")
        raise (FileNotFoundError if code == _MISSING else OSError)(f"S3: {code}") from None
    except BotoCoreError as error:
        raise OSError(f"S3: {type(error).__name__}") from None
