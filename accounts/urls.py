"""Addresses of the `accounts` room."""

from django.urls import path

from accounts.views import passwords, profile, sessions

app_name = "accounts"
urlpatterns = [
    path("sign-in/", sessions.sign_in, name="sign_in"),
    path("sign-out/", sessions.sign_out, name="sign_out"),
    path("enter/", sessions.enter_as, name="enter_as"),
    path("profile/", profile.profile, name="profile"),
    path("profile/password/", profile.change_password, name="change_password"),
    path("reset/", passwords.reset, name="reset"),
    path("reset/sent/", passwords.reset_sent, name="reset_sent"),
    path("reset/<uid>/<token>/", passwords.reset_confirm, name="reset_confirm"),
]
