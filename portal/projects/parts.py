"""The lists of a project: each row is a part whose plain values are what form, API and history show."""

from typing import Any, ClassVar

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, validates

from portal.organisations.models import NAME_MAX, URL_MAX
from portal.orm import Base, Id
from portal.partial_date import PartialDate
from portal.projects.vocabulary import Cooperation, LessonKind, LinkKind, MaturityScale, Visibility
from portal.text import fold

TAG_MAX = 60


class Part(Base):
    """A row that belongs to one project; `columns` names its plain values, `unique` one that it has alone there."""

    __abstract__ = True

    columns: ClassVar[tuple[str, ...]]
    unique: ClassVar[str | None] = None

    id: Mapped[Id]
    position: Mapped[int]

    @property
    def values(self) -> dict[str, Any]:
        """The plain values by column name."""
        return {name: getattr(self, name) for name in self.columns}


def _project() -> Mapped[int]:
    return mapped_column(ForeignKey("project.id", ondelete="CASCADE"), index=True)


class ProjectTag(Part):
    """A free keyword."""

    __tablename__ = "project_tag"
    columns = ("name",)

    project_id: Mapped[int] = _project()
    name: Mapped[str] = mapped_column(String(TAG_MAX))
    name_folded: Mapped[str] = mapped_column(String(2 * TAG_MAX), index=True)

    @validates("name")
    def _derive_name_folded(self, _key: str, name: str) -> str:
        self.name_folded = fold(name)
        return name


class ProjectPartner(Part):
    """A partner outside the register, with an optional role."""

    __tablename__ = "project_partner"
    columns = ("name", "role")

    project_id: Mapped[int] = _project()
    name: Mapped[str] = mapped_column(String(NAME_MAX))
    role: Mapped[str | None] = mapped_column(String(NAME_MAX))


class ProjectCooperation(Part):
    """One thing the organisation wants from others."""

    __tablename__ = "project_cooperation"
    __table_args__ = (UniqueConstraint("project_id", "value"), Index(None, "value"))
    columns = ("value",)
    unique = "value"

    project_id: Mapped[int] = mapped_column(ForeignKey("project.id", ondelete="CASCADE"))
    value: Mapped[Cooperation]


class ProjectService(Part):
    """An administrative service (LeiKa key, 14 digits) the project brings online, with its maturity if known."""

    __tablename__ = "project_service"
    __table_args__ = (
        CheckConstraint("(maturity_scale IS NULL) = (maturity_value IS NULL)", name="maturity_whole"),
        CheckConstraint("maturity_value BETWEEN 0 AND 7", name="maturity_range"),
    )
    columns = ("leika_key", "maturity_scale", "maturity_value", "maturity_as_of")

    project_id: Mapped[int] = _project()
    leika_key: Mapped[str] = mapped_column(String(14))
    maturity_scale: Mapped[MaturityScale | None]
    maturity_value: Mapped[int | None]
    maturity_as_of: Mapped[PartialDate | None]


class ProjectLesson(Part):
    """An answer to one of the three questions about what was learnt, with who may read it."""

    __tablename__ = "project_lesson"
    __table_args__ = (UniqueConstraint("project_id", "kind"),)
    columns = ("kind", "text", "visibility")
    unique = "kind"

    project_id: Mapped[int] = mapped_column(ForeignKey("project.id", ondelete="CASCADE"))
    kind: Mapped[LessonKind]
    text: Mapped[str] = mapped_column(Text)
    visibility: Mapped[Visibility]


class ProjectLink(Part):
    """A link for readers."""

    __tablename__ = "project_link"
    columns = ("label", "url", "kind")

    project_id: Mapped[int] = _project()
    label: Mapped[str] = mapped_column(String(NAME_MAX))
    url: Mapped[str] = mapped_column(String(URL_MAX))
    kind: Mapped[LinkKind]


class ProjectSource(Part):
    """A public source the entry was taken from; the date is the source's own, if it has one."""

    __tablename__ = "project_source"
    columns = ("url", "date")

    project_id: Mapped[int] = _project()
    url: Mapped[str] = mapped_column(String(URL_MAX))
    date: Mapped[PartialDate | None]
