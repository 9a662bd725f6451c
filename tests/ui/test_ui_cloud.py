"""What would be sent is seen first; the button is there only with cloud on; the page accounts for it all."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from pathlib import Path

from fake_studio import FakeStudio, NewStudio, Open, draw
from PySide6.QtCore import QSize, Qt
from PySide6.QtNetwork import QNetworkInformation
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog
from pytestqt.qtbot import QtBot
from showing import show
from test_ui_audit import nameless, not_met

from rollsuggest.library.outbox import Parcel, SignedReceipt, State, There
from rollsuggest.model import Make, Purpose, Recipe, SuggestionKey
from rollsuggest.ui import cloud_words
from rollsuggest.ui.came import CamePage
from rollsuggest.ui.cloud import CloudDialog
from rollsuggest.ui.cloud_choosing import ChooseDialog
from rollsuggest.ui.dialogs import Question, TextDialog
from rollsuggest.ui.leaving import LeavingDialog
from rollsuggest.ui.network import costly
from rollsuggest.ui.outbox import OutboxPage
from rollsuggest.ui.sending import SendDialog, gone
from rollsuggest.ui.settings import SettingsPage
from rollsuggest.ui.stage import StagePage
from rollsuggest.ui.suggestions import SuggestionsPage
from rollsuggest.ui.window import MainWindow

RECEIPT = '{"at": "2026-06-14T12:00:05+00:00", "deleted": "media", "id": "x", "why": "asked"}'


def stage_with_restyle(qtbot: QtBot, window: MainWindow, studio: FakeStudio) -> StagePage:
    card = next(c for c in studio.cards.values() if c.recipe.make is Make.RESTYLE)
    window.desk.open_card(card)
    qtbot.wait(120)
    page = window.pages["stage"]
    assert isinstance(page, StagePage)
    return page


def the_dialog(qtbot: QtBot, page: StagePage) -> SendDialog:
    qtbot.waitUntil(page.cloud.isVisible)
    page.cloud.click()
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, SendDialog)
    qtbot.waitUntil(dialog.yes.isEnabled)
    return dialog


def test_the_button_is_there_only_with_cloud_on(
    qtbot: QtBot, new_studio: NewStudio, open_window: Open
) -> None:
    studio = new_studio()
    page = stage_with_restyle(qtbot, open_window(studio), studio)
    assert not page.cloud.isVisible()
    studio.allow(Purpose.CLOUD)
    qtbot.waitUntil(page.cloud.isVisible)
    studio.turn_off_cloud()
    qtbot.waitUntil(lambda: not page.cloud.isVisible())


def test_what_would_be_sent_is_shown_and_nothing_goes_by_itself(
    qtbot: QtBot, new_studio: NewStudio, open_window: Open
) -> None:
    studio = new_studio()
    studio.allow(Purpose.CLOUD)
    dialog = the_dialog(qtbot, stage_with_restyle(qtbot, open_window(studio), studio))
    (draft,) = studio.drafts.values()
    assert f"{draft.bytes:,} bytes" in dialog.facts.text() and "480 × 320" in dialog.facts.text()
    assert draft.recipient in dialog.to_whom.text() and dialog.words.toPlainText() == draft.words
    assert not dialog.picture.pixmap().isNull()
    assert dialog.digest.text().split()[1:] == [draft.sha256[:32], draft.sha256[32:]]
    assert dialog.yes.size() == dialog.no.size() and dialog.yes.property("kind") == "plain"
    QTest.keyClick(QApplication.focusWidget() or dialog, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: f"cloud_call_off [{draft.id}]" in studio.calls)
    assert not studio.drafts and not [call for call in studio.calls if call.startswith("cloud_send")]


def test_faces_are_covered_in_what_is_shown_and_sent(
    qtbot: QtBot, new_studio: NewStudio, open_window: Open
) -> None:
    studio = new_studio()
    studio.allow(Purpose.CLOUD)
    studio.held = replace(studio.held, cloud_on_mains=True)
    window = open_window(studio)
    told: list[str] = []
    window.desk.noticed.connect(lambda text, *_rest: told.append(text))
    dialog = the_dialog(qtbot, stage_with_restyle(qtbot, window, studio))
    dialog.masked.click()
    qtbot.waitUntil(lambda: "cloud_draft masked=True" in studio.calls and dialog.yes.isEnabled())
    assert len(studio.drafts) == 1  # the one with faces is forgotten
    dialog.yes.click()
    qtbot.waitUntil(lambda: bool(studio.parcels))
    assert studio.parcels[0].masked == 1 and studio.parcels[0].state is State.WAITING
    qtbot.wait(50)
    assert not [call for call in studio.calls if call.startswith("cloud_call_off [2")]
    qtbot.waitUntil(lambda: told == ["1 photo waits to be sent. Waiting for mains power."])
    assert gone(2, "") == "2 pictures go to the server. What comes back is listed under Saved."


def test_the_page_accounts_for_what_was_sent(qtbot: QtBot, new_studio: NewStudio, open_window: Open) -> None:
    studio = new_studio()
    studio.allow(Purpose.CLOUD)
    window = open_window(studio)
    page = show(window, "outbox", OutboxPage)
    qtbot.waitUntil(lambda: page._stack.currentIndex() == 1)  # nothing was sent
    draft = studio.cloud_draft(next(c for c in studio.cards.values() if c.recipe.make is Make.RESTYLE).recipe)
    sent = replace(draft, state=State.DONE, sent_at=datetime(2026, 6, 14, 12), there=There.CONFIRMED,
                   receipts=(SignedReceipt(RECEIPT, "c2ln", True),))  # fmt: skip
    studio.parcels = [replace(sent, id=8, there=There.UNCONFIRMED, receipts=(), photo=""), sent]
    studio._did("sent", "cloud")
    qtbot.waitUntil(lambda: page._stack.currentIndex() == 0)
    assert "1 deletion is not confirmed." in page.said.text()
    assert page.table.rows[0][0] == "A photo that is not shown" and len(page.record.rows) == 2
    assert not page.receipt.isEnabled()
    page.table.selectRow(1)
    page.receipt.click()
    text = QApplication.activeModalWidget()
    assert isinstance(text, TextDialog)
    text.accept()
    page.pause.click()
    qtbot.waitUntil(lambda: page.pause.text().strip() == "Go on sending")
    page.delete_all.click()
    question = QApplication.activeModalWidget()
    assert isinstance(question, Question)
    question.yes.click()
    qtbot.waitUntil(lambda: "cloud_delete_all" in studio.calls)


def test_photos_are_chosen_by_time_place_and_theme_and_each_is_shown(
    qtbot: QtBot, new_studio: NewStudio, open_window: Open
) -> None:
    studio = new_studio()
    studio.allow(Purpose.CLOUD)
    window = open_window(studio)
    page = show(window, "outbox", OutboxPage)
    qtbot.waitUntil(page.choose.isVisible)
    page.choose.click()
    choose = QApplication.activeModalWidget()
    assert isinstance(choose, ChooseDialog)
    qtbot.waitUntil(choose.show_them.isEnabled)
    assert "cloud_choose Meant(days=30, place='', theme='')" in studio.calls  # unless more is said
    choose.place.setCurrentIndex(choose.place.findText("Kyoto"))
    choose._ask()
    qtbot.waitUntil(lambda: not choose.show_them.isEnabled())
    choose.place.setCurrentIndex(0)
    choose._ask()
    qtbot.waitUntil(choose.show_them.isEnabled)
    choose.show_them.click()
    qtbot.waitUntil(lambda: isinstance(QApplication.activeModalWidget(), SendDialog))
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, SendDialog)
    for act in (dialog.yes, dialog.skip, dialog.yes):
        qtbot.waitUntil(dialog.yes.isEnabled)
        assert dialog.yes.hasFocus() is (act is dialog.skip)  # after a yes by the keyboard it is there again
        act.setFocus()
        act.click()
    qtbot.waitUntil(lambda: len(studio.parcels) == 2 and not studio.drafts)


def test_the_page_says_how_all_of_it_stands(new_studio: NewStudio) -> None:
    studio = new_studio()
    card = next(c for c in studio.cards.values() if c.recipe.make is Make.RESTYLE)
    one = studio.cloud_draft(card.recipe)
    for states, there, waits_for, said in (
        ((State.DONE,), There.CONFIRMED, "", "Everything that was sent is accounted for."),
        ((State.SENDING, State.SENT), There.HELD, "", "2 photos are under way."),
        ((State.CANCELLED,), There.WANTED, "", "1 deletion is asked for."),
        ((State.WAITING,), There.NOTHING, "Because.", "1 photo waits to be sent. Because."),
        ((State.FAILED,) * 2, There.UNCONFIRMED, "", "2 deletions are not confirmed."),
    ):
        found = [replace(one, state=state, there=there) for state in states]
        assert cloud_words.summary(found, False, waits_for) == said
    assert cloud_words.summary([], True, "").endswith("Sending is paused.")


def test_a_forged_receipt_is_called_so() -> None:
    forged = SignedReceipt(RECEIPT, "c2ln", False)
    parcel = Parcel(
        1, "k", None, "a.jpg", "rollsuggest", "https://photos.example.org", Recipe(Make.RESTYLE, ()), "", 0,
        1, "", 1, 1, datetime(2026, 6, 14), receipts=(forged,),
    )  # fmt: skip
    text = cloud_words.receipt_text(parcel)
    assert "NOT genuine" in text and RECEIPT in text
    for nonsense in ("", "[]", "<html>", '{"deleted": 5}'):
        odd = replace(parcel, receipts=(SignedReceipt(nonsense, "", False),), there=There.UNCONFIRMED)
        assert "no receipt" in cloud_words.receipt_text(odd)
        assert "Ask whoever runs it" in cloud_words.details(odd)
    assert "24 hours" in cloud_words.details(replace(odd, retention_hours=24))


def test_the_question_names_the_kind_of_server(
    qtbot: QtBot, new_studio: NewStudio, open_window: Open
) -> None:
    window = open_window(new_studio())
    window.show_page("settings")
    qtbot.wait(120)
    page = window.pages["settings"]
    assert isinstance(page, SettingsPage)
    page.switches.cloud.click()
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, CloudDialog)
    for at, model, workflow in ((1, True, False), (2, False, True), (0, False, False)):
        dialog.service.setCurrentIndex(at)
        dialog._chosen()
        assert dialog.model.isVisible() is model and dialog.workflow.isVisible() is workflow
    qtbot.waitUntil(lambda: "rollsuggest receives" in dialog._said["receives"].text())
    assert dialog.key.echoMode() == dialog.key.EchoMode.Password
    dialog.reject()


def test_what_came_back_is_a_card_marked_as_made_in_the_cloud(
    qtbot: QtBot, new_studio: NewStudio, open_window: Open, tmp_path: Path
) -> None:
    studio = new_studio()
    restyle = next(c for c in studio.cards.values() if c.recipe.make is Make.RESTYLE)
    said = replace(restyle.suggestion, key=SuggestionKey("came-1"), section="came", title="Harbour",
                   reason="Made in the cloud, by https://attic.example")  # fmt: skip
    file = tmp_path / "came.jpg"
    draw(file, QSize(480, 320), 3)
    studio.back = (replace(restyle, suggestion=said, came=file, made_by="https://attic.example"),)
    window = open_window(studio)
    feed = window.pages["suggestions"]
    assert isinstance(feed, SuggestionsPage)
    qtbot.waitUntil(lambda: said.key in feed.feed.cards)
    card = feed.feed.cards[said.key]
    assert feed.feed._ordered()[0].title == "From the server" and "Made in the cloud" in card.said()
    qtbot.waitUntil(lambda: card.cover is not None)  # the file itself: nothing is drawn here
    card.opened.emit()
    page = window.pages["came"]
    assert isinstance(page, CamePage)
    qtbot.waitUntil(lambda: not page.canvas.image.isNull() and page.save.isEnabled())
    assert "Made in the cloud, by https://attic.example" in page.said.text()
    assert nameless(page) == [] and not_met(window, page.save, page) == []
    page.compare.setValue(50)
    qtbot.waitUntil(lambda: not page.compare.before.isNull())
    page.save.click()
    leaving = window.findChild(LeavingDialog)
    assert leaving is not None
    qtbot.waitUntil(lambda: "A server made this" in leaving.why.text())
    leaving.yes.click()
    dialog = window.findChild(QFileDialog)
    assert dialog is not None
    dialog.fileSelected.emit(str(tmp_path / "mine.png"))
    qtbot.waitUntil(lambda: "keep_came came-1 mine.jpg" in studio.calls)
    dialog.close()
    page.refuse.click()
    assert window.stack.currentWidget() is feed
    qtbot.waitUntil(lambda: said.key not in feed.feed.cards)


class Told:
    """What Qt tells of the network."""

    def __init__(self, metered: bool | None, medium: QNetworkInformation.TransportMedium) -> None:
        self._metered, self._medium = metered, medium

    def supports(self, feature: QNetworkInformation.Feature) -> bool:
        return feature is QNetworkInformation.Feature.TransportMedium or self._metered is not None

    def isMetered(self) -> bool:  # noqa: N802
        return bool(self._metered)

    def transportMedium(self) -> QNetworkInformation.TransportMedium:  # noqa: N802
        return self._medium


def test_networks_that_cost_by_use_are_told_apart() -> None:
    medium = QNetworkInformation.TransportMedium
    asked = [(False, medium.WiFi), (True, medium.WiFi), (None, medium.Cellular), (None, medium.Ethernet)]
    assert [costly(Told(*each)) for each in asked] == [False, True, True, False]  # type: ignore[arg-type]
    assert costly(None) is None


def test_sending_may_wait_for_a_network_that_costs_nothing(
    qtbot: QtBot, new_studio: NewStudio, open_window: Open
) -> None:
    studio = new_studio()
    studio.allow(Purpose.CLOUD)
    window = open_window(studio)
    page = show(window, "settings", SettingsPage)
    qtbot.waitUntil(page.switches.cloud_unmetered.isEnabled)
    assert not [call for call in studio.calls if call.startswith("know_network")]  # nobody wanted to know
    page.switches.cloud_unmetered.click()
    qtbot.waitUntil(lambda: any(call.startswith("know_network") for call in studio.calls))
    assert studio.held.cloud_unmetered
