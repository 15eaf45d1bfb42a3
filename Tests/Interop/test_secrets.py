"""A full run of everything that has a secret in it: each secret is in the one answer that carries it, and nowhere else."""

import base64
import hashlib
import hmac
import json
import queue
import re
import sqlite3
import struct
import time

import requests
from person import LIMIT, Person
from test_revocation import bearer
from test_tokens import narrowed

FIRST, SECOND, THIRD = "first secret horse", "second secret horse", "third secret horse"


class Walk:
    """Asks a server for things, and keeps all that it answers."""

    def __init__(self, server):
        self.server = server
        self.answers = []
        self.secrets = {}

    def ask(self, method, path, token=None, /, **body):
        headers = bearer(token) if token else {}
        answer = requests.request(method, f"{self.server.url}/api/v1/{path}", json=body, headers=headers, timeout=LIMIT)
        assert answer.status_code < 300, (path, answer.text)
        self.answers.append(f"{answer.headers} {answer.text}")
        return answer.json() if answer.text else None

    def refused(self, method, path, **body):
        answer = requests.request(method, f"{self.server.url}/api/v1/{path}", json=body, timeout=LIMIT)
        assert 400 <= answer.status_code < 500, answer.text
        self.answers.append(f"{answer.headers} {answer.text}")

    def run(self, *arguments, stdin=""):
        result = self.server.run(*arguments, stdin=stdin)
        assert result.returncode == 0, (arguments, result.stderr)
        self.answers.append(result.stdout + result.stderr)
        return result.stdout

    def secret(self, name, value, carriers=0):
        """Notes a secret, which so many answers are meant to carry."""
        self.secrets[name] = (value, carriers)
        return value


def code(secret, steps=0):
    """What an authenticator app shows (RFC 6238)."""
    key = base64.b32decode(secret + "=" * (-len(secret) % 8))
    digest = hmac.new(key, struct.pack(">Q", int(time.time()) // 30 + steps), hashlib.sha1).digest()
    offset = digest[-1] & 15
    return f"{(struct.unpack('>I', digest[offset : offset + 4])[0] & 0x7FFFFFFF) % 1_000_000:06}"


def accounts(walk):
    """Sign-up by the printed link, a member, passwords, a second factor: the token of the administrator."""
    for name, password in (("first password", FIRST), ("second password", SECOND), ("third password", THIRD)):
        walk.secret(name, password)
    setup = walk.secret("setup token", re.search(r"#setup=(\S+)", walk.server.output).group(1), 1)
    walk.ask("POST", "users", name="boss", password=FIRST, setup=setup)
    token = walk.ask("POST", "sessions", name="boss", password=FIRST)["token"]
    walk.secret("administrator's token", token, 1)
    walk.refused("POST", "sessions", name="boss", password=SECOND)
    walk.ask("POST", "me/password", token, old=FIRST, new=SECOND)
    offer = walk.ask("POST", "me/second-factor", token, password=SECOND)
    walk.secret("second factor", offer["secret"], 1)
    recovery = walk.ask("POST", "me/second-factor/confirm", token, code=code(offer["secret"]))["recoveryCodes"]
    for number, text in enumerate(recovery):
        walk.secret(f"recovery code {number}", text, 1)
    other = walk.ask("POST", "sessions", name="boss", password=SECOND, code=recovery[0])["token"]
    walk.secret("token by a recovery code", other, 1)
    walk.ask("DELETE", "me/second-factor", token, password=SECOND, code=recovery[1])
    return token


def tokens_and_links(walk, token):
    bot = walk.ask("POST", "tokens", token, name="Bot", rights=["read"], expiresIn=600)
    walk.secret("program's token", bot["token"], 1)
    walk.ask("POST", f"tokens/{bot['details']['id']}/caveats", token, caveat="room = lobby")
    walk.ask("POST", "tokens/revoke", token=walk.secret("narrowed token", narrowed(bot["token"], "uses <= 3")))
    invitation = walk.ask("POST", "invitations", token, uses=2, expiresIn=600)
    walk.secret("invitation", invitation["token"], 1)
    walk.ask("POST", "users", name="ada", password=FIRST, invitation=invitation["token"])
    link = walk.ask("POST", "users/ada/password-link", token)["token"]
    walk.secret("password link", link, 1)
    walk.ask("POST", "password-resets", token=link, password=THIRD)
    walk.refused("POST", "password-resets", token=link, password=THIRD)


def administration(walk, token):
    walk.ask("PATCH", "users/ada", token, role="moderator")
    walk.ask("POST", "grants", token, holder="user:ada", right="invite", resource="server")
    for path in ("me", "users", "users/ada/grants", "sessions", "tokens", "invitations", "roles", "rooms", "audit", "guests"):
        walk.ask("GET", path, token)
    walk.run("user", "add", "ben", stdin=f"{FIRST}\n")
    walk.run("user", "password", "ben", stdin=f"{SECOND}\n")
    for command in (("user", "list"), ("audit", "list"), ("user", "explain", "ben", "send", "room:lobby")):
        walk.run(*command, "--json")


def conversation(walk, token):
    """A connection over each transport, and one that is refused; all that clients are told."""
    told = queue.Queue()
    for transport in ("websocket", "polling"):
        person = Person(walk.server.url, "boss", [transport])
        person.token = token
        person.arrive()
        person.client.on("*", lambda *fact: told.put(fact))
        for request, payload in (("room:list", {}), ("room:join", {"room": "lobby"}), ("room:members", {"room": "lobby"})):
            told.put(person.ask(request, payload))
        told.put(person.post("hello"))
        person.leave()
    walk.answers += [json.dumps(fact) for fact in told.queue]


def stored(server):
    """What is secret in the database: hashes, keys and digests."""
    with sqlite3.connect(server.data / "roost.sqlite", timeout=LIMIT) as database:
        for (password,) in database.execute("SELECT password FROM user"):
            yield password
            yield password.split("$")[-1]
        for (key,) in database.execute("SELECT key FROM root_key"):
            for text in (key.hex(), base64.b64encode(key).decode(), base64.urlsafe_b64encode(key).decode().rstrip("=")):
                yield text
    database.close()


def test_no_secret_is_anywhere_but_where_it_belongs(new_server, tmp_path):
    settings = tmp_path / "roost.yaml"
    settings.write_text("log:\n  level: debug\n")
    server = new_server("--config", settings)
    walk = Walk(server)
    token = accounts(walk)
    tokens_and_links(walk, token)
    administration(walk, token)
    conversation(walk, token)
    log = server.output
    for name, (secret, carriers) in walk.secrets.items():
        in_log = 1 if name == "setup token" else 0
        assert log.count(secret) == in_log, f"the log has the {name}"
        carried = sum(secret in answer for answer in walk.answers)
        assert carried == carriers - in_log, f"{carried} answers carry the {name}"
    for secret in stored(server):
        assert secret not in log and not any(secret in answer for answer in walk.answers), "what is stored is told"
