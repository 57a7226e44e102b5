"""The window: a rail of pages on the left, the chosen page beside it, and the signed-in user.

While nobody is signed in, or the window is locked, only the live page is shown: the doors keep working, but nobody can act.
"""

from collections.abc import Callable

from PySide6.QtCore import QByteArray, QSettings, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QGuiApplication, QKeyEvent, QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import (
    QApplication,
    QButtonGroup,
    QDialog,
    QHBoxLayout,
    QLabel,
    QMenu,
    QProgressBar,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from gatekeeper.app import App
from gatekeeper.gui.core import keys, language, leaving, wording
from gatekeeper.gui.core.bridge import Bridge
from gatekeeper.gui.core.first_steps import FirstStepsButton
from gatekeeper.gui.core.help import AboutDialog, HelpDialog, made_of
from gatekeeper.gui.core.language import translate
from gatekeeper.gui.core.layouts import Scroll, Stack
from gatekeeper.gui.core.residents import ResidentScreens
from gatekeeper.gui.core.sign_in import Idleness, PasswordDialog, SignInPanel
from gatekeeper.gui.core.tasks import Job, run_in_background
from gatekeeper.gui.core.theme import icon
from gatekeeper.gui.pages.alarms import AlarmsPage
from gatekeeper.gui.pages.backups import BackupsPage
from gatekeeper.gui.pages.base import Page
from gatekeeper.gui.pages.doors import DoorsPage
from gatekeeper.gui.pages.enrol import EnrolPage
from gatekeeper.gui.pages.inside import InsidePage
from gatekeeper.gui.pages.live import LivePage
from gatekeeper.gui.pages.log import VISITORS, LogPage
from gatekeeper.gui.pages.models import ModelsPage
from gatekeeper.gui.pages.operators import OperatorsPage
from gatekeeper.gui.pages.outlets import OutletsPage
from gatekeeper.gui.pages.people import PeoplePage
from gatekeeper.gui.pages.rules import RulesPage
from gatekeeper.gui.pages.settings import SettingsPage
from gatekeeper.gui.widgets.alarms import Alarms
from gatekeeper.messages import Message
from gatekeeper.store.accounts import NOBODY, Actor, Right
from gatekeeper.timezones import site_and_machine, utc_now

# In the order of the rail. A page is made when it is first opened.
PAGES: tuple[type[Page], ...] = (
    LivePage,
    EnrolPage,
    PeoplePage,
    InsidePage,
    RulesPage,
    LogPage,
    AlarmsPage,
    ModelsPage,
    SettingsPage,
    OperatorsPage,
    BackupsPage,
    DoorsPage,
    OutletsPage,
)
LIVE = PAGES.index(LivePage)
LAYOUT_FILE = "window.ini"
_NAME_WIDTH = 76
_NARROW = 900  # a narrower window has no room for rail, doors and sign-in
_ASK_AGAIN_MILLISECONDS = 30_000
_LOOK_MILLISECONDS = 900  # how often the window looks for what another program wrote
_SESSION_MILLISECONDS = 60_000  # after this, a session that was about to end seems to go on


class MainWindow(QWidget):
    """The rail, the pages, and the sign-in panel. closed: the user closed the window.

    Opens for `app.actor`; if that is NOBODY, the user has to sign in. free: the actor who needs no password, as in the demo.
    """

    closed = Signal()

    def __init__(self, app: App, bridge: Bridge, free: Actor | None = None) -> None:
        super().__init__()
        self.app, self.bridge, self._free = app, bridge, free
        self._locked: Actor | None = None
        self._left_at = 0
        self.setWindowTitle("gatekeeper")
        self.setWindowIcon(icon("face"))
        self.setMinimumSize(480, 320)  # what does not fit can be scrolled to
        self._settings = QSettings(str(app.home / LAYOUT_FILE), QSettings.Format.IniFormat)
        self._made: dict[int, Page] = {}
        self.residents = ResidentScreens(app, self)
        self.pages = Stack()
        self._choices = QButtonGroup(self)
        self._progress = QProgressBar()
        self.account = QToolButton()
        self.steps = FirstStepsButton(app)
        self.steps.wanted.connect(self._go_on_to)
        self.alarms = Alarms(app, bridge)
        self.whose_time = QLabel()
        self.whose_time.setTextFormat(Qt.TextFormat.PlainText)
        self.whose_time.setWordWrap(True)
        self.whose_time.setProperty("kind", "hint")
        self.whose_time.setContentsMargins(14, 6, 14, 0)
        self.sign_in = SignInPanel(app, free)
        self._panel = Scroll(self.sign_in, fixed=True)
        self._panel.hide()
        self.sign_in.signed_in.connect(self._let_in)
        self.idleness = Idleness(self)
        self.idleness.long_idle.connect(self.lock)
        # Meanwhile another window, or the command line, may have taken a role or an account away.
        self._asking = QTimer(self, interval=_ASK_AGAIN_MILLISECONDS)
        self._asking.timeout.connect(self.ask_for_rights)
        # It may also have changed people, operators and the log, whose pages must then show the change, or have made the first
        # account, with which the sign-in must then reckon.
        self._newest: tuple[int, int] | None = None
        self._looking = QTimer(self, interval=_LOOK_MILLISECONDS)
        self._looking.timeout.connect(self.look_for_news)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        self._beside = self._rail()
        layout.addWidget(self._beside)
        middle = QVBoxLayout()
        middle.setSpacing(0)
        middle.addWidget(self.alarms)
        middle.addWidget(self.whose_time)
        middle.addWidget(Scroll(self.pages), 1)
        layout.addLayout(middle, 1)
        layout.addWidget(self._panel)
        self._choices.idClicked.connect(self.show_page)
        self._sure = False  # whether closing has been confirmed
        QShortcut(QKeySequence("Ctrl+Q"), self).activated.connect(self._leave_program)
        QShortcut(QKeySequence("F11"), self).activated.connect(self._full_screen)
        QShortcut(QKeySequence("F1"), self).activated.connect(self.show_help)
        QShortcut(QKeySequence("Ctrl+L"), self).activated.connect(self.lock)
        keys.tab_in_reading_order(self.sign_in)
        self._focus = keys.FocusKeeper(self)
        self._restore()

    def lock(self) -> None:
        """Show only the doors until the signed-in user enters their password."""
        if self.app.actor is not NOBODY:
            self._locked, self._left_at = self.app.actor, self._choices.checkedId()
            self._leave()

    def sign_out(self) -> None:
        """Show only the doors until somebody signs in."""
        actor, accounts = self.app.actor, self.app.accounts
        if actor is not NOBODY:
            run_in_background(
                lambda job: accounts.audit(actor, Message("signed out"), actor.name, now=utc_now()),
                done=lambda nothing: None,
            )
            self._locked = None
            self._leave()

    def ask_for_rights(self) -> None:
        """Read the present rights of the signed-in user; if their account is gone, sign them out."""
        actor, accounts = self.app.actor, self.app.accounts
        if self._asking.isActive():
            run_in_background(lambda job: accounts.current(actor), done=lambda now: self._know(actor, now))

    def look_for_news(self) -> None:
        """Let the pages, or the sign-in, show what any program has written since the last look."""
        app = self.app
        if app.actor.role is None:
            self.sign_in.look()
            return

        def newest(job: Job) -> tuple[int, int]:
            acts = app.accounts.acts(limit=1)
            act = acts[0].id if acts else 0
            if self._newest is None or act != self._newest[0]:  # it may have moved the site to another zone
                app.doors.tell_times_of_site()
            return act, max(app.log.numbers(limit=1).tolist(), default=0)

        run_in_background(newest, done=self._tell_news, failed=lambda error: None)

    def show_page(self, page: int | type[Page]) -> Page:
        """Open a page by its place on the rail or its class, and return it. Raises AuthError if the user lacks the page's
        right."""
        index = page if isinstance(page, int) else PAGES.index(page)
        if index != LIVE:
            self.app.actor.require(_right(index))
        if index not in self._made:
            self._made[index] = PAGES[index](self.app, self.bridge)
            self.pages.addWidget(self._made[index])
            keys.tab_in_reading_order(self._made[index])
            self._made[index].wants_page.connect(self._go_on_to)
            if isinstance(made := self._made[index], SettingsPage):
                made.saved.connect(self._watch_idleness)
            if isinstance(made, AlarmsPage):
                made.watch_list.wants_visitors.connect(self._show_visitors)
        self._choices.button(index).setChecked(True)
        on_rail = QApplication.focusWidget() in self._choices.buttons()
        for button in self._choices.buttons():  # Tab leads to the open page's, where Enter leads nowhere else
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus if button.isChecked() else Qt.FocusPolicy.NoFocus)
        if on_rail:
            self._choices.button(index).setFocus()
        self._scrolled.ensureWidgetVisible(self._choices.button(index), 0, 0)  # a key or another page may have led here
        self.pages.setCurrentWidget(self._made[index])
        self.alarms.show_what_may_be_seen(outside=index == LIVE)
        return self._made[index]

    def _show_visitors(self) -> None:
        page = self.show_page(LogPage)
        assert isinstance(page, LogPage)
        page.tabs.setCurrentIndex(VISITORS)

    def unsaved(self) -> list[str]:
        """The titles of the pages with unsaved changes."""
        return [self.tr(PAGES[index].title) for index, page in sorted(self._made.items()) if page.changed]

    def show_progress(self, what: str, done: int, of: int) -> None:
        """Show the progress of some work of the whole program below the rail."""
        self._progress.show()
        self._progress.setRange(0, of)
        self._progress.setValue(done)
        self._progress.setFormat(f"{language.number(done)} / {language.number(of)}")
        self._progress.setToolTip(wording.plain(what))
        self._progress.setAccessibleName(what)

    def hide_progress(self) -> None:
        """Hide the progress: that work has ended."""
        self._progress.hide()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        """Enter presses the focused button; other keys that the panel beside the doors does not use may belong to a PIN."""
        if keys.pressed_with_enter(event):
            return
        live = self._made.get(LIVE)
        if isinstance(live, LivePage) and live.isVisible():
            live.keyPressEvent(event)
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        """In a narrow window, doors and sign-in take precedence over a rail on which nothing can be chosen."""
        super().resizeEvent(event)
        self._share_room()

    def end(self) -> None:
        """Close without a question, regardless of who is signed in: the program is ending."""
        self._sure = True
        self.close()

    def session_ends(self) -> None:
        """Do not hold up the end of the desktop's session: the program would be killed then, with the doors as they are."""
        self._sure = True
        QTimer.singleShot(_SESSION_MILLISECONDS, self, self._session_goes_on)

    @property
    def _doors_depend_on_it(self) -> bool:
        return not self._sure and self._free is None and self.app.live.serving and bool(self._own_doors)

    @property
    def _own_doors(self) -> list[str]:
        """The doors that no other program controls; the others keep working without this program."""
        doors = [watch.door for watch in self.app.live.watches]
        return list(dict.fromkeys(door.name for door in doors if not door.held))

    def _leave_program(self) -> None:
        if self._doors_depend_on_it:
            self._ask_before_closing()
        else:
            self._ask_before(self.close)

    def closeEvent(self, event: QCloseEvent) -> None:  # noqa: N802
        """Closing the window stops its doors, so only a user with that right can close it, and only after a question. Unsaved
        changes are asked about too.

        Also remembers the layout.
        """
        if self._doors_depend_on_it or (not self._sure and event.spontaneous() and self.unsaved()):
            event.ignore()
            self._leave_program()
            return
        self.idleness.end()
        self._asking.stop()
        self._looking.stop()
        self._settings.setValue("geometry", self.saveGeometry())
        self._settings.setValue("page", PAGES[self._choices.checkedId()].__name__)
        self._settings.sync()
        self.residents.close_all()
        super().closeEvent(event)
        self.closed.emit()

    def _ask_before_closing(self) -> None:
        # Before there is a first administrator, nobody has the right, and the doors admit nobody either.
        actor = self.app.actor
        may = actor.may(Right.ADMINISTER) or (actor.role is None and self.sign_in.nobody_can_sign_in)
        leaving.ask_to_stop(self, self._own_doors, (lambda: self._ask_before(self.end)) if may else None)

    def _session_goes_on(self) -> None:
        self._sure = False

    def _let_in(self, actor: Actor) -> None:
        again = self._locked is not None and self._locked.name == actor.name
        self._locked = None
        self.app.actor = actor
        self.bridge.signed_in.emit(actor.name, again)
        self._follow_rights()
        if actor is not self._free:
            self._asking.start()
        if again and self._may(self._left_at):
            self.show_page(self._left_at)

    def _leave(self) -> None:
        self.app.actor = NOBODY
        # A dialog is an unfinished act of this user, so it is closed too. Errors stay until somebody has read them.
        for dialog in self.findChildren(QDialog):
            if dialog.isVisible() and dialog.objectName() != "error_dialog":
                dialog.reject()
        self._follow_rights()

    def _know(self, before: Actor, now: Actor) -> None:
        if self.app.actor != before or now == before:
            return
        if now == NOBODY:
            self.sign_out()
            return
        self.app.actor = now
        self._follow_rights()

    def _tell_news(self, newest: tuple[int, int]) -> None:
        before, self._newest = self._newest, newest
        self._say_whose_time()
        if before is None:
            self.alarms.look()  # anything written between its first look and this one would wait for the next act
        if before is not None and before[0] != newest[0]:
            self.ask_for_rights()  # the act may have changed rights
            self.bridge.acted.emit()
            self._count_steps()
        if before is not None and before[1] != newest[1]:
            self.bridge.recorded.emit()

    def _ask_before(self, leave: Callable[[], object]) -> None:
        """Leave at once if everything is saved; otherwise ask first whether unsaved changes may be lost."""
        pages = self.unsaved()
        if pages:
            leaving.ask_to_discard(self, pages, leave)
        else:
            leave()

    def _may(self, index: int) -> bool:
        return index == LIVE or self.app.actor.may(_right(index))

    def _follow_rights(self) -> None:
        """Show what the present user may see; if nobody is signed in, ask for a sign-in."""
        actor = self.app.actor
        signed_in = actor.role is not None
        for index, page in enumerate(PAGES):
            button, title = self._choices.button(index), self.tr(page.title)
            button.setEnabled(self._may(index))
            why = self.tr("for administrators") if signed_in else self.tr("sign in first")
            if _right(index) is not Right.ADMINISTER and signed_in:
                why = self.tr("for operators")
            button.setToolTip(f"{title} ({_shortcut(index)})" if self._may(index) else f"{title}: {why}")
        if not self._may(self._choices.checkedId()):
            self.show_page(LIVE)
        live = self._made.get(LIVE)
        if isinstance(live, LivePage):
            live.follow_rights()
        current = self.pages.currentWidget()
        if current is not None and current is not live:
            current.hide()  # when shown again, the page checks its rights again
            current.show()
        self.account.setVisible(signed_in)
        name = self.account.fontMetrics().elidedText(actor.name, Qt.TextElideMode.ElideRight, _NAME_WIDTH)
        self.account.setText(wording.unmarked(name))
        signed = self.tr("{name} is signed in").replace("{name}", actor.name)
        self.account.setToolTip(wording.plain(signed))
        self.account.setAccessibleName(signed)
        self._panel.setVisible(not signed_in)
        self.alarms.show_what_may_be_seen(outside=self._choices.checkedId() == LIVE)
        self._share_room()
        self._say_whose_time()
        self._count_steps()
        self._looking.start()
        if signed_in:
            self._watch_idleness()
        else:
            self.idleness.end()
            self._asking.stop()
            self.sign_in.ask(self._locked)

    def _say_whose_time(self) -> None:
        """Where the site's clock is not the machine's, nobody must take the times of one for the other's."""
        zones = site_and_machine(utc_now()) if self.app.actor.role is not None else None
        if zones is not None:
            text = self.tr(
                "Times are in {zone}, the time zone of the door “{door}”. This machine’s time zone is {own}."
            )
            text = text.replace("{zone}", zones[0]).replace("{own}", zones[1])
            self.whose_time.setText(text.replace("{door}", self.app.settings.door.name))
        self.whose_time.setVisible(zones is not None)

    def _share_room(self) -> None:
        self._beside.setVisible(self.app.actor.role is not None or self.width() >= _NARROW)

    def _watch_idleness(self) -> None:
        if self.app.actor.role is not None:
            self.idleness.begin(self.app.settings.window.lock_minutes)

    def _change_password(self) -> None:
        dialog = PasswordDialog(self.app, self.app.actor, self)
        dialog.finished.connect(lambda result: dialog.deleteLater())
        dialog.open()

    def _menu(self) -> QMenu:
        menu = QMenu(self)
        menu.addAction(icon("lock"), self.tr("&Lock") + "\tCtrl+L", self.lock)
        own = menu.addAction(self.tr("Change my &password …"), self._change_password)
        leave = menu.addAction(self.tr("&Sign out"), lambda: self._ask_before(self.sign_out))
        menu.addAction(self.tr("&Help") + "\tF1", self.show_help)
        menu.addAction(self.tr("&About gatekeeper …"), self.show_about)
        menu.addMenu(self.residents)
        for action in (own, leave):
            action.setEnabled(self._free is None)
        return menu

    def show_help(self) -> None:
        """Show the help for the current page."""
        page = self.pages.currentWidget()
        if isinstance(page, Page):
            title = self.tr("Help: {page}").replace("{page}", translate("MainWindow", page.title))
            HelpDialog(type(page).__name__, title, self).open()

    def show_about(self) -> None:
        """Show which versions run here."""
        app = self.app
        run_in_background(lambda job: made_of(app), done=lambda parts: AboutDialog(parts, self).open())

    def _go_on_to(self, name: str) -> None:
        page = next((page for page in PAGES if page.__name__ == name), None)
        if page is None:
            self.show_help()
        else:
            self.show_page(page)

    def _count_steps(self) -> None:
        if self._free is None:
            self.steps.count()

    def _full_screen(self) -> None:
        self.setWindowState(self.windowState() ^ Qt.WindowState.WindowFullScreen)

    def _rail(self) -> QWidget:
        """The pages, which scroll on a low screen; below them, always visible, the signed-in user."""
        rail, pages = QWidget(), QWidget()
        for part in (rail, pages):
            part.setObjectName("rail")
            part.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        column = QVBoxLayout(pages)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)  # everything fits on a screen of 768 lines
        for index, page in enumerate(PAGES):
            button = QToolButton()
            button.setText(self.tr(page.title))
            button.setIcon(icon(page.icon))
            button.setIconSize(QSize(20, 20))
            button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextUnderIcon)
            button.setCheckable(True)
            self._choices.addButton(button, index)
            QShortcut(QKeySequence(_shortcut(index)), self).activated.connect(button.click)
            column.addWidget(button)
            button.ensurePolished()  # the room that its name takes depends on the style's padding and font
            button.setMinimumSize(button.minimumSizeHint().expandedTo(QSize(112, 48)))
        column.addStretch()
        layout = QVBoxLayout(rail)
        layout.setContentsMargins(0, 6, 0, 6)
        layout.setSpacing(2)
        self._scrolled = Scroll(pages, fixed=True)
        layout.addWidget(self._scrolled, 1)
        self._progress.setFixedWidth(80)
        self._progress.hide()
        layout.addWidget(self._progress, 0, Qt.AlignmentFlag.AlignHCenter)
        if self._free is not None:
            demo = QLabel(self.tr("Demo: signed in\nwithout a password"))
            demo.setObjectName("demo")
            demo.setProperty("kind", "hint")
            demo.setWordWrap(True)
            demo.setFixedWidth(_NAME_WIDTH)
            demo.setAlignment(Qt.AlignmentFlag.AlignCenter)
            demo.ensurePolished()
            demo.setMinimumHeight(demo.heightForWidth(_NAME_WIDTH))  # scrolled layouts give wrapped lines too little
            layout.addWidget(demo, 0, Qt.AlignmentFlag.AlignHCenter)
        layout.addWidget(self.steps)
        self.account.setIcon(icon("person"))
        self.account.setIconSize(QSize(24, 24))
        self.account.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextUnderIcon)
        self.account.setFixedWidth(92)
        self.account.setMinimumHeight(46)
        self.account.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.account.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.account.setMenu(self._menu())
        layout.addWidget(self.account, 0, Qt.AlignmentFlag.AlignHCenter)
        return rail

    def _restore(self) -> None:
        geometry = self._settings.value("geometry")
        if not (isinstance(geometry, QByteArray) and self.restoreGeometry(geometry)):
            screen, usual = QGuiApplication.primaryScreen().availableSize(), QSize(1280, 800)
            self.resize(usual.boundedTo(screen))
            if self.size() != usual:
                self.setWindowState(Qt.WindowState.WindowMaximized)
        left = str(self._settings.value("page", ""))  # earlier versions stored the place on the rail
        names = [page.__name__ for page in PAGES]
        self.show_page(LIVE)
        for index, name in enumerate(names):
            if left in (name, str(index)) and self._may(index):
                self.show_page(index)
        self._follow_rights()


def _right(index: int) -> Right:
    """The right required to open a page."""
    return PAGES[index].right


def _shortcut(index: int) -> str:
    """The keys that open a page: Ctrl+1 to Ctrl+9, Ctrl+0 for the tenth, and with Shift those of the next ten."""
    return f"Ctrl+{'Shift+' * (index // 10)}{(index + 1) % 10}"
