"""Every sentence of the field app. English is the key, so only the Vietnamese ones are delivered."""

from __future__ import annotations

from functools import lru_cache

from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

WORDS = (
    _("A new version is ready. What you typed is kept."),
    _("Add a photo"),
    _("Add this person"),
    _("All your questions are answered."),
    _("An answer is missing. Answer, or write why it stays blank."),
    _("Answer"),
    _("Answered"),
    _("Asked of the unit before, not verified yet"),
    _("At most {points} points can be given."),
    _("Back"),
    _("Between groups"),
    _("Build {build}"),
    _("Caption"),
    _("Clause of the law"),
    _("Comparing with the server…"),
    _("Dark theme"),
    _("Does not apply"),
    _("Due {day} · {state}"),
    _("Everything is on the server. Signing out removes all visits and answers from this device."),
    _(
        "Everything unsent as one file, to be taken in on this or another device by you. Keep it as carefully as the answers themselves: it is not encrypted."
    ),
    _("Evidence wanted"),
    _("Fetch this visit anew"),
    _("Fetching…"),
    _("Field checks"),
    _("Figures not checked against the text of the law yet"),
    _("For"),
    _("Full name"),
    _("Go on here"),
    _("Good practice"),
    _("Good practice and shortcomings"),
    _("Group after"),
    _("Group before"),
    _("Guidance"),
    _("Guidance and evidence"),
    _("Inspection team"),
    _("It could not be fetched. Try again when the network is better."),
    _("It did not arrive ({code}). It is tried again by itself."),
    _(
        "It is not on the server as you wrote it. Save a rescue file first. Take it off this device?"
    ),
    _("Leave blank"),
    _("Light theme"),
    _("Looking for your visits…"),
    _("Missing so far: {what}. Both are part of the minutes."),
    _("More"),
    _("needs attention"),
    _("Next unanswered question"),
    _("No"),
    _("No connection. It is sent by itself when the network is back."),
    _("No network; nothing waits to be sent"),
    _(
        "No question of this visit is yours. The lead of the team gives the questions out, or adds a checklist, on the portal."
    ),
    _("not complete"),
    _("not yours"),
    _("Note"),
    _("Nothing waits to be sent."),
    _("Number"),
    _("on the server"),
    _("On this device"),
    _("on this device"),
    _("Open in another tab"),
    _("Others present"),
    _("People present"),
    _("Person present"),
    _("Photo"),
    _("Photos carry the place where they were taken (the phone asks once)"),
    _("Points, at most {points}"),
    _("Post"),
    _("Ready-made remarks"),
    _("Ready-made remarks…"),
    _("Reason"),
    _("Remove it from this device"),
    _("Rescue file"),
    _("Safe to close"),
    _("Save a rescue file"),
    _("Say why the criterion does not apply."),
    _("Send again"),
    _("Send everything now"),
    _("sending"),
    _("Sending {n}…"),
    _("Shortcoming"),
    _("Sign in"),
    _("Sign in once with a network; afterwards the app also opens without one."),
    _("Sign out"),
    _("Sign out all the same"),
    _("Signing out needs a network."),
    _("Somebody else is present"),
    _("Something of this visit is not on the server yet. It stays on this device until it is."),
    _("Take a rescue file in"),
    _("Take along"),
    _("Take it off this device"),
    _("Take the visits along while you have a network. Afterwards everything works without one."),
    _("That is"),
    _("The app could not be opened"),
    _("The browser has promised to keep what is stored here."),
    _(
        "The browser may delete what is stored here when the phone runs out of room. Put the app on the home screen, and send often."
    ),
    _("The field app needs an address that begins with https. Ask the administrator."),
    _("The figure cannot be negative."),
    _("The figure divided by must be greater than 0."),
    _("The first of the two figures is missing."),
    _("The list of visits could not be fetched. Try again when the network is better."),
    _("The second of the two figures is missing."),
    _(
        "The server already has something else under this number. Both are kept; tell the lead of your team which one counts."
    ),
    _(
        "The server cannot accept this as it is. Open the question, correct the answer; it is sent anew."
    ),
    _(
        "The server does not find this visit among yours; the assignment may have changed. Save a rescue file and tell the lead of your team."
    ),
    _("The server has a fault at present. It is tried again by itself."),
    _(
        "The server refused this device. Open the app again; if it happens again, tell the administrator."
    ),
    _("There is no further visit of your teams."),
    _("There is no network, and nobody has signed in on this device yet."),
    _("This address is not secure"),
    _("This device"),
    _("This is not a rescue file of yours, or it is damaged. Nothing was changed."),
    _("This picture cannot be read. Take it again with the camera."),
    _("To the portal"),
    _("Too large for the server. Take the photo again, or save a rescue file."),
    _(
        "Two tabs would write into one draft. Close the other tab, or go on here: what was typed there is kept."
    ),
    _("Unit inspected"),
    _("Update"),
    _("Violation"),
    _("Visits to take along"),
    _("What is on the server"),
    _("What is on the server, rescue file"),
    _("What was seen"),
    _("What you typed is still on this device. Close all tabs of the app and open it again."),
    _("Take it back"),
    _("Taken back"),
    _("Without a network no further visit can be taken along."),
    _("Write a whole number."),
    _("Write it down"),
    _("Yes"),
    _("You went on in another tab. What was typed here is kept."),
    _("Your sign-in has expired. Sign in again to take further visits along."),
    _("Your sign-in has expired. Sign in again: what is on this device stays, and is sent then."),
    _("{done} of {all} questions answered"),
    _(
        "{n} entries are not on the server yet. Send them first, or save a rescue file. If you sign out now they stay locked on this device until you sign in here again."
    ),
    _("{n} entries were new and are sent now."),
    _("{n} need attention"),
    _("{n} not on the server yet"),
    _("{n} photos not on the server yet"),
    _("{n} questions here are answered by other members of the team."),
    _("{part} is more than the whole, {whole}. Check both figures."),
    _("{unit} is on this device."),
    _("“{typed}” is not a number. Write digits only, for example 12 or 3,5."),
)


@lru_cache(maxsize=1)
def words_in_both_languages() -> dict[str, str]:
    """English sentence → Vietnamese sentence; the device changes its language without a network."""
    with override("en"):
        english = [str(word) for word in WORDS]
    with override("vi"):
        return dict(zip(english, (str(word) for word in WORDS), strict=True))
