"""A web server of the tests, on this machine: every address under it is a trap or a page."""

from __future__ import annotations

import gzip
import ssl
import subprocess
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from tracker.ingest.guard import Lab

LAB = Lab(networks=("127.0.0.0/8",))
PAGE = (
    '<!DOCTYPE html><html lang=en><head><meta property="og:title" content="A denial"></head><body>'
    "<p>South Korea denies that it fired first, and says so at some length in this sentence.</p></body></html>"
)


class Server(ThreadingHTTPServer):
    daemon_threads = True
    asked: list[tuple[str, dict[str, str]]]

    @property
    def port(self) -> int:
        return int(self.server_address[1])

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def handle_error(self, *_arguments: Any) -> None:
        """Clients that go away are the point."""


class Traps(BaseHTTPRequestHandler):
    server: Server

    def do_GET(self) -> None:
        self.server.asked.append((self.path, dict(self.headers)))
        trap, _slash, rest = self.path.strip("/").partition("/")
        getattr(self, f"trap_{trap}", self.trap_page)(rest)

    def send(self, body: bytes, *, status: int = 200, **headers: str) -> None:
        self.send_response(status)
        for name, value in ({"Content_Type": "text/html", "Content_Length": str(len(body))} | headers).items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(body)

    def trap_page(self, _rest: str) -> None:
        self.send(PAGE.encode())

    def trap_long(self, _rest: str) -> None:
        self.send(b"Words. " * (600_000 // 7) + b"!" * (600_000 % 7), Content_Type="text/plain")

    def trap_slowly(self, _rest: str) -> None:
        body = PAGE.encode().replace(b"</p>", b"</p>" + b"<!-- -->" * 50_000)
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        for start in range(0, len(body), 100_000):
            self.wfile.write(body[start : start + 100_000])
            self.wfile.flush()
            time.sleep(0.8)

    def trap_cookie(self, _rest: str) -> None:
        self.send(PAGE.encode(), Set_Cookie="a=b", X_Kept="yes")

    def trap_korean(self, _rest: str) -> None:
        self.send("<html><body><p>포격</p></body></html>".encode("cp949"), Content_Type="text/html; charset=euc-kr")

    def trap_gzip(self, _rest: str) -> None:
        self.send(gzip.compress(PAGE.encode()), Content_Encoding="gzip")

    def trap_brotli(self, _rest: str) -> None:
        self.send(b"\x0b\x02\x80", Content_Encoding="br")

    def trap_notgzip(self, _rest: str) -> None:
        self.send(PAGE.encode(), Content_Encoding="gzip")

    def trap_cutgzip(self, _rest: str) -> None:
        self.send(gzip.compress(PAGE.encode())[:-20], Content_Encoding="gzip")

    def trap_bomb(self, _rest: str) -> None:
        self.send(gzip.compress(bytes(300 * 1024 * 1024), 9), Content_Encoding="gzip")

    def trap_fat(self, _rest: str) -> None:
        self.send(b"a" * (11 * 1024 * 1024))

    def trap_endless(self, _rest: str) -> None:
        self.send_response(200)
        self.end_headers()
        while True:
            self.wfile.write(b"a" * 65_536)

    def trap_to(self, rest: str) -> None:
        self.send(b"", status=302, Location=unquote(rest))

    def trap_count(self, rest: str) -> None:
        number = int(rest)
        self.send(b"", status=307, Location=f"/count/{number - 1}" if number > 1 else "/page")

    def trap_loop(self, _rest: str) -> None:
        self.send(b"", status=301, Location="/loop")

    def trap_nowhere(self, _rest: str) -> None:
        self.send(b"", status=302)

    def trap_status(self, rest: str) -> None:
        self.send(b"no", status=int(rest))

    def trap_short(self, _rest: str) -> None:
        self.send(b"only", Content_Length="4000")

    def trap_dripheader(self, _rest: str) -> None:
        self._drip(b"HTTP/1.1 200 OK\r\nX-A: ")

    def trap_dripbody(self, _rest: str) -> None:
        self._drip(b"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n\r\n")

    def _drip(self, start: bytes) -> None:
        self.wfile.write(start)
        while True:
            self.wfile.write(b"a")
            self.wfile.flush()
            time.sleep(0.2)

    def trap_garbage(self, _rest: str) -> None:
        self.wfile.write(b"\x00\x01\x02 not a web server\r\n\r\n")

    def log_message(self, *_arguments: Any) -> None:
        pass


@contextmanager
def serving(certificate: Path | None = None) -> Iterator[Server]:
    """The server on a free port of this machine; over TLS with a certificate (a file with its key)."""
    server = Server(("127.0.0.1", 0), Traps)
    server.asked = []
    if certificate:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate)
        server.socket = context.wrap_socket(server.socket, server_side=True, do_handshake_on_connect=False)
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()


def certificate_for(folder: Path, name: str) -> Path:
    """A certificate for this host, signed by itself, with its key in one file."""
    file = folder / f"{name}.pem"
    made = ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"]
    named = ["-subj", f"/CN={name}", "-addext", f"subjectAltName=DNS:{name}"]
    subprocess.run([*made, *named, "-keyout", file, "-out", folder / "crt"], check=True, capture_output=True)
    file.write_bytes(file.read_bytes() + (folder / "crt").read_bytes())
    return file
