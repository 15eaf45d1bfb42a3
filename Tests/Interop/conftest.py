import os

import pytest
from person import Person


@pytest.fixture
def url(request):
    """Where a server is that others use as well: ROOST_URL, or one of our own."""
    return os.environ.get("ROOST_URL") or request.getfixturevalue("shared_server").url


@pytest.fixture
def new_person():
    """Makes people; they leave when the test ends."""
    people = []

    def make(url, name, transports=("websocket",)):
        people.append(Person(url, name, transports))
        return people[-1].arrive()

    yield make
    for person in people:
        person.leave()
