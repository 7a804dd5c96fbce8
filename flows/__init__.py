"""Straight lines from sources to the published file. No `if` about data, no pandas, no SQL.

Prefect reads its settings when it is first imported, so they are made here, before any flow is. What the user has
set already stays.
"""

import os

os.environ.setdefault("PREFECT_SERVER_ANALYTICS_ENABLED", "false")
os.environ.setdefault("DO_NOT_TRACK", "1")
# The first start of a server on a slow machine takes longer than Prefect's own 20 seconds.
os.environ.setdefault("PREFECT_SERVER_EPHEMERAL_STARTUP_TIMEOUT_SECONDS", "120")
