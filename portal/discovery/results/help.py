"""The page that explains how to search, by examples that can be followed."""

from flask import current_app, render_template
from flask_babel import gettext as _

from portal.discovery.addresses import address
from portal.discovery.finding.requests import SearchRequest
from portal.text import N_
from portal.web.guards import public

# What is typed, and what it does.
_BY_ITSELF = (
    ("Baugenehmigung", N_("auch „Baugenehmigungen“ und „Baugenehmigungsverfahren“")),
    ("KI", N_("auch „Künstliche Intelligenz“: andere Wörter für dasselbe und Abkürzungen")),
    ("Strassenbeleuchtung", N_("auch „Straßenbeleuchtung“: ae, oe, ue und ss genügen")),
    ("Sensoren Herne", N_("Projekte aus Herne zuerst, danach die der Nachbarn; ebenso mit „Kreis Unna“")),
    ("Glasfaser ohne Wesel", N_("keine Projekte aus Wesel; ebenso mit einem Wort: „Bücherei ohne Café“")),
    ("Wer hat Erfahrung mit LoRaWAN?", N_("auch ganze Fragen")),
)
_SIGNS = (
    ('"digitaler Zwilling"', N_("diese Wörter direkt hintereinander, auch gebeugt: „des digitalen Zwillings“")),
    ("App -Parken", N_("Projekte mit „App“, aber ohne „Parken“")),
    ("Sensoren stadt:herne", N_("nur Projekte aus Herne")),
    ("Sensoren stadt:herne,bochum", N_("nur Projekte aus Herne oder Bochum")),
    ("Sensoren -stadt:herne", N_("keine Projekte aus Herne")),
    ("Bücherei ODER Museum", N_("das eine oder das andere; ODER bitte groß schreiben")),
    ("Museum ODER Xanten", N_("auch alles, worin „Xanten“ vorkommt")),
)


@public
def search_help() -> str:
    """Show how to search."""
    by_itself, signs = (
        [(typed, address(SearchRequest(words=typed)), _(what)) for typed, what in examples]
        for examples in (_BY_ITSELF, _SIGNS)
    )
    by_meaning = current_app.extensions["indexer"].index.by_meaning
    return render_template("discovery/search_help.html", by_itself=by_itself, signs=signs, by_meaning=by_meaning)
