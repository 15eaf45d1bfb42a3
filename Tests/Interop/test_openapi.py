"""docs/openapi.yaml against a live server: schemathesis makes up requests, right and wrong ones, and reads the answers."""

from pathlib import Path

import hypothesis
import pytest
import requests
import schemathesis
from person import LIMIT
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)
from test_administration import administrator

CHECKS = [not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance]
schema = schemathesis.openapi.from_path(Path(__file__).parents[2] / "docs/openapi.yaml")


@pytest.fixture(scope="module")
def root(shared_server):
    """The token of an administrator, and where its server is."""
    return shared_server, administrator(shared_server, "boss", "admin")


@schema.parametrize()
@hypothesis.settings(max_examples=12, deadline=None, database=None, derandomize=True)
def test_answers_are_as_described(case, root):
    server, token = root
    case.call_and_validate(
        base_url=server.url, headers={"Authorization": f"Bearer {token}"}, checks=CHECKS, timeout=LIMIT
    )


def test_what_can_be_read_has_a_head(root):
    # As those ask who only want to know whether the server answers.
    server, token = root
    for path in ("/healthz", "/api/v1/me", "/"):
        answer = requests.head(server.url + path, headers={"Authorization": f"Bearer {token}"}, timeout=LIMIT)
        assert (answer.status_code, answer.content) == (200, b""), path


def test_nothing_that_was_made_up_stopped_the_server(root):
    server, token = root
    assert requests.get(f"{server.url}/healthz", timeout=LIMIT).status_code == 200
    answer = requests.get(f"{server.url}/api/v1/me", headers={"Authorization": f"Bearer {token}"}, timeout=LIMIT)
    assert answer.status_code == 200 and "a request failed" not in server.output
