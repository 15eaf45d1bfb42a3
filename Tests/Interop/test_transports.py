"""A conversation goes the same way over every transport that a client may choose."""

import pytest
from person import unique

LONG_TEXT = "ä" * 4096


@pytest.mark.parametrize("transports", [["polling"], ["websocket"], ["polling", "websocket"]], ids="-".join)
def test_a_conversation(url, new_person, transports):
    ada = new_person(url, unique("ada"), transports)
    ben = new_person(url, unique("ben"))
    assert ada.client.transport() == transports[-1]
    ada.join()
    ben.join()
    assert ada.fact("room:joined", users=[ben.name])
    for text in ["hello", LONG_TEXT, "\x1e 4 \x1e", "bye"]:
        message = ada.post(text)
        assert message["text"] == text
        assert ada.fact("message:posted") == ben.fact("message:posted") == message
        answer = ben.post(text)
        assert ada.fact("message:posted") == ben.fact("message:posted") == answer


@pytest.mark.parametrize("transports", [["polling"], ["polling", "websocket"]], ids="-".join)
def test_somebody_who_goes_is_gone_at_once(url, new_person, transports):
    ada = new_person(url, unique("ada"), transports)
    ben = new_person(url, unique("ben"))
    ada.join()
    ben.join()
    ada.leave()
    assert ben.fact("room:left", users=[ada.name])
