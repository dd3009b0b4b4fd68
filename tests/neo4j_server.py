"""A real Neo4j 5.26 for tests: from Maven Central, on a free port of the loopback, with a password."""

import os
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

POM = Path(__file__).parent / "neo4j" / "pom.xml"
PASSWORD = "a-password-for-tests"
OPENS = [
    f"--add-opens=java.base/{name}=ALL-UNNAMED"
    for name in ("java.nio", "java.io", "sun.nio.ch", "java.util.concurrent")
]
READY_WITHIN = 120


def why_not() -> str | None:
    """Why no server can be started on this machine, None if one can."""
    missing = [tool for tool in ("mvn", "java") if shutil.which(tool) is None]
    return f"{' and '.join(missing)} not installed, and KG_TEST_NEO4J names no server" if missing else None


class Server:
    """A server whose files lie in ``home``, which it makes; at ``address`` once it is started."""

    def __init__(self, home: Path) -> None:
        port = _free_port()
        self.address = f"bolt://127.0.0.1:{port}"
        self._home = home
        self._environment = {**os.environ, "NEO4J_HOME": str(home), "NEO4J_CONF": str(home / "conf")}
        self._classes = ["-cp", f"{_libraries()}/*"]
        for name in ("conf", "logs", "data", "import", "plugins", "run"):
            (home / name).mkdir(parents=True)
        (home / "conf" / "neo4j.conf").write_text(_configuration(port), "utf-8")
        self.admin("dbms", "set-initial-password", PASSWORD)

    def admin(self, *arguments: str) -> None:
        """Run a command of neo4j-admin."""
        entry = [f"-Dbasedir={self._home}", *OPENS, *self._classes, "org.neo4j.server.startup.Neo4jAdminCommand"]
        subprocess.run(["java", *entry, *arguments], env=self._environment, check=True, capture_output=True)

    def start(self) -> None:
        """Start it, again after it ended, and wait until it answers."""
        log = self._home / "logs" / "console.log"
        folders = [f"--home-dir={self._home}", f"--config-dir={self._home / 'conf'}"]
        entry = ["org.neo4j.server.CommunityEntryPoint", *folders, "--console-mode"]
        with log.open("w") as out:
            self._process = subprocess.Popen(
                ["java", "-Xmx1g", *OPENS, *self._classes, *entry], env=self._environment, stdout=out, stderr=out
            )
        _wait_for("Started.", log, self._process)

    def kill(self) -> None:
        """End it as a power cut does."""
        self._process.kill()
        self._process.wait(60)

    def stop(self) -> None:
        """Ask it to end, and wait until it has."""
        self._process.terminate()
        self._process.wait(60)


@contextmanager
def running(home: Path) -> Iterator[str]:
    """The Bolt address of a fresh server whose files lie in ``home``, stopped in the end."""
    server = Server(home)
    server.start()
    try:
        yield server.address
    finally:
        server.stop()


def _libraries() -> Path:
    """The server's jars, copied once a checkout."""
    folder = POM.parent / "lib"
    if not folder.is_dir():
        partial = folder.with_name("lib.partial")
        command = ["mvn", "-q", "-B", "-f", str(POM), "dependency:copy-dependencies"]
        subprocess.run(
            [*command, f"-DoutputDirectory={partial}", "-DincludeScope=runtime"], check=True, capture_output=True
        )
        partial.rename(folder)
    return folder


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port


def _configuration(port: int) -> str:
    return "\n".join(
        (
            f"server.bolt.listen_address=127.0.0.1:{port}",
            f"server.bolt.advertised_address=127.0.0.1:{port}",
            "server.http.enabled=false",
            "server.https.enabled=false",
            "dbms.usage_report.enabled=false",
            "server.memory.heap.max_size=1g",
            "server.memory.pagecache.size=128m",
            "",
        )
    )


def _wait_for(word: str, log: Path, server: "subprocess.Popen[bytes]") -> None:
    end = time.monotonic() + READY_WITHIN
    while word not in log.read_text("utf-8", "replace"):
        if server.poll() is not None or time.monotonic() > end:
            raise RuntimeError(f"Neo4j did not start:\n{log.read_text('utf-8', 'replace')[-3000:]}")
        time.sleep(0.2)
