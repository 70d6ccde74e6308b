"""Photos are hidden until WeChat, or a person, has let them pass; what is told comes by a push."""

from server.domains.moderation.service.photos.asking import (
    ASK_PHOTO,
    hand_photo_over,
    list_overdue_photos,
)
from server.domains.moderation.service.photos.deciding import (
    PhotoCard,
    count_photos_for_people,
    decide_photo,
    list_photos_for_people,
)
from server.domains.moderation.service.photos.reported import ShownPhotos
from server.domains.moderation.service.photos.standing import photo_states_of
from server.domains.moderation.service.photos.verdicts import note_fetch, note_verdict

__all__ = [
    "ASK_PHOTO",
    "PhotoCard",
    "ShownPhotos",
    "count_photos_for_people",
    "decide_photo",
    "hand_photo_over",
    "list_overdue_photos",
    "list_photos_for_people",
    "note_fetch",
    "note_verdict",
    "photo_states_of",
]
