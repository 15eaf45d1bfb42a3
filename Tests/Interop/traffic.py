"""Two people who talk all the time, while somebody sees to it that one of them does not any more."""

import itertools
import threading
import time

from person import LIMIT


class Traffic:
    """Ada and Ben in a room, both posting as fast as they may, Ben until the end; Ada is cut off in the middle of it."""

    def __init__(self, ada, ben, room):
        self.ada, self.ben, self.room = ada, ben, room
        self.ended = []
        self.heard_by_ada, self.heard_by_ben = [], []
        self.moving, self.acknowledged, self.over, self.cut = (threading.Event() for _ in range(4))
        self.numbers = itertools.count()
        ada.client.on("session:ended", self.ended.append)
        ada.client.on("disconnect", lambda *_: self.cut.set())
        ada.client.on("message:posted", self.heard_by_ada.append)
        ben.client.on("message:posted", self.ben_hears)

    def ben_hears(self, message):
        self.heard_by_ben.append(message)
        by_ada = sum(m["author"] == "ada" for m in self.heard_by_ben[-200:])
        if by_ada > 10 and len(self.heard_by_ada) > 20:
            self.moving.set()
        if sum(m["text"].startswith("after") for m in self.heard_by_ben[-50:]) >= 20:
            self.over.set()

    def post_as_ada(self):
        while not self.over.is_set():
            try:
                self.ada.client.call("message:post", {"room": self.room, "text": f"ada {next(self.numbers)}"}, timeout=1)
            except Exception:  # Ada is cut, sooner or later, and asks on.
                time.sleep(0.001)

    def post_as_ben(self):
        while not self.over.is_set():
            text = f"{'after' if self.acknowledged.is_set() else 'before'} {next(self.numbers)}"
            self.ben.client.call("message:post", {"room": self.room, "text": text}, timeout=LIMIT)

    def until(self, act):
        """Does `act` in the middle of it: nothing of Ada's is taken, and nothing told to her, once that has returned."""
        posters = [threading.Thread(target=self.post_as_ada), threading.Thread(target=self.post_as_ben)]
        for poster in posters:
            poster.start()
        try:
            assert self.moving.wait(LIMIT)
            act()
            self.acknowledged.set()
            assert self.over.wait(LIMIT)
        finally:
            self.over.set()
            for poster in posters:
                poster.join()
        first = next(m["seq"] for m in self.heard_by_ben if m["text"].startswith("after"))
        late = [m for m in self.heard_by_ben if m["author"] == "ada" and m["seq"] > first]
        assert not late, f"{len(late)} messages of ada's were taken after the acknowledgement"
        assert not [m for m in self.heard_by_ada if m["text"].startswith("after")], "ada hears on"
