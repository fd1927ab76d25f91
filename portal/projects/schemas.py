"""What a project must look like: one description behind page form, API, spreadsheet and seed file.

Loading gives the plain values that `projects.editing` writes: enums, PartialDate, texts, lists of dicts;
organisations are named by their slug, technologies and funding programmes by their name.
"""

from typing import Any

from marshmallow import ValidationError, validates_schema

from portal.organisations.models import NAME_MAX, SLUG_MAX, URL_MAX
from portal.projects.models import (
    DESCRIPTION_MAX,
    EMAIL_MAX,
    NOTE_MAX,
    PARTICIPANTS_MAX,
    PARTS_MAX,
    SUMMARY_MAX,
    TEXT_MAX,
    TITLE_MAX,
)
from portal.projects.parts import TAG_MAX
from portal.projects.vocabulary import (
    MATURITY_TOP,
    OZG_TOPICS,
    RUNNING_COST_BANDS,
    STANDING_ALONE,
    ActionField,
    BudgetBand,
    Cooperation,
    LessonKind,
    LinkKind,
    MaturityScale,
    Phase,
    Reuse,
    Visibility,
)
from portal.text import N_
from portal.web.fields import (
    Choice,
    Email,
    Listing,
    LongText,
    OneOf,
    Partial,
    Pattern,
    PortalSchema,
    Row,
    Term,
    Text,
    Url,
    WholeNumber,
)


def about(label: str, hint: str = "", kind: str = "text", **more: Any) -> dict[str, Any]:
    """Return the metadata of a field as forms and the API description read it."""
    return {"label": label, "hint": hint, "kind": kind, **more}


class PartnerSchema(PortalSchema):
    """A partner outside the register."""

    name = Text(max_length=NAME_MAX, required=True, metadata=about(N_("Name")))
    role = Text(max_length=NAME_MAX, metadata=about(N_("Rolle im Projekt")))


class LinkSchema(PortalSchema):
    """A link for readers."""

    label = Text(max_length=NAME_MAX, required=True, metadata=about(N_("Bezeichnung")))
    url = Url(max_length=URL_MAX, required=True, metadata=about(N_("Adresse"), kind="url"))
    kind = Choice(LinkKind, required=True, metadata=about(N_("Art"), kind="select"))


class SourceSchema(PortalSchema):
    """A public source with its own date, if it has one."""

    url = Url(max_length=URL_MAX, required=True, metadata=about(N_("Adresse"), kind="url"))
    date = Partial(day=True, metadata=about(N_("Datum der Quelle"), kind="date"))


class ServiceSchema(PortalSchema):
    """An administrative service by its LeiKa key, with the maturity reached."""

    leika_key = Pattern(
        r"\d{14}",
        message=N_("Ein LeiKa-Schlüssel hat genau 14 Ziffern."),
        grouped=True,
        max_length=30,
        required=True,
        metadata=about(N_("LeiKa-Schlüssel"), inputmode="numeric"),
    )
    maturity_scale = Choice(MaturityScale, metadata=about(N_("Reifegradmodell"), kind="select"))
    maturity_value = WholeNumber(metadata=about(N_("Reifegrad"), inputmode="numeric"))
    maturity_as_of = Partial(day=True, metadata=about(N_("Stand"), kind="date"))

    @validates_schema
    def check_maturity(self, data: dict[str, Any], **_options: Any) -> None:
        """Refuse half a maturity and a level the model does not have."""
        scale, value = data.get("maturity_scale"), data.get("maturity_value")
        if (scale is None) != (value is None):
            raise ValidationError(N_("Bitte geben Sie Modell und Reifegrad zusammen an."), "maturity_value")
        if scale is not None and value is not None and not 0 <= value <= MATURITY_TOP[scale]:
            raise ValidationError(N_("Diesen Reifegrad gibt es in dem Modell nicht."), "maturity_value")


class LessonSchema(PortalSchema):
    """One answer about what was learnt."""

    kind = Choice(LessonKind, required=True, metadata=about(N_("Frage"), kind="select"))
    text = LongText(max_length=TEXT_MAX, required=True, metadata=about(N_("Antwort"), kind="textarea"))
    visibility = Choice(Visibility, required=True, metadata=about(N_("Wer darf das lesen?"), kind="select"))


class ProjectSchema(PortalSchema):
    """An entry of the register, as people and programs hand it in."""

    title = Text(
        max_length=TITLE_MAX,
        required=True,
        metadata=about(N_("Titel"), N_("Ein kurzer Name, unter dem andere das Projekt wiedererkennen.")),
    )
    summary = Text(
        max_length=SUMMARY_MAX,
        metadata=about(
            N_("Kurzbeschreibung"),
            N_("Zwei Sätze: Was ist es, und wem nützt es? Das steht in der Trefferliste."),
            "textarea",
            rows=3,
        ),
    )
    description = LongText(
        max_length=DESCRIPTION_MAX,
        metadata=about(
            N_("Beschreibung"),
            N_("Mehr zum Projekt. Leerzeile trennt Absätze, ein Strich am Zeilenanfang macht eine Liste."),
            "textarea",
            rows=10,
        ),
    )

    lead = Text(
        max_length=SLUG_MAX,
        metadata=about(
            N_("Federführung"),
            N_("Die Organisation, die das Projekt leitet. Ohne Auswahl steht dort „Federführung nicht bekannt“."),
            "combobox",
            choices="organisations",
        ),
    )
    lead_note = Text(
        max_length=NOTE_MAX,
        metadata=about(N_("Anmerkung zur Federführung"), N_("Zum Beispiel die koordinierende Stelle.")),
    )
    participants = Listing(
        Text(max_length=SLUG_MAX),
        most=PARTICIPANTS_MAX,
        metadata=about(
            N_("Beteiligte Kommunen"),
            N_("Wählen Sie alle, die mitmachen. Jede kann ihre Beteiligung selbst bestätigen."),
            "checkboxes",
            choices="participants",
        ),
    )
    partners = Listing(
        Row(PartnerSchema),
        most=PARTS_MAX,
        metadata=about(
            N_("Weitere Partner"), N_("Zum Beispiel Stadtwerke, Hochschulen oder Firmen."), "rows", row=N_("Partner")
        ),
    )
    department = Text(
        max_length=NAME_MAX, metadata=about(N_("Fachbereich oder Amt"), N_("Wer sich bei Ihnen darum kümmert."))
    )
    it_provider = Text(
        max_length=NAME_MAX,
        metadata=about(N_("IT-Dienstleister"), N_("Das Rechenzentrum oder die Firma, die das Verfahren betreibt.")),
    )

    problem = LongText(
        max_length=TEXT_MAX,
        metadata=about(N_("Ausgangslage"), N_("Welches Problem oder welcher Bedarf stand am Anfang?"), "textarea"),
    )
    goal = LongText(
        max_length=TEXT_MAX,
        metadata=about(N_("Ziel und Nutzen"), N_("Was soll sich verbessern, und für wen?"), "textarea"),
    )
    results = LongText(
        max_length=TEXT_MAX,
        metadata=about(N_("Ergebnisse"), N_("Was ist bisher herausgekommen? Gern mit Zahlen."), "textarea"),
    )

    action_field = Choice(ActionField, metadata=about(N_("Handlungsfeld"), kind="radio"))
    tags = Listing(
        Term(max_length=TAG_MAX),
        most=PARTS_MAX,
        metadata=about(N_("Schlagwörter"), N_("Ein Schlagwort je Zeile."), "lines", rows=4),
    )
    technologies = Listing(
        Term(max_length=NAME_MAX),
        most=PARTS_MAX,
        metadata=about(
            N_("Techniken"), N_("Eine Technik je Zeile, zum Beispiel LoRaWAN oder Chatbot."), "lines", rows=4
        ),
    )
    ozg_topics = Listing(
        OneOf(OZG_TOPICS),
        most=len(OZG_TOPICS),
        metadata=about(
            N_("OZG-Themenfelder"), N_("Nur wenn das Projekt eine Verwaltungsleistung online bringt."), "checkboxes"
        ),
    )
    services = Listing(
        Row(ServiceSchema),
        most=PARTS_MAX,
        metadata=about(
            N_("Verwaltungsleistungen"),
            N_("Die Leistungen mit ihrem LeiKa-Schlüssel aus 14 Ziffern."),
            "rows",
            row=N_("Leistung"),
        ),
    )

    phase = Choice(Phase, metadata=about(N_("Phase"), N_("Wie weit ist das Projekt heute?"), "select"))
    start = Partial(
        metadata=about(N_("Beginn"), N_("Jahr oder Monat und Jahr, zum Beispiel 2025 oder 08/2025."), "date")
    )
    end = Partial(metadata=about(N_("Ende"), N_("Jahr oder Monat und Jahr, auch wenn es noch bevorsteht."), "date"))
    next_step = Text(max_length=NOTE_MAX, metadata=about(N_("Nächster Schritt"), N_("Was steht als Nächstes an?")))

    budget_band = Choice(BudgetBand, metadata=about(N_("Gesamtkosten"), N_("Die Größenordnung genügt."), "select"))
    running_cost_band = Choice(
        BudgetBand,
        only=RUNNING_COST_BANDS,
        metadata=about(N_("Laufende Kosten im Jahr"), N_("Die Größenordnung genügt."), "select"),
    )
    funding_programme = Text(
        max_length=NAME_MAX,
        metadata=about(
            N_("Förderprogramm"),
            N_("Wählen Sie aus der Liste oder schreiben Sie den Namen hinein."),
            "suggested",
            choices="funding_programmes",
        ),
    )
    grant_reference = Text(max_length=NAME_MAX, metadata=about(N_("Förderkennzeichen")))
    funding_note = Text(
        max_length=NOTE_MAX, metadata=about(N_("Anmerkung zur Förderung"), N_("Zum Beispiel Summe und Anteil."))
    )

    products = LongText(
        max_length=TEXT_MAX,
        metadata=about(N_("Produkte und Hersteller"), N_("Welche Software oder Geräte sind im Einsatz?"), "textarea"),
    )
    standards = LongText(
        max_length=TEXT_MAX,
        metadata=about(
            N_("Standards und Schnittstellen"), N_("Zum Beispiel XBau, FIT-Connect oder OParl."), "textarea"
        ),
    )
    licence = Pattern(
        r"[A-Za-z0-9][A-Za-z0-9.+-]{0,59}",
        message=N_("Bitte geben Sie das Kurzzeichen der Lizenz an, zum Beispiel EUPL-1.2 oder MIT."),
        max_length=60,
        metadata=about(N_("Lizenz der Software"), N_("Das Kurzzeichen, zum Beispiel EUPL-1.2 oder MIT.")),
    )
    repository_url = Url(
        max_length=URL_MAX,
        metadata=about(N_("Quellcode"), N_("Die Adresse, unter der der Quellcode liegt."), "url"),
    )
    documentation_url = Url(
        max_length=URL_MAX,
        metadata=about(N_("Dokumentation"), N_("Die Adresse der Anleitung oder Beschreibung."), "url"),
    )

    cooperation = Listing(
        Choice(Cooperation),
        most=len(Cooperation),
        metadata=about(
            N_("Was wünschen Sie sich von anderen?"),
            N_("Mehreres ist möglich. Die letzten beiden stehen für sich allein."),
            "checkboxes",
        ),
    )
    offers = LongText(
        max_length=TEXT_MAX,
        metadata=about(N_("Das bieten wir"), N_("Was können andere von Ihnen bekommen?"), "textarea"),
    )
    seeks = LongText(
        max_length=TEXT_MAX, metadata=about(N_("Das suchen wir"), N_("Wobei kann Ihnen jemand helfen?"), "textarea")
    )
    reuse = Listing(
        Choice(Reuse),
        most=len(Reuse),
        metadata=about(N_("Nachnutzung"), N_("In welcher Form können andere das Ergebnis übernehmen?"), "checkboxes"),
    )

    lessons = Listing(
        Row(LessonSchema),
        most=len(LessonKind),
        metadata=about(
            N_("Erfahrungen"),
            N_("Auch was nicht geklappt hat, hilft anderen. Sie entscheiden, wer es lesen darf."),
            "answers",
            question="kind",
            answer="text",
            unanswered={"visibility": Visibility.ORGANISATION.value},
        ),
    )

    contact_mailbox = Email(
        max_length=EMAIL_MAX,
        metadata=about(
            N_("Funktionspostfach"),
            N_("Ein Postfach der Dienststelle, keine persönliche Adresse. Es ist öffentlich sichtbar."),
            "email",
        ),
    )
    links = Listing(
        Row(LinkSchema),
        most=PARTS_MAX,
        metadata=about(N_("Links"), N_("Seiten mit mehr zum Projekt."), "rows", row=N_("Link")),
    )
    sources = Listing(
        Row(SourceSchema),
        most=PARTS_MAX,
        metadata=about(
            N_("Quellen"), N_("Öffentliche Seiten, aus denen die Angaben stammen."), "rows", row=N_("Quelle")
        ),
    )
    status_as_of = Partial(
        day=True,
        metadata=about(N_("Stand der Angaben"), N_("Wann die Quelle das so berichtet hat."), "date"),
    )
    phase_source_word = Text(
        max_length=40,
        metadata=about(N_("Stand in den Worten der Quelle"), N_("Zum Beispiel „angekündigt“ oder „bewilligt“.")),
    )
    editorial_note = LongText(
        max_length=TEXT_MAX,
        metadata=about(
            N_("Redaktionelle Anmerkung"), N_("Hinweise zur Quelle oder zum Stand der Angaben."), "textarea"
        ),
    )

    @validates_schema
    def check_standing_alone(self, data: dict[str, Any], **_options: Any) -> None:
        """Refuse a choice that says "only this" beside another."""
        chosen = data.get("cooperation") or []
        if len(chosen) > 1 and STANDING_ALONE.intersection(chosen):
            message = N_("„Nur informieren“ und „Derzeit keine Anfragen“ stehen für sich allein.")
            raise ValidationError(message, "cooperation")
        reuse = data.get("reuse") or []
        if len(reuse) > 1 and Reuse.NONE in reuse:
            raise ValidationError(N_("„Keine Nachnutzung möglich“ steht für sich allein."), "reuse")

    @validates_schema
    def check_order_of_dates(self, data: dict[str, Any], **_options: Any) -> None:
        """Refuse an end before the start, as far as the precision of both tells."""
        start, end = data.get("start"), data.get("end")
        if start and end and str(end) < str(start)[: len(str(end))]:
            raise ValidationError(N_("Das Ende liegt vor dem Beginn. Bitte prüfen Sie beide Angaben."), "end")

    @validates_schema
    def check_lessons(self, data: dict[str, Any], **_options: Any) -> None:
        """Refuse two answers to one question."""
        kinds = [lesson["kind"] for lesson in data.get("lessons") or []]
        if len(kinds) != len(set(kinds)):
            raise ValidationError(N_("Zu jeder Frage gibt es nur eine Antwort."), "lessons")


class ParticipationSchema(PortalSchema):
    """What a participant says about its own part."""

    department = Text(
        max_length=NAME_MAX, metadata=about(N_("Fachbereich oder Amt"), N_("Wer sich bei Ihnen darum kümmert."))
    )
    contact_mailbox = Email(
        max_length=EMAIL_MAX,
        metadata=about(
            N_("Funktionspostfach"), N_("Ein Postfach der Dienststelle. Es ist öffentlich sichtbar."), "email"
        ),
    )
    offers = LongText(
        max_length=TEXT_MAX,
        metadata=about(N_("Das bieten wir"), N_("Was können andere von Ihnen bekommen?"), "textarea"),
    )
    seeks = LongText(
        max_length=TEXT_MAX, metadata=about(N_("Das suchen wir"), N_("Wobei kann Ihnen jemand helfen?"), "textarea")
    )
