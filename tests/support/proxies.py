"""A real reverse proxy with the configuration we ship: nginx where it is, else Caddy."""

import datetime as dt
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from ipaddress import ip_address
from pathlib import Path

import psutil
import requests
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from tests.support.nodes import ROOT, wait_until
from tests.support.ports import free_port

SHIPPED = ROOT / "config" / "proxy"
NODES = ("10.0.0.11:8080", "10.0.0.12:8080")
NAME = "bayu.example.cn"
PROXIES = ("caddy", *(["nginx"] if shutil.which("nginx") else []))


@dataclass(frozen=True)
class Proxy:
    """A proxy that listens with TLS; `certificate` is what its callers trust."""

    port: int
    certificate: Path
    log: Path
    pid: int

    @property
    def address(self) -> str:
        """Return where callers find it."""
        return f"https://localhost:{self.port}"

    def session(self) -> requests.Session:
        """Return a caller who trusts it and keeps connections open."""
        session = requests.Session()
        session.verify = str(self.certificate)
        session.trust_env = False
        return session


@contextmanager
def proxy(kind: str, folder: Path, ports: Sequence[int]) -> Iterator[Proxy]:
    """Yield a proxy before the web nodes that listen on these ports."""
    folder.mkdir()
    make_certificate(folder)
    port = free_port()
    program = _PREPARE[kind](folder, port, ports)
    with (folder / "log").open("wb") as log:
        process = subprocess.Popen(program, cwd=folder, stdout=log, stderr=log)
    found = Proxy(port, folder / "fullchain.pem", folder / "log", process.pid)
    try:
        wait_until(lambda: _listens(process, found))
        yield found
    finally:
        process.terminate()
        process.wait(timeout=30)


def _listens(process: subprocess.Popen[bytes], proxy: Proxy) -> bool:
    assert process.poll() is None, proxy.log.read_text()
    return any(
        connection.laddr.port == proxy.port
        for connection in psutil.net_connections("tcp")
        if connection.status == psutil.CONN_LISTEN
    )


def _shipped(name: str, folder: Path, ports: Sequence[int]) -> str:
    """Return a shipped configuration with the places of a test."""
    text = (SHIPPED / name).read_text(encoding="utf-8")
    for node, port in zip(NODES, ports, strict=True):
        assert node in text
        text = text.replace(node, f"127.0.0.1:{port}")
    return text.replace("/etc/bayu/tls", str(folder))


def _prepare_caddy(folder: Path, port: int, ports: Sequence[int]) -> list[str]:
    text = _shipped("Caddyfile", folder, ports).replace(NAME, f"https://localhost:{port}")
    text = text.replace("{\n", "{\n\tadmin off\n\tpersist_config off\n", 1)
    (folder / "Caddyfile").write_text(text, encoding="utf-8")
    caddy = Path(sys.executable).with_name("caddy")
    return [str(caddy), "run", "--config", str(folder / "Caddyfile")]


def _prepare_nginx(folder: Path, port: int, ports: Sequence[int]) -> list[str]:
    text = _shipped("nginx.conf", folder, ports).replace(NAME, "localhost")
    text = text.replace("listen 443 ssl", f"listen 127.0.0.1:{port} ssl")
    text = text.replace("/var/log/nginx", str(folder))
    kinds = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    temporary = "".join(f"{kind}_temp_path {folder}/{kind};\n" for kind in kinds)
    (folder / "nginx.conf").write_text(
        f"daemon off; pid {folder}/pid; error_log stderr warn; worker_processes 1;\n"
        f"events {{}}\nhttp {{\n{temporary}{text}}}\n",
        encoding="utf-8",
    )
    program = ["nginx", "-p", str(folder), "-c", str(folder / "nginx.conf"), "-e", "stderr"]
    return program if psutil.Process().uids().effective else [*program, "-g", "user root;"]


_PREPARE: dict[str, Callable[[Path, int, Sequence[int]], list[str]]] = {
    "caddy": _prepare_caddy,
    "nginx": _prepare_nginx,
}


def make_certificate(folder: Path) -> None:
    """Write a certificate for this machine's own name, good for an hour."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "localhost")])
    names = [x509.DNSName("localhost"), x509.IPAddress(ip_address("127.0.0.1"))]
    now = dt.datetime.now(dt.UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - dt.timedelta(minutes=5))
        .not_valid_after(now + dt.timedelta(hours=1))
        .add_extension(x509.SubjectAlternativeName(names), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    pem = serialization.Encoding.PEM
    (folder / "fullchain.pem").write_bytes(certificate.public_bytes(pem))
    private = key.private_bytes(
        pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    (folder / "privkey.pem").write_bytes(private)
