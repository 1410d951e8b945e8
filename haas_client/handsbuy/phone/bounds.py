"""What the server takes, and for how long. All of them are own rules; why they are enough stands in decision 031."""

MAX_PHOTO_BYTES = 64 * 1024 * 1024
"""As :mod:`haas_client.bundle.photos` takes them: a phone's JPEG of 200 megapixels has some 50 MB."""
MAX_PHOTOS = 40
"""Handed on while one server is up, those that are refused counted too: twice as many as a case holds."""
MAX_CONNECTIONS = 16
"""At once. A phone's browser opens six at most."""
HEAD_SECONDS = 10.0
"""Within which a request must have come, headers and all; a phone sends its own at once."""
WHOLE_SECONDS = 300.0
"""Within which a connection is over: 64 MB at 2 Mbit/s take 270 s."""
IDLE_SECONDS = 30 * 60.0
"""Without a request to its page the server closes."""
MAX_HEAD_BYTES = 16 * 1024
