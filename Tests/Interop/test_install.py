"""What `make install`, `make dist` and `make deb` lay out, of the build at hand."""

import os
import subprocess

import pytest
from roost_server import PROGRAM, REPOSITORY

PACKAGING = REPOSITORY / "packaging"


def run(*command):
    # Packing tightly takes a minute, and is not what is tested.
    variables = os.environ | {"DPKG_DEB_COMPRESSOR_TYPE": "none"}
    result = subprocess.run(
        [str(part) for part in command], cwd=REPOSITORY, capture_output=True, text=True, check=False, env=variables, umask=0o077,
    )  # fmt: skip
    assert result.returncode == 0, result.stdout + result.stderr
    return result.stdout


@pytest.fixture(scope="module")
def root(tmp_path_factory):
    folder = tmp_path_factory.mktemp("root")
    run(PACKAGING / "install.sh", PROGRAM.parent, "/usr", folder)
    return folder


def test_it_runs_where_no_toolchain_can_be_seen(root, tmp_path):
    """The archive serves, loads its modules, and takes a message, with toolchain and source out of sight."""
    if subprocess.run(["unshare", "--mount", "--map-root-user", "true"], check=False).returncode:
        pytest.skip("this machine lets nobody hide folders")
    (root / "usr").rename(tmp_path / "roost-0")
    try:
        archive = tmp_path / "roost.tar"
        run("tar", "-C", tmp_path, "-cf", archive, "roost-0")
        assert "the archive works" in run(PACKAGING / "check.sh", archive)
    finally:
        (tmp_path / "roost-0").rename(root / "usr")


def test_everybody_may_read_it_whatever_the_umask_of_who_installs(root):
    for path in root.rglob("*"):
        needed = 0o55 if path.is_dir() else 0o44
        assert path.is_symlink() or path.stat().st_mode & needed == needed, path


def test_every_command_has_a_manual_page_and_shells_complete(root):
    pages = {page.name for page in (root / "usr/share/man/man1").iterdir()}
    assert {"roost.1", "roost-user.1", "roost-user-add.1", "roost-db-backup.1"} <= pages
    page = (root / "usr/share/man/man1/roost-user-add.1").read_text()
    assert page.startswith('.TH "ROOST-USER-ADD" 1') and "Example:" in page and "\\-\\-generate" in page
    assert (root / "usr/share/bash-completion/completions/roost").read_text()


def test_a_module_is_made_against_the_installed_kit(root, tmp_path):
    """As the source does not lie beside the installed program, it must find the kit that was installed."""
    run(root / "usr/lib/roost/roost", "module", "new", "Calm", "--folder", tmp_path)
    kit = root / "usr/lib/roost/sdk/RoostKit"
    assert f'.package(path: "{kit}")' in (tmp_path / "Calm/Package.swift").read_text()
    assert (kit / "Package.swift").exists() and not (kit / ".build").exists()


def test_the_unit_names_the_installed_program(root):
    assert "ListenStream=127.0.0.1:8080" in (root / "usr/lib/systemd/system/roost.socket").read_text()
    unit = (root / "usr/lib/systemd/system/roost.service").read_text()
    assert "ExecStart=/usr/bin/roost serve" in unit and "@" not in unit.replace("SystemCallFilter=@system-service", "").replace("~@privileged @resources", "")


def test_a_debian_package_has_all_of_it(root, tmp_path):
    package = tmp_path / "roost.deb"
    run(PACKAGING / "debian.sh", root, "0.1.0", package)
    assert "./usr/lib/roost/roost" in run("dpkg-deb", "--contents", package)
    assert "libsqlite3-0" in run("dpkg-deb", "--info", package)
