"""One line for each request: what was asked, by whom as a number, how it ended, how long it took.

Never a path, a query, a body, a token or an address: a path may hold a code.
"""

import logging

from flask import Response, g, request

from server.web.metrics import method_of_request, route_of_request, seconds_since_start
from server.web.requests import API_PREFIX

log = logging.getLogger(__name__)


def log_request(response: Response) -> Response:
    """Write the line; whoever only asks whether the service lives gets none."""
    if not request.path.startswith(API_PREFIX):
        return response
    facts = {
        "method": method_of_request(),
        "route": route_of_request(),
        "status": response.status_code,
        "milliseconds": round(seconds_since_start() * 1000, 1),
    }
    who = {
        "request_id": g.request_id,
        "person_id": g.work.actor.person_id if "work" in g else None,
    }
    log.info("%s %s %s in %s ms", *facts.values(), extra=facts | who)
    return response
