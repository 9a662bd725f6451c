"""Settings: the two switches first, then folders, data, appearance, performance, what could not be read."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from PySide6.QtWidgets import QSystemTrayIcon

from rollsuggest.errors import UserError
from rollsuggest.i18n import LANGUAGES, _, ngettext
from rollsuggest.library.countries import country_codes, country_name
from rollsuggest.ui import keys, tokens, wording
from rollsuggest.ui.controls import Block, Button, Choice, Switch, label, row
from rollsuggest.ui.desk import Desk
from rollsuggest.ui.erasing import ask_erase_all
from rollsuggest.ui.filling import FillingPage
from rollsuggest.ui.flow import flow
from rollsuggest.ui.help import guide_buttons, report_problem
from rollsuggest.ui.outside import show_in_folder
from rollsuggest.ui.settings_folders import FolderBlock
from rollsuggest.ui.settings_now import Edit, Now, read_now
from rollsuggest.ui.settings_speed import SpeedBlock
from rollsuggest.ui.settings_switches import SwitchBlock
from rollsuggest.ui.settings_telling import TellBlock

APPEARANCES = ("system", "light", "dark", "contrast")


class SettingsPage(FillingPage):
    topics = frozenset({"consent", "settings", "rolls", "photos"})

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        blocks = (
            self._switch_block, self._tell_block, self._folder_block, self._data_block, self._start_block,
            self._holiday_block, self._language_block, self._look_block, self._speed_block,
            self._others_block, self._unread_block, self._help_block, self._erase_block,
        )  # fmt: skip
        self.fill(_("Settings"), blocks)

    # the blocks

    def _switch_block(self) -> Block:
        self.switches = SwitchBlock(self.desk, self._change, self._not_changed)
        return self.switches

    def _tell_block(self) -> Block:
        self.telling = TellBlock(self.desk, self._change)
        return self.telling

    def _folder_block(self) -> Block:
        self.folders = FolderBlock(self.desk)
        return self.folders

    def _speed_block(self) -> Block:
        self.speed = SpeedBlock(self.desk, self._change)
        return self.speed

    def _data_block(self) -> Block:
        block = Block(_("Where data is kept"))
        self._data = label("", "muted", select=True)
        self.data_folder = Path()
        tell = self.desk.notice
        opened = Button(
            _("Open this folder"), lambda: show_in_folder(self.data_folder, tell), icon="folder-open"
        )
        block.body.addWidget(self._data)
        block.body.addLayout(row(opened, None))
        return block

    def _holiday_block(self) -> Block:
        block = Block(_("Holidays"), _("Photos of the public holidays of this country are suggested."))
        self._countries = ("", *country_codes())
        names = [_("The country where your home is"), *map(country_name, self._countries[1:])]
        self.holidays = Choice(_("Holidays of"), names, letters=34)
        self.holidays.activated.connect(
            lambda at: self._change(lambda s: replace(s, holidays_of=self._countries[at]))
        )
        block.body.addLayout(flow(label(_("Holidays of"), wrap=False), self.holidays))
        return block

    def _language_block(self) -> Block:
        block = Block(_("Language"))
        self._languages = ("", *LANGUAGES)
        self.language = Choice(_("Language"), [_("As the system"), *LANGUAGES.values()], letters=16)
        self.language.activated.connect(
            lambda at: self._change(lambda s: replace(s, language=self._languages[at]))
        )
        block.body.addLayout(row(self.language, None))
        return block

    def _look_block(self) -> Block:
        block = Block(_("Appearance"))
        names = {
            "system": _("As the system"), "light": _("Light"), "dark": _("Dark"),
            "contrast": _("High contrast"),
        }  # fmt: skip
        self.look = Choice(_("Appearance"), [names[a] for a in APPEARANCES])
        self.look.activated.connect(lambda at: self._change(lambda s: replace(s, appearance=APPEARANCES[at])))
        block.body.addLayout(row(self.look, None))
        sizes = [_("{n} %").format(n=wording.count(size)) for size in tokens.TEXT_SIZES]
        self.text_size = Choice(_("Text size"), sizes)
        self.text_size.activated.connect(
            lambda at: self._change(lambda s: replace(s, text_size=tokens.TEXT_SIZES[at]))
        )
        block.body.addLayout(row(label(_("Text size"), wrap=False), self.text_size, None))
        self.still = Switch(_("Reduce motion"), on=None)
        block.choice(_("Reduce motion"), _("Covers do not move when you point at them."), self.still)
        self.still.clicked.connect(lambda on: self._change(lambda s: replace(s, reduced_motion=on)))
        return block

    def _unread_block(self) -> Block:
        self._unread = Block(_("Files that could not be read"))
        self._unread_said = label("", "muted")
        self.list_unread = Button(_("Show the list with reasons"), lambda: self.desk.go.emit("unread"))
        self._unread.body.addWidget(self._unread_said)
        self._unread.body.addLayout(row(self.list_unread, None))
        return self._unread

    def _others_block(self) -> Block:
        block = Block(
            _("Not photos"),
            _("Screenshots, documents and receipts are kept out of suggestions. See them and correct it."),
        )
        self.others = Button(_("See what is kept out"), lambda: self.desk.go.emit("sorted_out"))
        self.others.setAccessibleName(_("Show what is not a photo"))
        block.body.addLayout(row(self.others, None))
        return block

    def _start_block(self) -> Block:
        block = Block(_("Starting and closing"))
        self.at_login = Switch(_("Start when I log in"), on=None)
        block.choice(_("Start when I log in"), _("It starts behind your other windows."), self.at_login)
        self.background = Switch(_("Go on when I close the window"), on=None)
        self._background_said = block.choice(_("Go on when I close the window"), "", self.background)
        self.at_login.clicked.connect(self._at_login)
        self.background.clicked.connect(lambda on: self._change(lambda s: replace(s, background=on)))
        return block

    def _say_background(self, can: bool) -> None:
        """Say what it does, or that this desktop has no place for the icon."""
        self.background.setEnabled(can or self.background.isChecked())
        said = (
            _("New photos are looked at meanwhile. An icon near the clock brings the window back, or quits.")
            if can
            else _("This desktop shows no icons of programs, so rollsuggest ends with its window here.")
        )
        self._background_said.setText(said)
        self.background.setAccessibleDescription(said)

    def _at_login(self, on: bool) -> None:
        """Write it; where that fails the switch shows what holds."""
        self.at_login.setChecked(not on)
        self.desk.bridge.change(lambda studio: studio.start_at_login(on))

    def _help_block(self) -> Block:
        block = Block(_("Help"))
        self.shortcuts = Button(_("Keyboard shortcuts"), self.desk.shortcuts_asked.emit)
        self.shortcuts.setToolTip(keys.spoken(keys.SHORTCUTS))
        self.report = Button(_("Report a problem"), lambda: report_problem(self, self.desk))
        block.body.addLayout(flow(self.shortcuts, self.report))
        for reading in guide_buttons(self):
            block.body.addLayout(row(reading, None))
        return block

    def _erase_block(self) -> Block:
        block = Block(
            _("Erase"), _("Removes all that rollsuggest stored. Your photos and what you saved stay.")
        )
        self.erase = Button(_("Erase everything"), lambda: ask_erase_all(self, self.desk), kind="danger")
        block.body.addLayout(row(self.erase, None))
        return block

    # what they show

    def refresh(self) -> None:
        self.desk.bridge.read("settings", read_now, lambda now: self.once_whole(lambda: self._show(now)))

    def _show(self, now: Now) -> None:
        settings = now.settings
        self.switches.show_now(now)
        self.telling.show_now(settings)
        self.speed.show_now(settings, now.told)
        self.folders.show_rolls(now.rolls)
        self.at_login.setChecked(now.at_login)
        self.at_login.setEnabled(not self.desk.sample)
        self.background.setChecked(settings.background)
        self._say_background(QSystemTrayIcon.isSystemTrayAvailable())
        self.still.setChecked(settings.reduced_motion)
        self.data_folder = now.data
        self._data.setText(wording.path(now.data))
        spoken = self._languages.index(settings.language) if settings.language in self._languages else 0
        self.language.setCurrentIndex(spoken)
        looks = APPEARANCES.index(settings.appearance) if settings.appearance in APPEARANCES else 0
        self.look.setCurrentIndex(looks)
        size = settings.text_size if settings.text_size in tokens.TEXT_SIZES else tokens.TEXT_SIZES[0]
        self.text_size.setCurrentIndex(tokens.TEXT_SIZES.index(size))
        held = settings.holidays_of
        self.holidays.setCurrentIndex(self._countries.index(held) if held in self._countries else 0)
        count = len(now.unreadable)
        self._unread.setVisible(count > 0)
        said = ngettext("{n} file was left out.", "{n} files were left out.", count)
        self._unread_said.setText(said.format(n=wording.count(count)))

    # what they do

    def _change(self, edit: Edit) -> None:
        self.desk.bridge.change(
            lambda studio: studio.change_settings(edit(studio.settings())), failed=self._not_changed
        )

    def _not_changed(self, error: UserError) -> None:
        """Say why, and show again what holds."""
        self.desk.tell(error)
        self.refresh()
