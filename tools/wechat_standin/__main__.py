"""Runs the stand-in: `python -m tools.wechat_standin --port 8791 --database-url sqlite:///…`."""

import argparse
from pathlib import Path

from tools.wechat_standin.app import create_standin
from tools.wechat_standin.known import read_known
from tools.wechat_standin.server import bind_server


def main() -> None:
    """Serve until stopped. The loopback is the only address: this WeChat lets anybody be anyone."""
    parser = argparse.ArgumentParser(prog="wechat_standin", description="A local WeChat.")
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--database-url", help="the service's database, whose clock row it moves")
    parser.add_argument("--push-url", help="where the service takes pushes")
    parser.add_argument("--people", type=Path, help="the preview's catalogue, for people's names")
    parser.add_argument("--templates", type=Path, help="the service's subscription templates")
    options = parser.parse_args()
    known = read_known(options.people, options.templates)
    app = create_standin(options.database_url, options.push_url, known)
    server = bind_server(app, options.port)
    print(f"WeChat stand-in: http://127.0.0.1:{server.server_port}/", flush=True)
    try:
        server.serve_forever()
    except KeyboardInterrupt:
        server.server_close()


if __name__ == "__main__":
    main()
