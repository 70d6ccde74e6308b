"""Twenty times more made-up requests than the ordinary tests send, another seed every time."""

import os
import secrets

import pytest

from tests.support.fuzzing import fuzz_everything
from tests.support.service import Service
from tools.access_table import CALLERS

SEED = int(os.environ.get("FUZZ_SEED") or secrets.randbelow(10**9))


@pytest.mark.parametrize("kind", CALLERS)
def test_every_caller_sends_whatever_there_is(service: Service, kind: str) -> None:
    sent = fuzz_everything(service, kind, fitting=100, wrong=60, number=SEED)
    print(f"{service.database}: {sent} requests")
    assert sent > 1000
