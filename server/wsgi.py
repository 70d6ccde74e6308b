"""The entry of the web server."""

import gc
import os

from config.logs import configure_logs
from config.settings import Settings
from server.app import create_app

configure_logs()
app = create_app(Settings.from_env(os.environ))
gc.freeze()
