"""Live figures, for those who may see them and for nobody else."""

import queue

from person import LIMIT, code_of
from test_roles import come_again, run


def test_figures_come_each_second_to_holders_of_the_right(new_server, new_person, tmp_path):
    configuration = tmp_path / "roost.yaml"
    configuration.write_text("modules:\n  enabled: [Dashboard]\n")
    server = new_server("--config", configuration)
    mia, ada = new_person(server.url, "mia"), new_person(server.url, "ada")
    come_again(mia, lambda: run(server, "user", "role", "mia", "moderator"))
    seen, unseen = queue.Queue(), queue.Queue()
    mia.client.on("dashboard:measured", seen.put)
    ada.client.on("dashboard:measured", unseen.put)
    first, second = seen.get(timeout=LIMIT), seen.get(timeout=LIMIT)
    assert second["at"] > first["at"] and second["connections"] == 2 and second["memory"] > 1_000_000
    ada.join()
    for number in range(20):
        ada.post(f"{number}")
    while seen.get(timeout=LIMIT)["messagesPerSecond"] <= 0:
        pass
    assert first in mia.ask("dashboard:recent", {})["samples"]
    assert code_of(ada.ask("dashboard:recent", {})) == "forbidden"
    assert unseen.empty()
