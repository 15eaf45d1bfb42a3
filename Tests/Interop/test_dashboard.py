"""Live figures, for those who may see them and for nobody else."""

import queue

import pytest
import requests
from person import LIMIT, code_of
from test_roles import come_again, run


@pytest.fixture
def server(new_server, tmp_path):
    configuration = tmp_path / "roost.yaml"
    configuration.write_text("modules:\n  enabled: [History, Dashboard]\n")
    return new_server("--config", configuration)


def test_figures_come_each_second_to_holders_of_the_right(server, new_person):
    mia, ada = new_person(server.url, "mia"), new_person(server.url, "ada")
    come_again(mia, lambda: run(server, "user", "role", "mia", "moderator"))
    seen, unseen = queue.Queue(), queue.Queue()
    mia.client.on("dashboard:measured", seen.put)
    ada.client.on("dashboard:measured", unseen.put)
    first, second = seen.get(timeout=LIMIT), seen.get(timeout=LIMIT)
    assert second["at"] > first["at"] and second["connections"] == 2 and second["memory"] > 1_000_000
    assert 0 <= second["latency"] < 1000 * LIMIT
    ada.join()
    for number in range(20):
        ada.post(f"{number}")
    while (sample := seen.get(timeout=LIMIT))["messagesPerSecond"] <= 0:
        pass
    assert sample["rooms"] == 1
    assert sample["modules"]["calls_total (History)"] >= 1 and sample["modules"]["on (History)"] == 1
    assert first in mia.ask("dashboard:recent", {})["samples"]
    assert code_of(ada.ask("dashboard:recent", {})) == "forbidden"
    assert unseen.empty()


def test_disabled_it_leaves_the_chat_working_and_enabled_it_measures_again(server, new_person):
    mia = new_person(server.url, "mia")
    come_again(mia, lambda: run(server, "user", "role", "mia", "moderator"))
    mia.join()
    run(server, "module", "disable", "Dashboard")
    assert code_of(mia.ask("dashboard:recent", {})) == "unknown_event"
    assert requests.get(f"{server.url}/modules/dashboard/", timeout=LIMIT).status_code == 404
    mia.post("the lobby goes on")
    seen = queue.Queue()
    mia.client.on("dashboard:measured", seen.put)
    run(server, "module", "enable", "Dashboard")
    assert seen.get(timeout=LIMIT)["connections"] == 1
    assert requests.get(f"{server.url}/modules/dashboard/", timeout=LIMIT).status_code == 200
