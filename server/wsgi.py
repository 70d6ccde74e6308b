"""The entry of the web server."""

import gc
import os

from config.logs import configure_logs
from config.settings import Settings
from server.app import create_app
from server.vitals import refuse_when_unsafe

settings = Settings.from_env(os.environ)
configure_logs(as_json=settings.logs_json)
app = create_app(settings)
if settings.is_production:
    refuse_when_unsafe(app)
gc.freeze()
