"""What the tests of the pages share: people in their browsers, cases that are kept."""

from sqlalchemy import select

from portal.accounts import queries as accounts
from portal.partnerships import queries, sending
from portal.partnerships.addressing import Addressee
from portal.partnerships.models import Case
from portal.projects import queries as projects
from portal.projects import service
from tests.portal.partnerships import playing


class Portal:
    """The three municipalities of `playing`, and everybody's browser."""

    def __init__(self, app, world) -> None:
        self.app, self.world = app, world
        self.database = app.extensions["database"]
        self._browsers = {}

    def browser(self, name):
        """Somebody's browser, signed in."""
        if name not in self._browsers:
            client = self.app.test_client()
            if name != "anonymous":
                with self.database.reading() as session:
                    account = accounts.by_id(session, self.world.people[name].account_id)
                client.sign_in_as(account)
            self._browsers[name] = client
        return self._browsers[name]

    def page(self, name, address, status=200, **query):
        """Fetch a page as somebody."""
        return self.browser(name).page(address, status, **query)

    def case(self, state, **options) -> int:
        """A case in a state; return its number."""
        with self.database.unit_of_work() as session:
            return playing.case_in(session, self.fresh(session), state, **options).id

    def draft(self, **values):
        """A draft to Bochum, with its sending."""
        with self.database.unit_of_work() as session:
            return playing.drafted(session, self.fresh(session), **values)

    def draft_to_hagen(self):
        """A draft to Hagen about nothing in particular."""
        with self.database.unit_of_work() as session:
            world = self.fresh(session)
            written = playing.draft(world, Addressee(world.hagen.id))
            return sending.write(session, world.acting("sender editor"), world.herne, written)

    def take(self, case_id, transition, **options) -> None:
        """Let somebody take a step."""
        with self.database.unit_of_work() as session:
            playing.take(session, self.fresh(session), queries.by_id(session, case_id), transition, **options)

    def archive(self) -> None:
        """Let Bochum take the entry off the register."""
        with self.database.unit_of_work() as session:
            project = projects.by_slug(session, self.world.project.slug, for_update=True)
            service.archive(session, self.world.people["addressee editor"], project, project.version, "Vorbei")

    def read(self, case_id):
        """A case as it is in the database."""
        with self.database.reading() as session:
            return queries.by_id(session, case_id)

    def cases_of(self, name):
        """The cases in which an organisation is asked."""
        with self.database.reading() as session:
            of = select(Case).where(Case.addressee_id == getattr(self.world, name).id).order_by(Case.id)
            return session.execute(of).scalars().all()

    def steps(self, case_id):
        """The names of the steps of a case."""
        with self.database.reading() as session:
            return [step.transition for step in queries.timeline(session, case_id)]

    def fresh(self, session):
        """The world with things of this session."""
        world = self.world
        merged = {name: session.merge(getattr(world, name), load=True) for name in ("herne", "bochum", "hagen")}
        return playing.World(**merged, project=session.merge(world.project), people=world.people)
