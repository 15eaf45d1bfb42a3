"""The first administrator: the one-time link that the first start prints."""

import re

from person import sign_in, sign_up


def printed_tokens(server):
    return re.findall(r"/#setup=([\w-]+)", server.output)


def test_the_printed_link_makes_one_administrator(server):
    token = printed_tokens(server)[-1]
    assert sign_up(server.url, "bad name", setup=token).status_code == 400, "a refused sign-up does not use it up"
    answer = sign_up(server.url, "ada", setup=token)
    assert answer.status_code == 201
    assert answer.json()["user"] == {"name": "ada", "role": "admin"}
    assert sign_in(server.url, "ada").json()["user"]["role"] == "admin"

    again = sign_up(server.url, "ben", setup=token)
    assert (again.status_code, again.json()["error"]["code"]) == (403, "bad_setup_token")
    assert sign_up(server.url, "ben").json()["user"]["role"] == "member"


def test_a_start_with_an_administrator_prints_no_link(server):
    sign_up(server.url, "ada", setup=printed_tokens(server)[-1])
    links = len(printed_tokens(server))
    server.restart()
    assert len(printed_tokens(server)) == links
    assert sign_in(server.url, "ada").status_code == 201
