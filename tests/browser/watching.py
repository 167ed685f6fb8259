"""What no page may do while anybody uses it, written down as it happens."""

from __future__ import annotations

from playwright.sync_api import ConsoleMessage, Page, Request, Response

#: What a browser says of a connection that is not there: all of it, and nothing of anything else.
OUT_OF_CONTACT = (
    "ERR_INTERNET_DISCONNECTED",
    "ERR_CONNECTION_REFUSED",
    "ERR_CONNECTION_RESET",
    "ERR_CONNECTION_CLOSED",
    "ERR_EMPTY_RESPONSE",
    "ERR_INCOMPLETE_CHUNKED_ENCODING",
    "ERR_NETWORK_CHANGED",
    "ERR_NETWORK_IO_SUSPENDED",
    "WebSocket connection to",
)
#: A browser gives up a request by itself: a page is left, or a player has read enough of a film.
GIVEN_UP = "ERR_ABORTED"
#: A page is left before its socket was open.
LEFT_SO_SOON = "WebSocket is closed before the connection is established"
#: A command that went by post was answered with a refusal, which the person reads; what comes by
#: the socket no browser complains of either.
REFUSED, BY_POST = "status of 409", "/command"


class Watch:
    """Everything that went wrong on the screens of one test, however well it looked."""

    def __init__(self) -> None:
        self.troubles: list[str] = []
        self._expected: dict[str, tuple[str, ...]] = {}

    def over(self, page: Page, who: str) -> None:
        def console(message: ConsoleMessage) -> None:
            is_refusal = REFUSED in message.text and message.location["url"].endswith(BY_POST)
            is_usual = is_refusal or LEFT_SO_SOON in message.text
            if message.type in ("error", "warning") and not is_usual:
                self._note(who, f"console {message.type}: {message.text} {message.location}")

        def failed(request: Request) -> None:
            if GIVEN_UP not in (request.failure or ""):
                self._note(who, f"no answer: {request.url} {request.failure}")

        def answered(response: Response) -> None:
            if response.status >= 500:
                self._note(who, f"answer {response.status}: {response.url}")

        page.on("console", console)
        page.on("pageerror", lambda error: self._note(who, f"script: {error}"))
        page.on("requestfailed", failed)
        page.on("response", answered)

    def expect(self, who: str, *words: str) -> None:
        """From here on this screen may say such things: it was cut off, or refused, on purpose."""
        self._expected[who] = (*self._expected.get(who, ()), *words)

    def _note(self, who: str, trouble: str) -> None:
        if not any(words in trouble for words in self._expected.get(who, ())):
            self.troubles.append(f"{who}: {trouble}")
