"""A folder and a bucket keep files alike; the bucket is a real S3 server on this machine."""

import socket
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import boto3
import pytest
from moto.server import ThreadedMotoServer

from config.settings import Settings
from server.adapters.s3_files import Bucket, S3Files
from server.kernel.files import FileStore, new_file_name
from server.outside import files_of
from tests.support.ports import free_port

PHOTO = new_file_name("photos", "jpg")


@pytest.fixture(scope="module")
def bucket() -> Iterator[Bucket]:
    """A private bucket of a server that runs as long as this module's tests."""
    server = ThreadedMotoServer("127.0.0.1", 0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    given = Bucket(f"http://{host}:{port}", "us-east-1", "bayu", "key", "secret")
    _client(given).create_bucket(Bucket=given.name)
    yield given
    server.stop()


@pytest.fixture(params=["folder", "bucket"])
def files(request: pytest.FixtureRequest, tmp_path: Path) -> FileStore:
    """What the settings call for."""
    if request.param == "folder":
        return files_of(Settings.from_env({"VAR_DIR": str(tmp_path)}))
    bucket: Bucket = request.getfixturevalue("bucket")
    settings = {
        "FILE_STORE": "s3",
        "S3_ENDPOINT": bucket.endpoint,
        "S3_BUCKET": bucket.name,
        "S3_ACCESS_KEY": bucket.access_key,
        "S3_SECRET_KEY": bucket.secret_key,
    }
    return files_of(Settings.from_env(settings))


def _client(bucket: Bucket) -> Any:  # noqa: ANN401 - boto3 makes its classes as it runs
    return boto3.client(
        "s3",
        endpoint_url=bucket.endpoint,
        region_name=bucket.region,
        aws_access_key_id=bucket.access_key,
        aws_secret_access_key=bucket.secret_key,
    )


def test_a_store_gives_back_what_it_keeps(files: FileStore) -> None:
    name = new_file_name("photos", "jpg")
    assert files.get(name) is None
    files.put(name, b"one")
    files.put(name, b"another")
    assert files.get(name) == b"another"
    files.remove(name)
    files.remove(name)
    assert files.get(name) is None


def test_a_store_names_what_lies_in_a_folder(files: FileStore) -> None:
    assert files.names("told") == set()
    for name in ("told/one", "told/other", "told-not/this"):
        files.put(name, b"")
    assert files.names("told") == {"told/one", "told/other"}


def test_a_store_keeps_every_byte_of_what_is_empty_or_large(files: FileStore) -> None:
    large = bytes(range(256)) * 24_000
    for content in (b"", large):
        files.put(PHOTO, content)
        assert files.get(PHOTO) == content


@pytest.mark.parametrize("name", ["../a.jpg", "/etc/passwd", "photos/../../a"])
def test_no_name_leads_out_of_a_store(files: FileStore, name: str) -> None:
    with pytest.raises(ValueError, match="out of the folder"):
        files.put(name, b"")
    with pytest.raises(ValueError, match="out of the folder"):
        files.get(name)
    with pytest.raises(ValueError, match="out of the folder"):
        files.remove(name)


def test_an_object_has_its_kind_and_no_permission_of_its_own(bucket: Bucket) -> None:
    S3Files(bucket).put(PHOTO, b"picture")
    kept = _client(bucket).get_object(Bucket=bucket.name, Key=PHOTO)
    grants = _client(bucket).get_object_acl(Bucket=bucket.name, Key=PHOTO)["Grants"]
    assert kept["ContentType"] == "image/jpeg"
    assert [grant["Grantee"]["Type"] for grant in grants] == ["CanonicalUser"]


def test_a_bucket_that_is_not_there_is_trouble_and_no_missing_file(bucket: Bucket) -> None:
    nowhere = S3Files(replace(bucket, name="nowhere"))
    with pytest.raises(OSError, match="NoSuchBucket"):
        nowhere.get(PHOTO)
    with pytest.raises(OSError, match="NoSuchBucket"):
        nowhere.put(PHOTO, b"")


def test_a_service_that_is_away_or_hangs_is_trouble_that_names_no_key() -> None:
    away = Bucket(f"http://127.0.0.1:{free_port()}", "us-east-1", "bayu", "key", "secret")
    with socket.create_server(("127.0.0.1", 0)) as silent:
        hanging = replace(away, endpoint=f"http://127.0.0.1:{silent.getsockname()[1]}")
        for bucket in (away, hanging):
            files = S3Files(bucket, read_seconds=0.1)
            with pytest.raises(OSError, match=r"^S3: [A-Za-z]+$"):
                files.get(PHOTO)
            assert "secret" not in repr(bucket)
