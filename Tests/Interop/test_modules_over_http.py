"""Administrators over HTTP: modules, everybody's invitations; and on the wire what one may do on the server."""

import pytest
import requests
from person import LIMIT
from test_administration import administrator
from test_revocation import bearer


@pytest.fixture
def house(new_server, tmp_path):
    settings = tmp_path / "roost.yaml"
    settings.write_text("modules:\n  enabled: [Moderation]\n")
    return new_server("--config", settings)


class Root:
    def __init__(self, server):
        self.server = server
        self.headers = bearer(administrator(server, "boss", "admin"))

    def ask(self, method, path, body=None):
        return requests.request(
            method, f"{self.server.url}/api/v1/{path}", json=body, headers=self.headers, timeout=LIMIT
        )

    def state(self, name):
        modules = self.ask("GET", "modules").json()["modules"]
        return next(module["state"] for module in modules if module["name"] == name)


def test_settings_of_a_module_that_runs_are_told(new_server, tmp_path):
    settings = tmp_path / "roost.yaml"
    settings.write_text("modules:\n  enabled: [Moderation]\n  moderation:\n    mute: 90m\n")
    root = Root(new_server("--config", settings))

    def shown(name):
        modules = {module["name"]: module for module in root.ask("GET", "modules").json()["modules"]}
        return {setting["key"]: setting for setting in modules[name].get("settings", [])}

    values = {key: setting["value"] for key, setting in shown("Moderation").items()}
    assert values["modules.moderation.mute"] == "90m"
    assert (values["modules.moderation.messages"], values["modules.moderation.new-links"]) == ("10", "false")
    assert "a whole number from" in shown("Moderation")["modules.moderation.messages"]["allowed"]
    assert shown("Dashboard") == {}


def test_modules_are_switched_and_reloaded_and_the_log_says_who_did_it(house):
    root = Root(house)
    assert (root.state("Moderation"), root.state("Dashboard")) == ("on", "off")
    assert root.ask("PATCH", "modules/Moderation", {"enabled": False}).json()["state"] == "off"
    assert root.state("Moderation") == "off"
    refused = root.ask("POST", "modules/Moderation/reload")
    assert (refused.status_code, refused.json()["error"]["code"]) == (409, "not_running")
    assert root.ask("PATCH", "modules/Moderation", {"enabled": True}).json()["state"] == "on"
    assert root.ask("POST", "modules/Moderation/reload").json()["version"] == "0.1.0"
    assert root.ask("PATCH", "modules/Nothing", {"enabled": True}).status_code == 404
    assert root.ask("POST", "modules/..%2FModeration/reload").status_code == 404
    entries = root.ask("GET", "audit?target=module:Moderation").json()["entries"]
    assert [(entry["action"], entry["actor"]) for entry in entries] == [
        ("module.reload", "boss"), ("module.enable", "boss"), ("module.disable", "boss"),
    ]  # fmt: skip


def test_the_log_says_what_commands_did_to_modules(house):
    root = Root(house)
    for verb in ("reload", "disable", "enable"):
        assert house.run("module", verb, "Moderation").returncode == 0
    assert house.run("module", "enable", "Nothing").returncode == 4
    entries = root.ask("GET", "audit?target=module:Moderation").json()["entries"]
    assert [entry["action"] for entry in entries] == ["module.enable", "module.disable", "module.reload"]
    assert all(entry["actor"].startswith("command:") for entry in entries)
    assert not root.ask("GET", "audit?target=module:Nothing").json()["entries"]


def test_everybodys_invitations_are_seen_and_ended(house):
    root = Root(house)
    assert house.run("invitation", "create").returncode == 0
    assert root.ask("POST", "invitations", {"uses": 1, "expiresIn": 60}).status_code == 201
    found = root.ask("GET", "invitations/all").json()["invitations"]
    assert sorted(invitation.get("by", "") for invitation in found) == ["", "boss"]
    for invitation in found:
        # As browsers write it: with percent signs in place of the colon.
        path = requests.utils.quote(invitation["id"], safe="")
        assert root.ask("DELETE", f"invitations/all/{path}").status_code == 204
    assert root.ask("GET", "invitations/all").json() == {"invitations": []}
    assert root.ask("DELETE", "invitations/all/invitation:none").status_code == 404


def test_a_session_tells_its_rights_on_the_server_and_the_modules(house, new_person):
    mia = new_person(house.url, "mia")
    shown = mia.ask("session:show", {})
    assert shown["user"] == {"name": "mia", "role": "member"}
    assert "create" in shown["rights"] and "manage" not in shown["rights"] and "moderation.server" not in shown["rights"]
    assert shown["modules"] == [{"name": "moderation"}]
    assert house.run("user", "role", "mia", "moderator").returncode == 0
    mia.client.wait()
    mia.arrive()
    assert "moderation.server" in mia.ask("session:show", {})["rights"]
