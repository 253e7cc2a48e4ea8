"""Stands between the adapters and the local AWS, and keeps what was asked and answered.

Usage: record.py TARGET FILE. Prints its own address. Each line of FILE is one request with its answer.
"""

import base64
import http.client
import json
import sys
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import urlsplit

TARGET = urlsplit(sys.argv[1])
KEPT = open(sys.argv[2], "w", encoding="utf-8")
LOCK = threading.Lock()


class Between(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True

    def handle_any(self):
        began = time.monotonic()
        body = self.rfile.read(int(self.headers.get("content-length") or 0))
        # The signature covers the name of the host, so all headers go on as they are.
        target = http.client.HTTPConnection(TARGET.hostname, TARGET.port, timeout=60)
        target.putrequest(self.command, self.path, skip_host=True, skip_accept_encoding=True)
        for name, value in self.headers.items():
            target.putheader(name, value)
        target.endheaders(body)
        answer = target.getresponse()
        said = answer.read()
        line = {
            "began": began,
            "ended": time.monotonic(),
            "method": self.command,
            "path": self.path,
            "headers": {name.lower(): value for name, value in self.headers.items()},
            "body": base64.b64encode(body).decode(),
            "status": answer.status,
            "answer": base64.b64encode(said).decode(),
        }
        with LOCK:
            KEPT.write(json.dumps(line) + "\n")
            KEPT.flush()
        self.send_response_only(answer.status)
        for name, value in answer.getheaders():
            if name.lower() not in ("content-length", "transfer-encoding", "connection"):
                self.send_header(name, value)
        length = answer.getheader("content-length") if self.command == "HEAD" else len(said)
        self.send_header("content-length", str(length or 0))
        self.end_headers()
        self.wfile.write(said)
        target.close()

    do_GET = do_HEAD = do_POST = do_PUT = do_DELETE = handle_any

    def log_message(self, *_):
        pass


server = ThreadingHTTPServer(("127.0.0.1", 0), Between)
server.daemon_threads = True
print(f"http://127.0.0.1:{server.server_port}", flush=True)
server.serve_forever()
