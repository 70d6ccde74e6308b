"""WeChat's access token (微信接口凭证), sealed, and the lease of whoever fetches the next."""

from datetime import datetime

from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base
from models.personal import about_nobody
from models.retention import Kept


@about_nobody(Kept.WORKING)
class KeptToken(Base):
    """The token of one mini-program; only the holder of the lease writes it."""

    __tablename__ = "access_tokens"

    app_id: Mapped[str] = mapped_column(primary_key=True)
    sealed: Mapped[str | None]
    expires_at: Mapped[datetime | None]
    leased_until: Mapped[datetime | None]
    lease_token: Mapped[str | None]
