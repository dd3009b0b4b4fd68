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


@contextmanager
def running(home: Path) -> Iterator[str]:
    """The Bolt address of a fresh server whose files lie in ``home``, stopped in the end."""
    libraries = _libraries()
    port = _free_port()
    for name in ("conf", "logs", "data", "import", "plugins", "run"):
        (home / name).mkdir(parents=True)
    (home / "conf" / "neo4j.conf").write_text(_configuration(port), "utf-8")
    environment = {**os.environ, "NEO4J_HOME": str(home), "NEO4J_CONF": str(home / "conf")}
    java = ["java", *OPENS, "-cp", f"{libraries}/*"]
    admin = [*java[:1], f"-Dbasedir={home}", *java[1:], "org.neo4j.server.startup.Neo4jAdminCommand"]
    subprocess.run(
        [*admin, "dbms", "set-initial-password", PASSWORD], env=environment, check=True, capture_output=True
    )
    log = home / "logs" / "console.log"
    entry = [
        "org.neo4j.server.CommunityEntryPoint",
        f"--home-dir={home}",
        f"--config-dir={home / 'conf'}",
        "--console-mode",
    ]
    with log.open("w") as out:
        server = subprocess.Popen([java[0], "-Xmx1g", *java[1:], *entry], env=environment, stdout=out, stderr=out)
    try:
        _wait_for("Started.", log, server)
        yield f"bolt://127.0.0.1:{port}"
    finally:
        server.terminate()
        server.wait(60)


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
