"""The web page: its texts, HTML, events and the guard in front of it."""
