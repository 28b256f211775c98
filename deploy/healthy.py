"""Exit with 0 when the server on this machine can answer questions."""

import sys
from urllib.error import URLError
from urllib.request import urlopen

try:
    urlopen("http://127.0.0.1:8000/readyz", timeout=4).close()
except (URLError, TimeoutError) as error:
    sys.exit(f"not ready: {error}")
