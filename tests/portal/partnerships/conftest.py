import pytest

from tests.portal.partnerships import playing


@pytest.fixture
def session(scratch):
    return scratch


@pytest.fixture
def world(session):
    return playing.build(session)
