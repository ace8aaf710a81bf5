"""Run as a program: the four questions in a process in which nothing may leave the machine.

Every way out of Python raises and is noted; prints the answers, and what was tried, as JSON.
"""

import json
import socket
import sys

TRIED: list[str] = []


def refuse(name: str) -> object:
    """A function that notes that it was called, and fails as without a network."""

    def refused(*arguments: object, **_: object) -> object:
        TRIED.append(f"{name} {arguments[1:] or arguments}")
        raise OSError(101, "Network is unreachable")

    return refused


def main(questions: list[str]) -> None:
    """Close the ways out, then ask."""
    for name in ("connect", "connect_ex", "sendto"):
        setattr(socket.socket, name, refuse(name))
    for name in ("getaddrinfo", "gethostbyname", "create_connection"):
        setattr(socket, name, refuse(name))
    from app import Assistant

    with Assistant() as assistant:
        answers = [assistant.ask(question).to_dict() for question in questions]
    json.dump({"answers": answers, "tried": TRIED}, sys.stdout)


if __name__ == "__main__":
    main(sys.argv[1:])
