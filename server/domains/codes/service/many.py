"""Issue the codes of many targets at once, as for a print-out, and find those that are valid."""

import json
from collections.abc import Collection

from sqlalchemy import bindparam, text

from models.base import UtcDateTime
from models.codes import Code
from models.vocabulary import CodeKind
from server.domains.codes import queries
from server.domains.codes.service import pictures
from server.kernel.secrets import new_scene
from server.kernel.work import Work

_ISSUE_MISSING = text(
    """
    INSERT INTO codes (village_id, kind, target_id, scene, issued_by, issued_at)
    SELECT CAST(:village AS bigint), CAST(:kind AS text), CAST(j.key AS bigint),
           j.value ->> 'scene', CAST(:person AS bigint), :now
      FROM json_each(:targets) AS j WHERE 1 = 1
     ORDER BY CAST(j.key AS bigint)
    ON CONFLICT (kind, target_id) WHERE revoked_at IS NULL DO NOTHING
    RETURNING id
    """
).bindparams(bindparam("now", type_=UtcDateTime()))


def issue_codes(
    work: Work, kind: CodeKind, village_id: int, target_ids: Collection[int]
) -> dict[int, Code]:
    """Return the valid codes of targets, by target; those that are missing are made now.

    The caller has found the village in the actor's scope, and the targets in the village.
    """
    values = {
        "village": village_id,
        "kind": kind.value,
        "targets": json.dumps({str(one): {"scene": new_scene()} for one in target_ids}),
        "person": work.actor.person_id,
        "now": work.now,
    }
    for code_id in work.session.scalars(_ISSUE_MISSING, values).all():
        work.audit("issue_code", "code", code_id, village_id=village_id, kind=kind.value)
    found = valid_codes(work, kind, target_ids)
    for code in found.values():
        pictures.order(work, code)
    return found


def valid_codes(work: Work, kind: CodeKind, target_ids: Collection[int]) -> dict[int, Code]:
    """Return the valid codes of targets that the caller may print, by target."""
    found = queries.list_valid(work.session, kind, target_ids)
    return {code.target_id: code for code in found}
