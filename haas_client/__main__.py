"""``python -m haas_client`` and the installed command ``linuxmania-haas``."""

import sys

from haas_client.app import main

if __name__ == "__main__":
    sys.exit(main())
