"""Templates of a case to copy or to load as a text file."""

from flask import Response, render_template
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from portal.errors import NotFound
from portal.orm import LARGEST_ID
from portal.partnerships import queries
from portal.partnerships.cases.views import blueprint
from portal.partnerships.doors import find
from portal.partnerships.models import Case
from portal.partnerships.talking.templates import TEMPLATES
from portal.partnerships.wording import subject
from portal.web.guards import signed_in
from portal.work import reading

_TEMPLATE = f"/partnerschaften/<int(max={LARGEST_ID}):case_id>/vorlagen/<name>"


@blueprint.get(_TEMPLATE)
@signed_in
def template(case_id: int, name: str) -> str:
    """Show a template with what the case already says."""
    with reading() as session:
        case, text = _written(session, case_id, name)
        return render_template(
            "partnerships/template.html",
            case=case,
            subject=subject(case),
            name=name,
            label=_(TEMPLATES[name].label),
            text=text,
        )


@blueprint.get(f"{_TEMPLATE}.txt")
@signed_in
def template_file(case_id: int, name: str) -> Response:
    """Give the same text as a file."""
    with reading() as session:
        _case, text = _written(session, case_id, name)
    file_name = f"{name}-{case_id}.txt"
    disposition = {"Content-Disposition": f'attachment; filename="{file_name}"'}
    return Response(text + "\n", mimetype="text/plain", headers=disposition)


def _written(session: Session, case_id: int, name: str) -> tuple[Case, str]:
    """Return the case and the text. Raises NotFound where there is no such template, or it does not fit the case."""
    case = find(session, case_id)
    if name not in TEMPLATES or case.state not in TEMPLATES[name].states:
        raise NotFound
    return case, TEMPLATES[name].write(case, queries.meetings(session, case.id))
