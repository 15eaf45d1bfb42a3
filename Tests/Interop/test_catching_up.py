"""Whoever was away asks for what came since; it is told whole, or not at all."""

from person import code_of


def since(person, sequence):
    return person.ask("room:since", {"room": "lobby", "sequence": sequence})


def test_what_was_missed_is_told_as_it_was_announced(server, new_person):
    ada, ben = new_person(server.url, "ada"), new_person(server.url, "ben")
    ada.join()
    ben.join()
    known = ada.post("before")["seq"]
    ben.leave()
    posted = ada.post("while away")
    ada.ask("message:react", {"room": "lobby", "id": posted["id"], "reaction": "👍", "on": True})
    ben.arrive()
    assert code_of(since(ben, known)) == "not_member"
    ben.join()
    answer = since(ben, known)
    assert (answer["recovered"], answer["sequence"]) == (True, known + 2)
    [first, second] = answer["events"]
    assert first == ["message:posted", posted]
    assert (second[0], second[1]["seq"], second[1]["reaction"]) == ("message:reacted", known + 2, "👍")
    assert since(ben, known + 2) == {"ok": True, "recovered": True, "sequence": known + 2, "events": []}

    for person in (ada, ben):
        person.leave()
    server.restart()
    ben.arrive().join()
    assert since(ben, known) == answer, "the past survives a restart"


def test_a_gap_that_is_too_large_is_not_told_in_part(server, new_person):
    ada = new_person(server.url, "ada")
    ada.join()
    for number in range(201):
        ada.client.emit("message:post", {"room": "lobby", "text": f"line {number}"})
    last = ada.post("the end")["seq"]
    assert since(ada, 1) == {"ok": True, "recovered": False, "sequence": last}
    assert since(ada, last + 1) == {"ok": True, "recovered": False, "sequence": last}
    assert len(since(ada, 2)["events"]) == 200
