"""The tone and the icon in which a state is shown; the word itself comes from the dossier."""

TONES = {
    "neutral": "circle",
    "active": "arrow-right-circle",
    "done": "check-circle-fill",
    "soon": "clock",
    "late": "exclamation-circle-fill",
}

# Names of states that dossiers share. A state not listed here says its tone in the template.
STATES = {
    "draft": ("neutral", "pencil"),
    "open": ("active", "circle"),
    "submitted": ("active", "send"),
    "sent": ("done", "send-check"),
    "received": ("active", "inbox"),
    "sent_back": ("soon", "arrow-return-left"),
    "returned": ("soon", "arrow-return-left"),
    "approved": ("done", "check-circle"),
    "issued": ("done", "check-circle-fill"),
    "published": ("done", "check-circle-fill"),
    "amended": ("active", "arrow-repeat"),
    "closed": ("neutral", "archive"),
    "superseded": ("neutral", "arrow-repeat"),
    "revoked": ("late", "x-circle-fill"),
    "rejected": ("late", "x-circle-fill"),
    "proposed": ("neutral", "calendar-plus"),
    "scheduled": ("active", "calendar-check"),
    "notified": ("active", "envelope-check"),
    "in_progress": ("active", "play-circle"),
    "postponed": ("soon", "pause-circle"),
    "cancelled": ("neutral", "x-circle"),
    "fulfilled": ("done", "check-circle-fill"),
    "evidence_sent": ("soon", "hourglass"),
    "verified": ("done", "check-circle-fill"),
    "waived": ("neutral", "slash-circle"),
    "extended": ("soon", "calendar-plus"),
    "overdue": ("late", "exclamation-circle-fill"),
    "queued": ("neutral", "hourglass"),
    "running": ("active", "arrow-repeat"),
    "succeeded": ("done", "check-circle-fill"),
    "failed": ("late", "x-circle-fill"),
}


def tone_and_icon(tone: str, icon: str = "") -> tuple[str, str]:
    """Resolve a tone or the name of a state to a tone and its icon."""
    if tone in STATES:
        named, default = STATES[tone]
        return named, icon or default
    return (tone, icon or TONES[tone]) if tone in TONES else ("neutral", icon or TONES["neutral"])
