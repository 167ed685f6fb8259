"""Names and words as clinics really have them, or nearly: long, right to left, marked up, endless.

They stand in the refilled demo group so that a screen which cannot bear them breaks on the
developer's own screen first. A new site's demo group is free of them.
"""

from __future__ import annotations

from typing import Final

#: Exactly 60 characters, which every screen must carry at 360 px.
LONG: Final = "Maximiliane Friederike von Wollersheim-Württemberg-Steinbeck"
ARABIC: Final = "ليلى عبد الرحمن الأندلسي"
HEBREW: Final = "נעמי בן־דוד"
#: Marks piled upon marks, as some people write for fun and some scripts need.
ZALGO: Final = "Z̷̡̛͎͕̈́̇o̸̢̰͒̾͝f̶̨͔̽̓i̷̠͉͑̕a̵̪͖̐͌"
MARKUP: Final = "<b>Tobias</b> “Toby” O'Neil & 'Söhne' {{ 7*7 }}"
#: No place to break it, and faces of several code points.
ENDLESS: Final = "Donaudampfschifffahrtsgesellschaftskapitänstochter👩🏽‍⚕️🌿"

NAMES: Final = (LONG, ARABIC, HEBREW, ZALGO, MARKUP, ENDLESS)

ARABIC_WORDS: Final = "لاحظتُ أنني سكتُّ معكِ قبل قليل، ولا أعرف بعدُ لماذا."
HEBREW_WORDS: Final = "שמתי לב שמיהרתי (שוב!) — ואיך זה בשבילך, כאן איתי?"
MIXED_WORDS: Final = "She said “שלום” and then, in Arabic, “مع السلامة” — 3 < 5 && 5 > 3."
MARKUP_WORDS: Final = (
    "</p><script>alert('room')</script> <img src=x onerror=alert(1)> &amp; %(name)s {{ me }}"
)
ENDLESS_WORDS: Final = "Jaaaaaaaaa" + "aaaaaaaaaa" * 9 + " and a sigh 😮‍💨😮‍💨😮‍💨"
ZALGO_WORDS: Final = "I̷ ̶w̸e̵n̷t̶ ̷q̶u̷i̶e̷t̸ inside."
QUOTED_WORDS: Final = '“I said: ‘I don\'t know’,” she wrote; then "nothing"…'
EMOJI_WORD: Final = "🫥🌧️👨‍👩‍👧‍👦🏳️‍🌈"
