"""The table of rules for page furniture, and how each one judges a block.

Each rule is general (none names an article), has a name, and says where it may act: ``anywhere``
rules need a wording that only furniture has, ``head`` rules act before the first paragraph, and
``tail`` rules only where nothing but furniture follows. A rule must leave reported and quoted
speech alone: an article may speak about newsletters.
"""

from sources.furniture_match import (
    Rule,
    is_author_name,
    is_author_text,
    is_byline,
    is_lead_caption,
    opening,
    whole,
)

_WHEN = r"(?:jetzt|heute|hier|kostenlos|gratis|now|today|here|free|for free)"
_NETWORK = r"(?:facebook|twitter|x|linkedin|whatsapp|reddit|e-?mail|xing|telegram)"
_GOODS = r"(?:pdf|e-?book|white ?paper|download)"
RULES: tuple[Rule, ...] = (
    Rule("close_button", "anywhere", whole(r"[×✕✖✗x]|schließen|close")),
    Rule(
        "button",
        "anywhere",
        whole(
            rf"(?:{_WHEN}\s)?(?:abonnieren|anmelden|registrieren|herunterladen|weiterlesen"
            rf"|mehr erfahren|subscribe|sign up|sign in|log in|register|read more|learn more)"
            rf"(?:\s{_WHEN})?"
        ),
    ),
    Rule(
        "join_call",
        "anywhere",
        whole(
            r"(?:join|follow)\s(?:us|now|the (?:future|conversation|discussion|community|club))"
            r"(?:\s(?:on|today|now)\b.{0,30})?|folgen sie uns(?:\s(?:auf|bei)\b.{0,30})?"
        ),
    ),
    Rule(
        "newsletter_offer",
        "anywhere",
        opening(
            r"(?:melden sie sich|melde dich|abonnieren sie|abonniere|tragen sie sich|trag dich"
            r"|registrieren sie sich|erhalten sie|bestellen sie|holen sie sich|sign up|subscribe"
            r"|get|receive|register|join)\b.{0,80}\b(?:unser\w*|our)\b.{0,40}newsletter",
            complete=True,
        ),
    ),
    Rule(
        "consent",
        "anywhere",
        opening(
            r"(?:mit (?:der|ihrer|deiner) (?:anmeldung|registrierung|bestellung)|durch (?:die|ihre)"
            r" (?:anmeldung|registrierung|nutzung))\b.{0,160}\b(?:sie|du)\b.{0,80}\bunser\w*\b"
            r".{0,60}(?:datenschutz|bedingungen|agb)|by (?:signing|subscribing|registering"
            r"|continuing|clicking|entering|submitting|using)\b.{0,160}\byou\b.{0,120}\bour\b.{0,60}(?:terms"
            r"|privacy|conditions|policy)",
            complete=True,
        ),
    ),
    Rule(
        "cookies",
        "anywhere",
        opening(
            r"(?:wir|diese (?:website|webseite|seite)) (?:verwenden|verwendet|nutzen|nutzt) cookies"
            r"|(?:we|this (?:website|site)) uses? cookies",
            complete=True,
        ),
    ),
    Rule(
        "advertisement", "anywhere", whole(r"anzeige|werbung|advertisement|sponsored(?: content)?")
    ),
    Rule("page_number", "anywhere", whole(r"(?:seite|page)\s\d{1,4}(?:\s(?:von|of)\s\d{1,4})?")),
    Rule(
        "related",
        "anywhere",
        opening(
            r"(?:lesen sie auch|lies auch|auch interessant|mehr zum thema|read also|see also"
            r"|you may also like|related (?:articles|stories))(?::|$)",
            complete=False,
        ),
    ),
    Rule(
        "share",
        "anywhere",
        whole(
            rf"(?:teilen|share|tweet)(?: (?:auf|via|on|by))?[ ,|/:]*(?:{_NETWORK}[ ,|/]*){{1,8}}"
            rf"|{_NETWORK}(?:[ ,|/]+{_NETWORK}){{2,8}}|artikel teilen|share this (?:article|story)"
        ),
    ),
    Rule(
        "image_credit",
        "anywhere",
        opening(
            r"(?:bild(?:quelle|nachweis)?|foto|abbildung|image(?: credit| source)?"
            r"|photo(?: credit)?|picture|credit)\s?:\s.{1,80}$",
            complete=False,
        ),
    ),
    Rule("image_caption", "head", is_lead_caption),
    Rule("byline", "head", is_byline),
    Rule("author_name", "tail", is_author_name),
    Rule("author_text", "tail", is_author_text),
    Rule("byline_below", "tail", is_byline),
    Rule(
        "pdf_offer",
        "tail",
        opening(
            rf"(?:kostenlos\w*|gratis|free|exklusiv\w*|exclusive)\s(?:\w+\s)?{_GOODS}\b"
            rf"|(?:download|laden sie|get)\b.{{0,40}}\b(?:free|our|kostenlos\w*|unser\w*)\b"
            rf".{{0,30}}{_GOODS}\b",
            complete=False,
        ),
    ),
    Rule(
        "slogan",
        "tail",
        opening(
            r".{0,80}?\b(?:einen schritt voraus|behalten sie den überblick|bleiben sie (?:auf dem"
            r" laufenden|informiert)|verpassen sie (?:nichts|keine)|one step ahead|stay (?:ahead"
            r"|informed|up to date|tuned|updated)|keep up with|never miss)\b",
            complete=False,
        ),
    ),
    Rule(
        "about_author",
        "tail",
        whole(r"(?:über (?:den autor|die autorin|die autoren|uns)|about (?:the authors?|us)):?"),
    ),
    Rule(
        "imprint",
        "tail",
        whole(
            r"(?:(?:impressum|datenschutz(?:erklärung)?|agb|kontakt|startseite|privacy policy"
            r"|contact(?: us)?|terms(?: of (?:use|service))?|cookie[- ]\w{3,14}|home)"
            r"(?:[ ,|·•/-]+|$)){1,8}"
        ),
    ),
    Rule(
        "copyright",
        "tail",
        whole(
            r"(?:©|\(c\)|copyright).{0,100}"
            r"|.{0,60}(?:all rights reserved|alle rechte vorbehalten)\.?"
        ),
    ),
)
