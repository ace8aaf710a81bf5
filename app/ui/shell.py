"""The page's outermost HTML: Gradio's, with our language, texts, styles and scripts in its head."""

import json
import re
from base64 import b64encode
from hashlib import sha256
from html import escape
from pathlib import Path

from app.ui.strings import Language, script_texts, text

ASSETS = Path(__file__).parent / "assets"
STYLES = ("app.css", "header.css", "chat.css", "reply.css", "panel.css")
_META = re.compile(r'\s*<meta\s+(?:property="og:|name="twitter:)[^>]*?/>')
_MANIFEST = re.compile(r'\s*<link rel="manifest"[^>]*>')
_RESIZER = re.compile(
    r"script\.src = new URL\(.*?document\.head\.appendChild\(script\);", re.DOTALL
)
_SCRIPT = re.compile(r"<script(?P<attributes>[^>]*)>(?P<code>.*?)</script>", re.DOTALL)


def dress(page: str, language: Language) -> str:
    """Gradio's page with our head: language, title, styles, scripts, no links to elsewhere.

    The advertising metadata goes, and so does a script for frames, since the page allows none.
    """
    page = _RESIZER.sub("", _MANIFEST.sub("", _META.sub("", page)))
    page = re.sub(r'(<html\s+lang=")[^"]*"', rf'\g<1>{language}"', page, count=1)
    texts = json.dumps(script_texts(), ensure_ascii=False).replace("<", "\\u003c")
    styles = "".join(f'<link rel="stylesheet" href="./ui/{name}">' for name in STYLES)
    ours = (
        f"<title>{escape(text('title', language))}</title>"
        f'<script type="application/json" id="article-chat-texts">{texts}</script>'
        f'<script src="./ui/boot.js"></script>{styles}'
        f'<script type="module" src="./ui/main.js"></script>'
    )
    return page.replace("<head>", "<head>" + _base(page) + ours, 1)


def script_hashes(page: str) -> tuple[str, ...]:
    """The CSP hashes of the scripts that stand in the page itself."""
    codes = [m["code"] for m in _SCRIPT.finditer(page) if "src=" not in m["attributes"]]
    digests = (b64encode(sha256(code.encode()).digest()).decode() for code in codes)
    return tuple(f"'sha256-{digest}'" for digest in digests)


def preferred(accept_language: str) -> Language:
    """German if the browser puts it first, else English; the page's script looks again."""
    return "de" if accept_language.strip().lower().startswith("de") else "en"


def _base(page: str) -> str:
    """Gradio's base address, which has to stand before what is relative to it."""
    found = re.search(r"<base [^>]*>", page)
    return found.group() if found else ""
