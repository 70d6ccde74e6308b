"""Files by links: whoever holds one that is still good may fetch; some are good only once."""

from collections.abc import Callable

from flask import Blueprint, Response, render_template_string, request

from server.kernel.errors import DomainError, NotFound, TryLater
from server.kernel.files import LinkedFile
from server.kernel.ports import Ports
from server.web.limits import DOWNLOADS, limited
from server.web.problems import PROBLEM_JSON, refused

CACHED_SECONDS = 300
_SANDBOX = "sandbox; default-src 'none'; base-uri 'none'; frame-ancestors 'none'"
_REFUSAL = """<!doctype html>
<html lang="zh-CN">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{{ title }}</title>
<h1>{{ title }}</h1>
<p>{{ detail }}</p>
</html>
"""

NoteFetch = Callable[[int], None]
OpenOnce = Callable[[str], LinkedFile | None]


class LinkExpired(NotFound):
    """The link was made up or is too old, or the file is no longer kept: the answer is the same."""

    slug = "link-expired"
    title = "链接打不开了"


class FilesAway(TryLater):
    """The store of files does not answer."""

    slug = "files-away"
    title = "文件暂时打不开"


def files_blueprint(ports: Callable[[], Ports], note_fetch: NoteFetch) -> Blueprint:
    """Return the route of links; it asks nobody who she is.

    What is to be proven later is noted before the file leaves: whoever has it was noted.
    """
    blueprint = Blueprint("files", __name__)

    @blueprint.get("/files/<string:token>")
    def show_file(token: str) -> Response:
        linked = ports().links.open(token)
        content = _read(ports(), linked) if linked else None
        if linked is None or content is None:
            raise LinkExpired("这个链接过了时间，请返回上一页再打开一次。")
        if linked.noted_as is not None and request.method == "GET":
            note_fetch(linked.noted_as)
        answer = Response(content, mimetype=linked.media_type)
        answer.headers.set("Content-Disposition", "inline", filename=linked.saved_as)
        answer.headers["Content-Security-Policy"] = _SANDBOX
        answer.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
        answer.headers["Cache-Control"] = f"private, max-age={CACHED_SECONDS}"
        return answer

    return blueprint


def downloads_blueprint(ports: Callable[[], Ports], open_once: OpenOnce) -> Blueprint:
    """Return the route of links that are good once; the use is kept before the file leaves.

    Only GET fetches: whoever merely looks whether there is something (HEAD) uses nothing up. People
    open such a link in a browser, which is refused in words on a page.
    """
    blueprint = Blueprint("downloads", __name__)
    blueprint.register_error_handler(DomainError, _refused_to_people)

    @blueprint.get("/downloads/<string:token>")
    @limited(DOWNLOADS)
    def download(token: str) -> Response:
        linked = open_once(token) if request.method == "GET" else None
        content = _read(ports(), linked) if linked else None
        if linked is None or content is None:
            raise LinkExpired("这个链接用过了，或者过了时间，请返回上一页再取一次。")
        answer = Response(content, mimetype=linked.media_type)
        answer.headers.set("Content-Disposition", "attachment", filename=linked.saved_as)
        answer.headers["Content-Security-Policy"] = _SANDBOX
        answer.headers["Cache-Control"] = "no-store"
        return answer

    return blueprint


def _refused_to_people(error: DomainError) -> Response:
    answer = refused(error)
    if request.accept_mimetypes.best_match([PROBLEM_JSON, "text/html"]) == "text/html":
        answer.data = render_template_string(_REFUSAL, title=error.title, detail=error.detail)
        answer.mimetype = "text/html"
    answer.vary.add("Accept")
    return answer


def _read(ports: Ports, linked: LinkedFile) -> bytes | None:
    try:
        return ports.files.get(linked.name)
    except OSError as error:
        raise FilesAway("现在打不开，请过一会儿再试。") from error
