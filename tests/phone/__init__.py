"""The page on a phone: a real Chromium at a phone's size, and the server that is gone by then."""
