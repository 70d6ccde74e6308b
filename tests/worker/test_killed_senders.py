"""A worker that is killed when WeChat has the message and the answer is not kept yet."""

import signal
from pathlib import Path

from models.vocabulary import SendState
from server.domains.outbox import service as outbox
from tests.support.messages_builders import a_subscriber, drain, sends, sent_to, tell
from tests.support.mortal_worker import send_and_die
from tests.support.service import Service


def test_a_killed_sender_is_followed_by_no_second_message(service: Service, tmp_path: Path) -> None:
    her = a_subscriber(service)
    tell(service, her)
    assert send_and_die(service, tmp_path) == -signal.SIGKILL
    assert sends(service, her) == [SendState.SENDING]
    service.clock.instant += outbox.LEASE
    drain(service)
    assert (sent_to(service, her), sends(service, her)) == (0, [SendState.UNKNOWN])
    assert service.scalar("SELECT count(*) FROM outbox_rows WHERE done_at IS NULL") == 0
