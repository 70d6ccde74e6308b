"""The settings of files: where photos and print-outs lie, how long, and who fetches them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from config.fields import about
from config.parsing import between, choice, like

STORES = ("local", "s3")
PICTURES = ("qr", "wechat")


@dataclass(frozen=True, kw_only=True)
class FileSettings:
    """Pictures as evidence, printed sheets and the pictures of codes."""

    public_url: str = field(
        metadata=about(
            "PUBLIC_URL",
            "",
            "where phones and WeChat reach this service, for links to files; empty: `HOST`, `PORT`",
            like(r"(https?://[A-Za-z0-9.:-]+)?", "empty or a URL without a path"),
        )
    )
    file_store: str = field(
        metadata=about(
            "FILE_STORE",
            "local",
            "`local`: files lie in `VAR_DIR`; `s3`: in a bucket",
            choice(*STORES),
        )
    )
    s3_endpoint: str = field(
        metadata=about(
            "S3_ENDPOINT",
            "",
            "the S3-compatible service; empty: Amazon's",
            like(r"(https?://\S+)?", "empty or a URL"),
        )
    )
    s3_region: str = field(metadata=about("S3_REGION", "us-east-1", "the region of the bucket"))
    s3_bucket: str = field(metadata=about("S3_BUCKET", "", "the bucket; it must be private"))
    s3_access_key: str = field(
        repr=False, metadata=about("S3_ACCESS_KEY", "", "who reads and writes the bucket")
    )
    s3_secret_key: str = field(
        repr=False, metadata=about("S3_SECRET_KEY", "", "the secret of `S3_ACCESS_KEY`")
    )
    photos_kept_days: int = field(
        metadata=about(
            "PHOTOS_KEPT_DAYS",
            "180",
            "how long photos are kept; what was found about them, and their hashes, stay",
            between(30, 3_650),
        )
    )
    code_pictures: str = field(
        metadata=about(
            "CODE_PICTURES",
            "qr",
            "what is printed: `qr` drawn here, or `wechat`, the mini-program's own codes",
            choice(*PICTURES),
        )
    )


def file_faults(values: Mapping[str, Any]) -> Iterator[str]:
    """Name what a bucket needs and does not have."""
    if values["file_store"] != "s3":
        return
    for env in ("S3_BUCKET", "S3_ACCESS_KEY", "S3_SECRET_KEY"):
        if not values[env.lower()]:
            yield f"{env}: must be set when FILE_STORE is s3"
