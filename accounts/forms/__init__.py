"""Forms of sign-in, passwords and one's own profile."""

from accounts.forms.passwords import ChangePasswordForm, NewPasswordForm, ResetForm
from accounts.forms.profile import ProfileForm
from accounts.forms.sign_in import SignInForm

__all__ = ["ChangePasswordForm", "NewPasswordForm", "ProfileForm", "ResetForm", "SignInForm"]
