"""The names that applicants type: checked before others read them, a minor's not shown at all."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from models.households import JoinRequest
from models.vocabulary import CheckedText
from server.domains.households import queries, rules
from server.domains.households.service.written_texts import WrittenText
from server.kernel.wechat import TextScene
from server.kernel.work import Work


@dataclass(frozen=True, slots=True)
class JoinNames(WrittenText):
    """Names in requests to join."""

    def readable_texts(self, work: Work, object_ids: Collection[int]) -> Mapping[int, str]:
        """Return what is read by those who decide about the names."""
        minors = queries.requests_of_minors(work.session, object_ids, work.today)
        texts = self.texts_of(work, object_ids)
        return {id_: rules.CHILD if id_ in minors else text for id_, text in texts.items()}


JOIN_NAMES = JoinNames(
    CheckedText.JOIN_NAME,
    (JoinRequest.name,),
    refused="请用真名再申请一次。",
    scene=TextScene.PROFILE,
)
