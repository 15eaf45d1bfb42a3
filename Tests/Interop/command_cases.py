"""The table of commands, in their order on a fresh server, and what each verb can come to."""

import re

from person import PASSWORD

# What is asked, what standard input says, the exit code, and what standard output or standard error must have. Where no
# server runs it is the same, but for what needs one: there the code is 3, or the second of two. {folder} is one for files;
# {token}, {invitation} and {session} are the ids of the first that there is.
CASES = [
    ("user add ada --admin", f"{PASSWORD}\n", 0, "added ada as admin"),
    ("user add ben", f"{PASSWORD}\n", 0, "added ben as member"),
    ("user add ben", f"{PASSWORD}\n", 6, "taken"),
    ("user add Be~n", f"{PASSWORD}\n", 1, "letters"),
    ("user add", "", 2, "name"),
    ("user add cleo --generate", "", 0, "-"),
    ("user list", "", 0, "NAME"),
    ("user list --quiet", "", 0, "ben"),
    ("user show ben", "", 0, "member"),
    ("user show nobody", "", 4, "no such user"),
    ("user role ben moderator", "", 0, "made ben moderator"),
    ("user role ben king", "", 1, "king"),
    ("user role nobody member", "", 4, "no such user"),
    ("user role ada member", "", 6, "last administrator"),
    ("user password ben", "another horse battery\n", 0, "changed"),
    ("user password ben", "short\n", 1, "8 bytes"),
    ("user password nobody --generate", "", 4, "no such user"),
    ("user disable ada", "", 6, "last administrator"),
    ("user disable nobody", "", 4, "no such user"),
    ("user disable ben", "", 0, "disabled ben"),
    ("user enable nobody", "", 4, "no such user"),
    ("user enable ben", "", 0, "enabled ben"),
    ("user grant ben moderate room:lobby --for 7d", "", 0, "granted moderate"),
    ("user grant ben moderate room:lobby --for ever", "", 2, "ever"),
    ("user grant ben moderate room:lobby --for 0s", "", 2, "1s"),
    ("user grant nobody moderate room:lobby", "", 4, "no such user"),
    ("user grant ben moderate room:nowhere", "", 4, "no such room"),
    ("role grant member moderate room:nowhere", "", 4, "no such room"),
    ("user grants ben", "", 0, "room:lobby"),
    ("user grants nobody", "", 4, "no such user"),
    ("user explain ben moderate room:lobby", "", 0, "ben has moderate"),
    ("user explain nobody moderate room:lobby", "", 4, "no such user"),
    ("user revoke ben moderate room:lobby", "", 0, "took moderate"),
    ("user revoke ben moderate room:lobby", "", 4, "no such grant"),
    ("user second-factor remove sam", "", 0, "removed the second factor"),
    ("user second-factor remove ben", "", 6, "no second factor"),
    ("user second-factor remove nobody", "", 4, "no such user"),
    ("user reset ben", "", 0, "/#reset="),
    ("user reset nobody", "", 4, "no such user"),
    ("user export", "", 0, "name,display,role,disabled"),
    ("user import -", "name,disabled\ndora,perhaps\n", 1, "line 2: 'disabled' must be yes or no"),
    ("user import -", "name,role\ndora,member\nada,member\n", 1, "line 3"),
    ("user import - --dry-run", "name,role\ndora,member\n", 0, "1 users could be"),
    ("user import -", "name,role\ndora,member\n", 0, "added 1 users"),
    ("user import missing.csv", "", 4, "missing.csv"),
    ("user delete dora", "", 2, "--yes"),
    ("user delete dora --dry-run", "", 0, "nothing was changed"),
    ("user delete dora --messages burn --yes", "", 2, "burn"),
    ("user delete dora --messages remove --yes", "", 0, "deleted dora"),
    ("user delete dora --yes", "", 4, "no such user"),
    ("user delete ada --yes", "", 6, "last administrator"),
    ("role list", "", 0, "moderator"),
    ("role show member", "", 0, "role:member"),
    ("role show king", "", 1, "king"),
    ("role grant member moderate room:lobby", "", 0, "granted"),
    ("role grant admin send room:lobby", "", 5, "cannot be changed"),
    ("role revoke member moderate room:lobby", "", 0, "took"),
    ("role revoke member moderate room:lobby", "", 4, "no such grant"),
    ("role revoke admin send room:lobby", "", 5, "cannot be changed"),
    ("session list", "", 0, "sam"),
    ("session list sam", "", 0, "USER"),
    ("session list nobody", "", 4, "no such user"),
    ("session end sam {session}", "", 0, "ended: 1"),
    ("session end ben nothing", "", 4, "no such session"),
    ("session end ben --all", "", 0, "ended: 0"),
    ("session end ben", "", 2, "--all"),
    ("room create den --title Den", "", 0, "den"),
    ("room create den", "", 6, "this name"),
    ("room create 'no room'", "", 1, "a-z"),
    ("room list", "", 0, "lobby"),
    ("room show den", "", 0, "Den"),
    ("room show nowhere", "", 4, "no such room"),
    ("room role den ben owner", "", 0, "ben is owner in den"),
    ("room role den ben member", "", 6, "last owner"),
    ("room role den nobody member", "", 4, "no such user"),
    ("room role nowhere ben member", "", 4, "no such room"),
    ("room members den", "", 0, "owner"),
    ("room members nowhere", "", 4, "no such room"),
    ("room archive den", "", 0, "archived den"),
    ("room archive den --undo", "", 0, "opened den"),
    ("room archive nowhere", "", 4, "no such room"),
    ("room create attic --private", "", 0, "attic~"),
    ("room create cellar", "", 0, "cellar"),
    ("room delete cellar", "", 2, "--yes"),
    ("room delete cellar --dry-run", "", 0, "nothing was changed"),
    ("room delete cellar --yes", "", 0, "deleted cellar"),
    ("room delete cellar --yes", "", 4, "no such room"),
    ("room delete cellar --dry-run", "", 4, "no such room"),
    ("room create cellar", "", 6, "this name"),
    ("token issue ben --name Bot --rights read --for 30d", "", 0, "keep what follows"),
    ("token issue ben --name Bot --rights read", "", 2, "--for"),
    ("token issue nobody --name Bot --rights read --for 1d", "", 4, "no such user"),
    ("token issue ben --name Bot --rights read,sned --for 1d", "", 1, "no right 'sned'"),
    ("token list", "", 0, "Bot"),
    ("token list nobody", "", 4, "no such user"),
    ("token show {token}", "", 0, "Bot"),
    ("token show nothing", "", 4, "no such token"),
    ("token narrow {token} 'room = lobby'", "", 0, "narrowed"),
    ("token narrow nothing 'rights = read'", "", 4, "no such token"),
    ("token narrow {token} 'colour = red'", "", 1, "no condition"),
    ("token revoke {token}", "", 0, "revoked"),
    ("token revoke nothing", "", 4, "no such token"),
    ("token rotate-key --grace 1d", "", 0, "new key"),
    ("invite create --uses 2 --for 2d", "", 0, "/#invite="),
    ("invite create --room nowhere", "", 4, "no such room"),
    ("invite list", "", 0, "USES"),
    ("invite revoke {invitation}", "", 0, "revoked"),
    ("invite revoke nothing", "", 4, "no such invitation"),
    ("room ban den ben --for 7d --reason 'too loud'", "", 0, "banned ben from den"),
    ("room ban den ben --for ever", "", 2, "ever"),
    ("room ban den ben --for 0s", "", 1, ""),
    ("room ban den ada", "", 5, "rank"),
    ("room ban den nobody", "", 4, "no such"),
    ("room ban nowhere ben", "", 4, "no such room"),
    ("room unban den ben", "", 0, "may come into den"),
    ("room unban den ben", "", 4, "Nothing like that"),
    ("room unban nowhere ben", "", 4, "no such room"),
    ("audit list --limit 3", "", 0, "command:"),
    ("audit list --action room.ban", "", 0, ""),
    ("audit list --limit 0", "", 2, "1000"),
    ("history import {folder}/messages.jsonl --room den", "", 0, "den: 1 messages added"),
    ("history import {folder}/missing.jsonl --room den", "", (4, 4), "missing.jsonl"),
    ("history import {folder}/messages.jsonl --room nowhere", "", 4, "no such room"),
    ("history import {folder}/messages.jsonl", "", 2, "--room"),
    ("history export --room den", "", 0, "told elsewhere"),
    ("history export --room den --output {folder}/den.jsonl", "", 0, ""),
    ("history export --room den --output {folder}/den.jsonl", "", 6, "den.jsonl' already"),
    ("history export --room nowhere --output {folder}/none.jsonl", "", 4, "no such room"),
    ("history export --room den --output {folder}/none.jsonl", "", 0, ""),
    ("history import {folder} --room den", "", (1, 1), "cannot be read"),
    ("history export --room pm~~abcdefgh", "", 5, "participants"),
    ("history export", "", 2, "--user"),
    ("history sweep", "", 0, "messages removed: 0"),
    ("module list", "", 0, "History"),
    ("module show History", "", 0, "History"),
    ("module show Absent", "", 4, "Absent"),
    ("module reload Absent", "", 4, "Absent"),
    ("module enable Absent", "", 4, "Absent"),
    ("module disable Absent", "", 4, "Absent"),
    ("module disable Moderation", "", 0, "disabled Moderation"),
    ("module disable Moderation", "", 0, "disabled Moderation"),
    ("module reload Moderation", "", 6, "is off"),
    ("room ban den ben", "", 6, "roost module enable Moderation"),
    ("room unban den ben", "", 6, "roost module enable Moderation"),
    ("module enable Moderation", "", 0, "enabled Moderation"),
    ("module reload Moderation", "", 0, "reloaded Moderation"),
    ("module new Calm --folder {folder}", "", 0, "wrote"),
    ("module new Calm --folder {folder}", "", 6, "is there already"),
    ("module new calm --folder {folder}", "", 2, "capital"),
    ("watch --once", "", 0, "connections 0"),
    ("watch --interval 0s", "", 2, "--interval"),
    ("db check", "", 0, "integrity"),
    ("db backup {folder}/copy.sqlite", "", 0, "looked it through"),
    ("db backup {folder}/copy.sqlite", "", 6, "copy.sqlite"),
    ("db migrate --dry-run", "", 0, "every step"),
    ("db migrate", "", (6, 0), "another Roost"),
    ("db restore {folder}/copy.sqlite", "", 2, "--yes"),
    ("db restore {folder}/copy.sqlite --dry-run", "", 0, "nothing was changed"),
    ("db restore {folder}/messages.jsonl --dry-run", "", 1, "messages.jsonl"),
    ("db restore {folder}/missing.sqlite --dry-run", "", 4, "missing.sqlite"),
    ("db restore {folder}/missing.sqlite --yes", "", 4, "missing.sqlite"),
    ("db restore {folder}/copy.sqlite --yes", "", (6, 0), "another Roost"),
    ("doctor", "", 0, "database health"),
    ("config show", "", 0, "accounts.sign-up"),
    ("config check", "", 0, "as they should be"),
    ("config default", "", 0, "sign-up"),
    ("completion bash", "", 0, "_roost"),
    ("completion tcsh", "", 2, "tcsh"),
    ("version", "", 0, "0."),
    ("usr list", "", 2, "did you mean 'roost user'"),
    ("user lst", "", 2, "did you mean 'roost user list'"),
    ("user list --jsn", "", 2, "--json"),
]

# What needs a running server, and ends with 3 where there is none; what is not understood is not understood either way.
NEEDS_SERVER = re.compile(r"(room (un)?ban|module (enable|disable|reload)|watch|history \w+) ")

# Verbs that other tests drive to all their outcomes, since they do not end by themselves, or come as a user from elsewhere.
ELSEWHERE = {
    "serve": "test_start.py",
    "bench": "test_bench.py",
    "chat": "test_talk.py",
    "say": "test_talk.py",
    "emit": "test_talk.py",
}

# Arguments that name what must be there; of these verbs what must not be, and such as an option names.
NAMES = {"name", "user", "room", "id", "file"}
MAKERS = {"user add", "room create", "module new", "db backup"}
ALSO_NOT_FOUND = {"role revoke", "invite create"}
# What may be denied although whoever has the data folder may do everything: what stands above the one who is asked for it.
DENIED = {"role grant", "role revoke", "room ban", "history export"}
# What may be in conflict with what is there.
IN_CONFLICT = {
    "user add", "user role", "user disable", "user delete", "user second-factor remove", "room create", "room role", "room ban",
    "room unban", "history export", "module reload", "module new", "db backup", "db restore", "db migrate",
}  # fmt: skip


def outcomes(verb, command):
    """The exit codes that `verb` can end with, beside 1 and where no server runs, by its place in the command tree."""
    positional = {argument.get("valueName") for argument in command.get("arguments", []) if argument["kind"] == "positional"}
    codes = {0}
    if (positional & NAMES and verb not in MAKERS) or verb in ALSO_NOT_FOUND:
        codes.add(4)
    return codes | ({5} if verb in DENIED else set()) | ({6} if verb in IN_CONFLICT else set())


def codes(case):
    """The exit codes with a server and without."""
    command, _, code, _ = case
    if isinstance(code, tuple):
        return code
    return code, 3 if NEEDS_SERVER.match(f"{command} ") and code != 2 else code
