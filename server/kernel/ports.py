"""What the domains need from outside, as Protocols; `server.outside` wires the adapters in."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, Protocol

from models.vocabulary import CheckState, ConsentPurpose, MessageKind
from server.kernel.exports import ExportOrder, ExportPart, ExportWriter
from server.kernel.files import FileLinks, FileStore
from server.kernel.personal_data import PersonalDataSource
from server.kernel.pictures import Pictures
from server.kernel.secrets import SecretMint
from server.kernel.sheets import Sheets
from server.kernel.subscriptions import Subscriptions
from server.kernel.wechat import PushSeal, WeChat

if TYPE_CHECKING:
    from server.kernel.work import Work


class WorkingDays(Protocol):
    """The calendar of working days (工作日)."""

    def add(self, day: date, count: int) -> date:
        """Return the `count`-th working day after `day`."""
        ...

    def is_provisional(self, year: int) -> bool:
        """Tell whether the year's holidays are not known yet (then Monday to Friday count)."""
        ...


class FieldCipher(Protocol):
    """Encrypts single columns; `place` binds a value to its row, so it cannot be moved."""

    @property
    def prefix(self) -> str:
        """How everything begins that was sealed under today's key."""
        ...

    def encrypt(self, plain: str, *, place: str) -> str:
        """Return the sealed text."""
        ...

    def decrypt(self, sealed: str, *, place: str) -> str:
        """Return the plain text; a value from another place is refused with ValueError."""
        ...

    def index(self, plain: str, *, field: str) -> str:
        """Return a keyed digest for equality look-up."""
        ...


class CodePictures(Protocol):
    """Draws codes that phones scan."""

    def draw(self, text: str) -> str:
        """Return the picture of a text as a `data:image/png;base64,…` address."""
        ...


@dataclass(frozen=True, slots=True)
class CodeOpening:
    """What a code opens for the person who scanned it."""

    target_id: int | None
    facts: dict[str, Any]
    actions: tuple[str, ...]


class CodeTarget(Protocol):
    """A domain says what its codes open (kernel word for the resolver in `codes`)."""

    def village_of(self, work: "Work", target_id: int) -> int:
        """Return the village of a target the actor may print codes for; NotFound otherwise."""
        ...

    def open(self, work: "Work", target_id: int) -> CodeOpening:
        """Return what the actor may see and do; a stranger learns nothing about the household."""
        ...


class DerivedCodes(Protocol):
    """A domain whose codes are derived, not kept in `codes`, says what one opens."""

    def open(self, work: "Work", scene: str) -> CodeOpening | None:
        """Return what it is to the actor; None when it is no such code, or nothing to her."""
        ...


class TextSource(Protocol):
    """A domain shows which of its texts are checked (kernel word for `moderation`)."""

    def texts_of(self, work: "Work", object_ids: Collection[int]) -> Mapping[int, str]:
        """Return the texts as they stand now, by the ids of what they belong to."""
        ...

    def readable_texts(self, work: "Work", object_ids: Collection[int]) -> Mapping[int, str]:
        """Return what is read of them by those who decide about the check."""
        ...

    def settled(
        self, work: "Work", object_id: int, state: CheckState, *, author_id: int | None
    ) -> None:
        """Do what follows from the end of a check, in the transaction that ends it."""
        ...


@dataclass(frozen=True, slots=True)
class Shown:
    """Something that is shown to the actor: of which village it is, and who wrote it, if anybody.

    A photo is a household's; nobody of it decides upon it.
    """

    village_id: int
    author_id: int | None
    household_id: int | None = None


class ReportTarget(Protocol):
    """A domain says what of its own can be reported (kernel word for reports in `moderation`)."""

    def find_shown(self, work: "Work", object_id: int) -> Shown:
        """Return what the actor sees; NotFound in the words of a missing one otherwise."""
        ...


class ExportSource(Protocol):
    """A domain says what a file of a kind holds; the worker asks, in nobody's name.

    Whoever ordered it was allowed to before. Minors are named to nobody.
    """

    @property
    def title(self) -> str:
        """What the file is called, in words for people."""
        ...

    @property
    def goes_by_month(self) -> bool:
        """Tell whether it holds one month."""
        ...

    @property
    def can_be_unmasked(self) -> bool:
        """Tell whether there are names in it that somebody may need whole."""
        ...

    def count(self, work: "Work", order: ExportOrder) -> int:
        """Return how many rows it would hold."""
        ...

    def collect(self, work: "Work", order: ExportOrder) -> Sequence[ExportPart]:
        """Return what it holds."""
        ...


class Messenger(Protocol):
    """Tells households (kernel word for `messages`, for the domains below it)."""

    def tell(
        self,
        work: "Work",
        *,
        household_id: int,
        village_id: int,
        kind: MessageKind,
        title: str,
        body: str,
    ) -> None:
        """Tell one household something; it leaves with the commit, or not at all."""
        ...


class Workbench(Protocol):
    """Says what waits for an office-holder (kernel word for the workbench in `overview`)."""

    def piles_of(self, work: "Work", person_id: int, organisation_id: int) -> dict[str, int]:
        """Return how much waits for a person by her offices on one node, pile by pile."""
        ...


@dataclass(frozen=True, slots=True)
class Ports:
    """The outside, handed to every piece of work. Without a seal no pushes are received.

    `code_page` is the page that the mini-program's own codes open; None: QR codes are printed.
    `consent_ends` says what goes with a consent that the actor takes back; `journal` holds what
    must outlast the database and every restore.
    """

    wechat: WeChat
    push_seal: PushSeal | None
    working_days: WorkingDays
    cipher: FieldCipher
    mint: SecretMint
    code_targets: dict[str, CodeTarget]
    derived_codes: dict[str, DerivedCodes]
    code_pictures: CodePictures
    code_page: str | None
    workbench: Workbench
    subscriptions: Subscriptions
    text_sources: dict[str, TextSource]
    report_targets: dict[str, ReportTarget]
    consent_ends: dict[ConsentPurpose, Callable[["Work"], None]]
    messenger: Messenger
    personal_data: tuple[PersonalDataSource, ...]
    files: FileStore
    journal: FileStore
    links: FileLinks
    sheets: Sheets
    exports: dict[str, ExportSource]
    export_writer: ExportWriter
    pictures: Pictures
    photos_kept: timedelta
