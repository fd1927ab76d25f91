"""Words of a query that carry little, in two degrees; compared by their folded form.

SILENT words make a question of a query and are passed over beside any other word: "Wer hat schon Erfahrung mit ...".
FAINT words say what nearly every entry of the register is (digital, a project, an app): beside other words an entry
need not have them, though one that has them ranks higher. HEADS are as faint as last pieces behind a hyphen.
"""

from search.analysis.folding import fold


def _folded(words: str) -> frozenset[str]:
    return frozenset(fold(word) for word in words.split())


SILENT = _folded("""
    ohne aufs ans ins beim vom zum zur nicht mehr weniger viel viele vielen sehr kein keine keinen keinem keiner nie
    immer oft meinen meinem meiner unsere unserem unseren unserer ihre ihrem ihren ihrer dein deine sein seine dieser
    dieses diese alle allen alles jeder jede jedes selbst selber auch nur sogar ganz fast statt sonst deshalb trotzdem
    wer wie was wo wann warum wieso weshalb womit wofür welche welcher welches welchen welchem wieviel wieviele
    woher wohin gibt gab geben gäbe hat habe haben hatte hätte schon bereits noch jemand jemanden irgendwo
    irgendwer irgendeine irgendein irgendwelche man wir uns unser unsere ich mir mich mein meine sie ihr euch
    macht machen gemacht mache tun tut getan läuft laufen lief nutzt nutzen genutzt benutzt benutzen verwendet
    verwenden setzt setzen gesetzt einsetzen eingesetzt eingeführt einführen führt führen umgesetzt umsetzen
    arbeitet arbeiten funktioniert funktionieren bietet anbieten angeboten betreibt betreiben probiert
    ausprobiert getestet testen kennt kennen weiß wissen sucht suche suchen gesucht finde finden findet brauche
    braucht brauchen möchte möchten will wollen wollte sollen soll sollte kann könnt können könnte könnten konnte
    darf dürfen muss müssen müsste lässt lassen geht gehen gehört bekommt bekommen kommt kommen gilt helfen hilft
    unterstützt kostet kosten gekostet teuer aufwand lohnt erfahrung erfahrungen erfahrungsbericht
    erfahrungsberichte erfahrungsaustausch beispiel beispiele beispielsweise informationen infos info tipps
    hilfe thema themen bereich frage fragen zusammenhang andere anderen anderer anderes nachbar nachbarn
    nachbarstadt nachbarstädte nachbarkommune nachbarkommunen stadt städte städten gemeinde gemeinden kommune
    kommunen ort orte ruhrgebiet revier umgebung nähe projekt projekte projekten vorhaben bitte danke hallo
    gerne gern eigentlich überhaupt mal etwas irgendwie genau dafür damit darüber davon dazu daran darauf wenn
    falls damals heute jetzt aktuell gut gute guter gutes besser beste besten schnell einfach einfacher leicht
    leichter zusammen gemeinsam wen wem wessen worauf wobei woran einige manche mehrere beide genug wirklich vielleicht
    bald endlich ständig dauernd überall lange länger gleich dabei dort vorher nachher danach bisher bislang derzeit
    momentan künftig zukünftig demnächst kürzlich erst seit möglich wichtig richtig sinnvoll erfolgreich erfolgreiche
    erfolgreichen ähnlich ähnliche ähnlichen vergleichbar vergleichbare vergleichbaren hause loswerden klappt klappen
    dauert dauern bringt bringen gebracht schafft schaffen geschafft zeigt zeigen erfahren empfehlen empfiehlt
    empfehlung empfehlungen umgang umgehen vorbild vorbilder praxis praxisbeispiel praxisbeispiele referenz referenzen
    ansprechpartner vorteil vorteile nachteil nachteile problem probleme interesse interessiert sachen dinge
    gerade passiert passieren ahnung kenntnis kenntnisse weiterhelfen reden sprechen sagen sagt erzählen stattfinden
    zeige zeig los
    """)

FAINT = _folded("""
    digital digitale digitaler digitales digitalen digitalem digitalisierung digitalisieren digitalisiert online
    onlinedienst elektronisch elektronische elektronischer elektronischen elektronisches internet web webseite
    website netz virtuell virtuelle virtueller virtuellen app apps anwendung anwendungen software programm tool
    tools system systeme lösung lösungen plattform plattformen portal portale dienst dienste service services
    angebot angebote technik technologie technologien smart smarte smarter smartes smarten intelligent
    intelligente intelligenter intelligentes intelligenten modern moderne moderner moderneres modernen neu neue
    neuer neues neuen innovativ innovative einführung einsatz nutzung umsetzung aufbau ausbau entwicklung
    verfahren prozess prozesse konzept konzepte strategie strategien städtisch städtische städtischer
    städtisches städtischen kommunal kommunale kommunaler kommunales kommunalen öffentlich öffentliche
    öffentlicher öffentliches öffentlichen verwaltung rathaus stadtverwaltung behörde amt ämter bürger
    bürgerinnen einwohner menschen leute automatisch automatische automatischer automatisches automatischen
    onlineportal onlineportale onlineplattform onlineplattformen webportal webanwendung innovation innovationen
    digitalprojekt digitalprojekte verbesserung verbessern optimierung optimieren umstellung umstellen
    automatisiert automatisierte per via mobil mobile mobiler mobiles mobilen
    """)

HEADS = _folded("""
    leistung leistungen daten management maßnahme maßnahmen initiative initiativen modul module komponente komponenten
    infrastruktur funktion funktionen methode methoden standard standards gestützt gestützte basiert basierte fähig
    fähige
    """)
