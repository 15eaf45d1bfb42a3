"""A disk that is full, and a database that another process holds: nobody sees what could not be kept."""

import resource
import sqlite3
import uuid

import pytest
from person import LIMIT, code_of


def check_nothing_but_is_kept(ada, ben, refused, acknowledged):
    """Service is back: what was refused goes through by a retry, and all of it is there once."""
    kept = [ada.ask("message:post", {"room": "lobby", **message})["message"] for message in refused]
    for message in acknowledged + kept:
        assert ben.next_fact("message:posted") == message
    page = ada.ask("history:page", {"room": "lobby", "limit": 200})["messages"]
    assert page == acknowledged + kept


def test_a_full_disk_refuses_and_service_resumes_with_it(server, new_person):
    ada, ben = new_person(server.url, "ada"), new_person(server.url, "ben")
    ada.join()
    ben.join()
    assert ada.next_fact("room:joined")
    acknowledged = [ada.post("before")]
    # No file of the server may grow, which SQLite sees as a disk without room.
    size = max(file.stat().st_size for file in server.data.iterdir())
    _, most = resource.prlimit(server.process.pid, resource.RLIMIT_FSIZE, (size, resource.RLIM_INFINITY))
    refused = []
    for number in range(200):
        message = {"text": f"{number} " + "x" * 4000, "id": str(uuid.uuid4())}
        answer = ada.ask("message:post", {"room": "lobby", **message})
        if answer["ok"]:
            acknowledged.append(answer["message"])
            continue
        assert code_of(answer) == "storage_unavailable" and answer["error"]["retryable"] is True
        refused.append(message)
        if len(refused) == 5:
            break
    assert len(refused) == 5, "the disk was full"
    resource.prlimit(server.process.pid, resource.RLIMIT_FSIZE, (most, most))
    check_nothing_but_is_kept(ada, ben, refused, acknowledged)


def test_a_held_database_refuses_and_service_resumes_when_it_is_let_go(server, new_person):
    ada, ben = new_person(server.url, "ada"), new_person(server.url, "ben")
    ada.join()
    ben.join()
    acknowledged = [ada.post("before")]
    holder = sqlite3.connect(server.data / "roost.sqlite", isolation_level=None, timeout=LIMIT)
    holder.execute("BEGIN IMMEDIATE")
    message = {"text": "during", "id": str(uuid.uuid4())}
    answer = ada.client.call("message:post", {"room": "lobby", **message}, timeout=3 * LIMIT)
    assert code_of(answer) == "storage_unavailable" and answer["error"]["retryable"] is True
    holder.execute("ROLLBACK")
    holder.close()
    check_nothing_but_is_kept(ada, ben, [message], acknowledged)


@pytest.mark.parametrize("durability", ["full", "normal"])
def test_both_durabilities_keep_messages_over_a_kill(new_server, new_person, tmp_path, durability):
    configuration = tmp_path / "roost.yaml"
    configuration.write_text(f"storage:\n  durability: {durability}\n")
    server = new_server("--config", configuration)
    ada = new_person(server.url, "ada")
    ada.join()
    posted = [ada.post(f"line {number}", id=str(number)) for number in range(5)]
    server.kill()
    server.start()
    ada.arrive().join()
    assert ada.ask("history:page", {"room": "lobby"})["messages"] == posted
    assert ada.post("line 4", id="4") == posted[4]
