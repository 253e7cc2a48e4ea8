"""Serves moto, one request at a time: it compares a condition and writes in two steps, so that two requests at once can both
find a condition true. DynamoDB does both in one.

Usage: serve_moto.py PORT.
"""

import sys

from moto.server import DomainDispatcherApplication, create_backend_app
from werkzeug.serving import run_simple

run_simple("127.0.0.1", int(sys.argv[1]), DomainDispatcherApplication(create_backend_app), threaded=False)
