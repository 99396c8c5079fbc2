"""Messages: each person told once, in their language; no mail sent twice, none lost silently."""

import email
import threading
from datetime import timedelta
from email import policy

import pytest
from django.core import mail
from django.db import connection
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.notifications import registry
from core.notifications.delivery import deliver_mail, give_up_abandoned
from core.notifications.models import Message, MessageState
from core.notifications.registry import EMAIL, IN_APP, NotificationKind, register
from core.notifications.sending import Address, notify
from tests.core.mail_server import serving

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def kinds(monkeypatch):
    monkeypatch.setattr(registry, "_kinds", {})
    register(
        NotificationKind("test.said", _("Finished: %(title)s"), body="%(title)s đã có."),
        NotificationKind("test.secret", "Đặt lại mật khẩu", (EMAIL,), secret=True),
        NotificationKind("test.bell", "%(title)s", (IN_APP,)),
    )


@pytest.fixture
def server(settings):
    with serving() as server:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", server.port
        settings.EMAIL_TIMEOUT = 5
        yield server


def say(*people, kind="test.said", event="e:1", title="Kế hoạch 760"):
    return notify(kind, event=event, recipients=people, context={"title": title}, url="/plans/7/")


def mails():
    return Message.objects.filter(channel=EMAIL)


def parse(text):
    return email.message_from_bytes(text, policy=policy.default)


def test_an_event_is_told_once_on_every_channel(user):
    assert say(user) == 2
    assert say(user) == 0
    assert say(user, event="e:2") == 2
    assert Message.objects.filter(event="e:1", recipient=user).count() == 2


def test_each_recipient_reads_their_own_language(make_user):
    vietnamese, english = make_user(language="vi"), make_user(language="en")
    say(vietnamese, english, kind="test.said")
    titles = dict(Message.objects.filter(channel=IN_APP).values_list("recipient", "title"))
    assert titles == {
        vietnamese.pk: "Đã xong: Kế hoạch 760",
        english.pk: "Finished: Kế hoạch 760",
    }


def test_a_mailbox_without_a_user_gets_mail_only():
    assert say(Address("truong@example.vn", "Trường THPT Quốc Thái")) == 1
    assert say(Address("TRUONG@example.vn")) == 0


def test_who_may_not_sign_in_is_told_by_mail_only(make_user):
    say(make_user(is_active=False))
    assert list(Message.objects.values_list("channel", flat=True)) == [EMAIL]


def test_the_same_person_named_twice_is_told_once(user):
    assert say(user, user) == 2


def test_a_headline_never_breaks_the_mails_head(user):
    say(user, title="Kế hoạch\r\nBcc: moi-nguoi@example.vn")
    deliver_mail()
    assert mail.outbox[0].recipients() == [user.email]
    assert "\n" not in mail.outbox[0].subject


def test_an_unknown_kind_is_a_mistake_of_the_program(user):
    with pytest.raises(LookupError):
        say(user, kind="test.unknown")


def test_two_kinds_cannot_share_a_name():
    with pytest.raises(ValueError, match=r"test\.said"):
        register(NotificationKind("test.said", "khác"))


def test_a_secret_goes_by_mail_only():
    with pytest.raises(ValueError, match="secret"):
        register(NotificationKind("test.other", "x", secret=True))


@pytest.mark.django_db(transaction=True)
def test_many_processes_that_tell_the_same_event_tell_it_once(user):
    start = threading.Barrier(6)

    def tell():
        start.wait()
        try:
            say(user)
        finally:
            connection.close()

    threads = [threading.Thread(target=tell) for _number in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert Message.objects.filter(recipient=user).count() == 2


# The outbox ---------------------------------------------------------------------------------------
def test_a_mail_says_what_where_and_to_whom(server, user, settings):
    say(user)
    assert deliver_mail() == 1
    sent = parse(server.mails[0])
    assert sent["To"] == user.email
    assert sent["Subject"] == "Đã xong: Kế hoạch 760"
    text = sent.get_content()
    assert f"{settings.SITE_URL}/plans/7/" in text
    assert "Kế hoạch 760 đã có." in text
    assert user.full_name in text
    assert deliver_mail() == 0
    assert len(server.mails) == 1


def test_while_the_server_is_away_every_mail_waits_and_then_leaves_once(
    server, make_user, settings, caplog
):
    port, settings.EMAIL_PORT = settings.EMAIL_PORT, 1
    say(*(make_user() for _number in range(5)))
    for _attempt in range(4):
        assert deliver_mail() == 0
    assert mails().filter(state=MessageState.QUEUED, attempts=0).count() == 5
    settings.EMAIL_PORT = port
    assert deliver_mail() == 5
    assert len(server.mails) == 5
    assert "wait" in caplog.text


def test_a_busy_server_is_asked_again_later_and_later(server, user):
    say(user)
    server.mood = "busy"
    assert deliver_mail() == 0
    message = mails().get()
    assert (message.state, message.attempts) == (MessageState.QUEUED, 1)
    assert message.next_try_at > timezone.now()
    assert deliver_mail() == 0, "not before its time"
    server.mood = "kind"
    mails().update(next_try_at=timezone.now())
    assert deliver_mail() == 1
    assert mails().get().state == MessageState.SENT


def test_a_mail_refused_for_good_is_failed_with_the_servers_words(server, user):
    say(user)
    server.mood = "stern"
    deliver_mail()
    message = mails().get()
    assert message.state == MessageState.FAILED
    assert "550" in message.error


def test_a_server_that_takes_the_mail_and_hangs_up_never_gets_it_twice(server, make_user):
    say(*(make_user() for _number in range(5)))
    server.mood = "faint"
    deliver_mail()
    server.mood = "kind"
    mails().update(next_try_at=None)
    for _run in range(3):
        deliver_mail()
    identifiers = [parse(text)["Message-ID"] for text in server.mails]
    assert len(identifiers) == len(set(identifiers))
    outcome = set(mails().values_list("state", flat=True))
    assert outcome <= {MessageState.FAILED, MessageState.SENT}
    assert all(message.error for message in mails().filter(state=MessageState.FAILED))


def test_a_sender_that_died_leaves_a_doubt_that_is_shown_not_a_second_mail(user):
    say(user)
    mails().update(state=MessageState.SENDING, next_try_at=timezone.now() - timedelta(minutes=1))
    assert give_up_abandoned() == 1
    assert deliver_mail() == 0
    assert mails().get().state == MessageState.FAILED
    assert mail.outbox == []


def test_a_living_senders_mail_is_left_alone(user):
    say(user)
    mails().update(state=MessageState.SENDING, next_try_at=timezone.now() + timedelta(minutes=5))
    assert give_up_abandoned() == 0
    assert deliver_mail() == 0


@pytest.mark.django_db(transaction=True)
def test_several_deliverers_at_once_send_each_mail_once(server, make_user):
    say(*(make_user() for _number in range(12)))
    start = threading.Barrier(4)

    def deliver():
        start.wait()
        try:
            deliver_mail()
        finally:
            connection.close()

    threads = [threading.Thread(target=deliver) for _number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(server.mails) == 12
    assert mails().filter(state=MessageState.SENT).count() == 12


def test_a_secret_link_is_erased_once_the_mail_has_left(user):
    say(user, kind="test.secret")
    deliver_mail()
    assert "/plans/7/" in mail.outbox[0].body
    message = mails().get()
    assert (message.url, message.body) == ("", "")


# The bell -----------------------------------------------------------------------------------------
def test_the_bell_counts_what_is_unread_and_opening_reads_it(user, client_for):
    say(user, kind="test.bell")
    client = client_for(user)
    page = client.get(reverse("core:notifications"))
    assert page.context["unread"] == 1
    assert '<span class="bell-count">1' in page.content.decode()
    message = Message.objects.get()
    answer = client.post(reverse("core:notification_open", args=[message.pk]))
    assert answer["Location"] == "/plans/7/"
    assert (
        '<span class="bell-count">'
        not in client.get(reverse("core:notifications")).content.decode()
    )
    message.refresh_from_db()
    assert message.state == MessageState.READ
    assert message.read_at


def test_looking_at_a_notice_by_get_changes_nothing(user, client_for):
    say(user, kind="test.bell")
    url = reverse("core:notification_open", args=[Message.objects.get().pk])
    assert client_for(user).get(url).status_code == 405
    assert Message.objects.get().is_unread


def test_everything_is_marked_read_at_once_and_only_ones_own(user, make_user, client_for):
    other = make_user()
    say(user, other, kind="test.bell")
    client_for(user).post(reverse("core:notifications_read"))
    assert not Message.objects.inbox_of(user).unread().exists()
    assert Message.objects.inbox_of(other).unread().count() == 1


def test_someone_elses_notice_does_not_exist(user, make_user, client_for):
    say(user, kind="test.bell")
    url = reverse("core:notification_open", args=[Message.objects.get().pk])
    assert client_for(make_user()).post(url).status_code == 404


def test_a_notice_never_leads_out_of_the_portal(user, client_for):
    notify("test.bell", event="x", recipients=[user], context={"title": "x"}, url="//evil.example/")
    url = reverse("core:notification_open", args=[Message.objects.get().pk])
    assert client_for(user).post(url)["Location"] == reverse("core:notifications")


def test_the_menu_of_the_bell_shows_the_latest(user, client_for):
    for number in range(12):
        say(user, kind="test.bell", event=f"e:{number}", title=f"Tin <b>{number}</b>")
    html = client_for(user).get(reverse("core:bell")).content.decode()
    assert "Tin &lt;b&gt;11" in html
    assert "Tin &lt;b&gt;1&lt;" not in html
