"""Another package uses the library by a git URL, and serves any Socket.IO client."""

import shutil
import subprocess

import pytest
import socketio
from person import LIMIT
from roost_server import REPOSITORY, free_port

MANIFEST = """// swift-tools-version: 6.3
import PackageDescription

let package = Package(
    name: "tutorial",
    dependencies: [.package(url: "file://{repository}", revision: "{revision}")],
    targets: [
        .executableTarget(name: "tutorial", dependencies: [.product(name: "SocketIO", package: "roost")])
    ]
)
"""

# What the first pages of Flask-SocketIO's documentation build: rooms with announcements, and messages to them.
PROGRAM = """import SocketIO

struct Chat: Codable, Sendable {
    let room: String
    let message: String
}

let io = SocketIOServer()
let chat = io.namespace("/chat")
chat.on("join") { socket, event in
    guard let room = event.arguments.first?["room"]?.string else { return }
    try socket.join(room)
    chat.to(room).send("somebody has entered the room.")
}
chat.on("chat", as: Chat.self) { socket, message in
    chat.to(message.room).emit("chat", .string(message.message))
    return "delivered"
}
try await io.run(port: Int(CommandLine.arguments[1]) ?? 0)
"""


def published(folder):
    """This package as others would fetch it: a git repository of what is in the working tree. Its revision."""
    shutil.copytree(REPOSITORY / "Sources", folder / "Sources")
    shutil.copy(REPOSITORY / "Package.swift", folder)

    def git(*arguments):
        command = ["git", "-C", folder, "-c", "user.name=test", "-c", "user.email=test@localhost", *arguments]
        return subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()

    git("init", "--quiet")
    git("add", ".")
    git("commit", "--quiet", "--message", "The package")
    return git("rev-parse", "HEAD")


@pytest.mark.skipif(shutil.which("swift") is None, reason="needs the Swift toolchain")
def test_a_package_serves_the_tutorial(tmp_path):
    repository = tmp_path / "roost"
    manifest = MANIFEST.format(repository=repository, revision=published(repository))
    (tmp_path / "Package.swift").write_text(manifest)
    (tmp_path / "Sources/tutorial").mkdir(parents=True)
    (tmp_path / "Sources/tutorial/main.swift").write_text(PROGRAM)
    subprocess.run(["swift", "build", "--package-path", tmp_path], check=True, timeout=1200)

    port = free_port()
    server = subprocess.Popen([tmp_path / ".build/debug/tutorial", str(port)])
    try:
        ada = socketio.Client()
        heard = []
        ada.on("message", heard.append, namespace="/chat")
        ada.on("chat", heard.append, namespace="/chat")
        ada.connect(f"http://127.0.0.1:{port}", namespaces=["/chat"], retry=True, wait_timeout=LIMIT)
        ada.emit("join", {"room": "red"}, namespace="/chat")
        said = {"room": "red", "message": "Hello!"}
        assert ada.call("chat", said, namespace="/chat", timeout=LIMIT) == "delivered"
        assert heard == ["somebody has entered the room.", "Hello!"]
        ada.disconnect()
    finally:
        server.kill()
        server.wait()
